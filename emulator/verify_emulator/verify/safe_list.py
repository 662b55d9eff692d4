"""The Safe List: numbers that neither Fraud Guard nor geo permissions stop.

Source: twilio.com/docs/verify/api/safe-list. Guess: the Safe List's 30 requests a minute are counted per account;
what is refused is not counted.
"""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator

from verify_emulator.errors import ON_SAFE_LIST, TwilioError
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, deletes, fetches
from verify_emulator.resources.params import Params
from verify_emulator.resources.resource import Resource
from verify_emulator.verify.quotas import spend
from verify_emulator.verify.rules.phones import is_phone
from verify_emulator.verify.rules.windows import Limit

REQUESTS = Limit(30, 60)


@dataclass(slots=True, kw_only=True)
class Safelist(Resource):
    PREFIX: ClassVar[str] = "GN"
    KEY: ClassVar[str] = "phone_number"

    sid: str
    phone_number: str


def _check_number(number: str) -> str:
    if not is_phone(number):
        raise ValueError("not a phone number in E.164")
    return number


class CreateSafelist(Params):
    phone_number: Annotated[str, AfterValidator(_check_number)]


def create(call: Call, params: CreateSafelist) -> Any:
    """Source: twilio.com/docs/api/errors/60411."""
    spend(call, "safe_list", REQUESTS)
    if is_listed(call, params.phone_number):
        raise TwilioError(
            ON_SAFE_LIST, hint=f"{params.phone_number} is on the Safe List of this account already."
        )
    return rules.create(call, params)


def fetch(call: Call, number: Safelist, params: Params) -> Safelist:
    spend(call, "safe_list", REQUESTS)
    return number


def delete(call: Call, number: Safelist, params: Params) -> None:
    spend(call, "safe_list", REQUESTS)
    rules.delete(call, number, params)


def is_listed(call: Call, number: str) -> bool:
    return call.store.get(Safelist, number) is not None


SAFE_LIST = Collection(
    name="numbers",
    model=Safelist,
    path="/v2/SafeList/Numbers",
    operations=(creates(CreateSafelist, by=create), fetches(by=fetch), deletes(by=delete)),
)
