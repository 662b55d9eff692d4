"""Messaging configurations: which Messaging Service sends to which country.

Source: twilio.com/docs/verify/api/messaging-configurations, twilio-oai.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator

from verify_emulator.errors import CONFIGURATION_EXISTS, TwilioError
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, deletes, fetches, lists, updates
from verify_emulator.resources.params import Params
from verify_emulator.resources.resource import Resource
from verify_emulator.verify.rules.phones import is_country
from verify_emulator.verify.services import SERVICES, sid_of

EVERYWHERE = "all"


@dataclass(slots=True, kw_only=True)
class MessagingConfiguration(Resource):
    PARENT: ClassVar[str] = "service_sid"
    KEY: ClassVar[str] = "country"

    account_sid: str
    service_sid: str
    country: str
    messaging_service_sid: str
    date_created: datetime
    date_updated: datetime


def canonical(country: str) -> str:
    """Guess: countries are found in either case and answered in capitals; `all` stays as it is."""
    if not country.isascii():  # a ligature or a sharp s would become two capitals
        return country
    return EVERYWHERE if country.lower() == EVERYWHERE else country.upper()


def _check_country(country: str) -> str:
    """Guess: what is neither an ISO 3166-1 alpha-2 code nor `all` is 60200."""
    known = canonical(country)
    if known != EVERYWHERE and not is_country(known):
        raise ValueError("neither the code of a country nor all")
    return known


MessagingServiceSid = Annotated[str, sid_of("MG")]


class CreateMessagingConfiguration(Params):
    country: Annotated[str, AfterValidator(_check_country)]
    messaging_service_sid: MessagingServiceSid


class UpdateMessagingConfiguration(Params):
    messaging_service_sid: MessagingServiceSid


def find(call: Call, model: type[MessagingConfiguration], key: str) -> MessagingConfiguration | None:
    return call.store.get(model, canonical(key), rules.key_of(call.parent))


def create(call: Call, params: CreateMessagingConfiguration) -> Any:
    """Source: twilio.com/docs/api/errors/60213."""
    if find(call, MessagingConfiguration, params.country) is not None:
        raise TwilioError(
            CONFIGURATION_EXISTS, hint=f"The service has one for {params.country}: update that one instead."
        )
    return rules.create(call, params)


MESSAGING_CONFIGURATIONS = Collection(
    name="messaging_configurations",
    model=MessagingConfiguration,
    parent=SERVICES,
    path="/v2/Services/{service_sid}/MessagingConfigurations",
    find=find,
    operations=(
        creates(CreateMessagingConfiguration, by=create),
        lists(),
        fetches(),
        updates(UpdateMessagingConfiguration),
        deletes(),
    ),
)
