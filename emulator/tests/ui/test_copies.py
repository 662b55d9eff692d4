"""What Copy as curl and Copy as Python give. Source: our contract (the inbox); the methods of twilio-python 9.13."""

import inspect
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from harness.pasting import run_curl, run_python
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from verify_emulator import Emulator
from verify_emulator.journal import Entry
from verify_emulator.ui.requests.curl import as_curl
from verify_emulator.ui.requests.python import as_python
from verify_emulator.ui.requests.repeatable import repeatable
from verify_emulator.ui.requests.sdk_calls import DEMANDED, argument, unknown_to
from verify_emulator.verify.catalogue import collections

TO = "+15017122661"
IDENTITY = "person 0001"
OWN = "AC" + "1" * 32


@pytest.fixture(scope="module")
def verify() -> Iterator[Emulator]:
    with closing(Emulator(listen=True)) as emulator:
        yield emulator


def last(verify: Emulator) -> Entry:
    return verify.requests[-1]


def copies(verify: Emulator, entry: Entry) -> tuple[str, str]:
    again = repeatable(entry, verify.url)
    return as_curl(again), as_python(again)


def create_verification(verify: Emulator, service: Any) -> None:
    service.verifications.create(to=TO, channel="sms", locale="de", custom_friendly_name="")


def check_nothing(verify: Emulator, service: Any) -> None:
    service.verification_checks.create(to="+442071838750", code="123456")


def refuse_a_channel(verify: Emulator, service: Any) -> None:
    service.verifications.create(to='it\'s $HOME `x` "y" ü😀', channel="pigeon\\n")


def create_a_service_as_no_sdk_can(verify: Emulator, service: Any) -> None:
    data = {"FriendlyName": "Shop", "Ttl": "60", "CodeLength": "4"}
    verify.client().request("POST", f"{verify.url}/v2/Services", data=data)


def delete_a_webhook_that_is_gone(verify: Emulator, service: Any) -> None:
    service.webhooks("YW" + "1" * 32).delete()


def create_a_webhook(verify: Emulator, service: Any) -> None:
    service.webhooks.create(
        friendly_name="Hook",
        event_types=["factor.created", "factor.verified"],
        webhook_url="https://a.test/x?y=1&z",
    )


def list_services(verify: Emulator, service: Any) -> None:
    for name in "abc":  # more than one page of them
        verify.client().verify.v2.services.create(friendly_name=name)
    verify.client().verify.v2.services.list(limit=2)


def summarize(verify: Emulator, service: Any) -> None:
    verify.client().verify.v2.verification_attempts_summary().fetch()


def create_a_factor(verify: Emulator, service: Any) -> None:
    service.entities("person-0001").new_factors.create(
        friendly_name="Phone", factor_type="totp", config_skew=2
    )


def fetch_an_entity(verify: Emulator, service: Any) -> None:
    service.entities(IDENTITY).fetch()


def list_a_number_again(verify: Emulator, service: Any) -> None:
    for _ in range(2):
        verify.client().verify.v2.safelist.create(phone_number=TO)


def fetch_the_number(verify: Emulator, service: Any) -> None:
    verify.client().verify.v2.safelist(TO).fetch()


def ask_for_a_passkey(verify: Emulator, service: Any) -> None:
    verify.client().request(
        "POST",
        f"{verify.url}/v2/Services/{verify.service_sid}/Passkeys/Challenges",
        headers={"Content-Type": "application/json"},
        data={"entity": "person-0001", "nested": [True, None, "it's"]},
    )


def ask_for_what_there_is_not(verify: Emulator, service: Any) -> None:
    verify.client().request("GET", f"{verify.url}/v2/Nothing/[1-3]/{{a,b}}?x=1&x=2&y=")


def use_a_method_that_twilio_has_not(verify: Emulator, service: Any) -> None:
    verify.client().request("PUT", f"{verify.url}/v2/Services/{verify.service_sid}")


DONE = (
    create_verification,
    check_nothing,
    refuse_a_channel,
    create_a_service_as_no_sdk_can,
    create_a_webhook,
    delete_a_webhook_that_is_gone,
    list_services,
    summarize,
    create_a_factor,
    fetch_an_entity,
    fetch_the_number,
    list_a_number_again,
    ask_for_a_passkey,
    ask_for_what_there_is_not,
    use_a_method_that_twilio_has_not,
)


@pytest.mark.parametrize("do", DONE, ids=lambda do: do.__name__)
def test_both_copies_get_the_same_answer(verify: Emulator, tmp_path: Path, do: Any) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    with suppress(TwilioRestException):
        do(verify, verify.client().verify.v2.services(verify.service_sid))
    entry = last(verify)
    curl, python = copies(verify, entry)
    status = run_curl(curl, tmp_path)
    assert status == entry.status
    asked, repeated = entry, last(verify)
    assert (repeated.method, repeated.path, repeated.params) == (asked.method, asked.path, asked.params)
    status = run_python(python)
    assert status == entry.status or (status == 200 and 200 <= entry.status < 300)
    again = last(verify)
    assert (again.method, unquote(again.path)) == (asked.method, unquote(asked.path))
    assert sorted(again.params) == sorted(asked.params)


def test_the_call_of_the_sdk_is_shown(verify: Emulator) -> None:
    service = verify.client().verify.v2.services(verify.service_sid)
    service.rate_limits.create(unique_name="ip").buckets  # noqa: B018
    service.update(code_length=6, lookup_enabled=True)
    assert copies(verify, last(verify))[1] == (
        "from twilio.rest import Client\n\n"
        f'client = Client("AC{"0" * 32}", "{"0" * 32}")\n'
        f'client.verify.base_url = "{verify.url}"\n\n'
        f'it = client.verify.v2.services("{verify.service_sid}").update(\n'
        "    code_length=6,\n    lookup_enabled=True,\n)\n"
        "print(it)\n"
    )


def test_the_token_of_another_account_is_not_written_out(verify: Emulator, tmp_path: Path) -> None:
    account = verify.account(OWN, "its-own-token")
    account.client().verify.v2.services.list(limit=1)
    entry = last(verify)
    curl, python = copies(verify, entry)
    assert "its-own-token" not in curl + python
    assert f'{OWN}:"$TWILIO_AUTH_TOKEN"' in curl
    assert f'Client("{OWN}", os.environ["TWILIO_AUTH_TOKEN"])' in python
    assert run_curl(curl, tmp_path, TWILIO_AUTH_TOKEN="its-own-token") == 200
    assert run_python(python, TWILIO_AUTH_TOKEN="its-own-token") == 200


def test_secrets_are_placeholders(verify: Emulator, tmp_path: Path) -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    service = verify.client().verify.v2.services(verify.service_sid)
    service.entities("person-0002").new_factors.create(
        friendly_name="Phone", factor_type="totp", binding_secret=secret
    )
    curl, python = copies(verify, last(verify))
    assert secret not in curl + python
    assert 'Binding.Secret="$BINDING_SECRET"' in curl
    assert 'binding_secret=os.environ["BINDING_SECRET"]' in python
    run_curl(curl, tmp_path, BINDING_SECRET=secret)
    run_python(python, BINDING_SECRET=secret)
    assert [each.body for each in verify.requests[-3:]] == [verify.requests[-3].body] * 3
    assert secret.encode() in last(verify).body


def _resources() -> dict[str, Any]:
    v2 = Client(OWN, "x").verify.v2
    service = v2.services("VA1")
    entity = service.entities("person")
    return {
        "Service": v2.services,
        "Verification": service.verifications,
        "VerificationCheck": service.verification_checks,
        "RateLimit": service.rate_limits,
        "Bucket": service.rate_limits("RK1").buckets,
        "MessagingConfiguration": service.messaging_configurations,
        "VerificationAttempt": v2.verification_attempts,
        "VerificationAttemptsSummary": v2.verification_attempts_summary,
        "VerificationTemplate": v2.templates,
        "Safelist": v2.safelist,
        "Entity": service.entities,
        "NewFactor": entity.new_factors,
        "Factor": entity.factors,
        "Challenge": entity.challenges,
        "Notification": entity.challenges("YC1").notifications,
        "AccessToken": service.access_tokens,
        "Form": v2.forms,
        "Webhook": service.webhooks,
    }


WITH_JSON = {"NewFactorPasskey", "PasskeysFactor", "ChallengePasskeys"}
OPERATIONS = [(found, each) for found in collections() for each in found.operations]


@pytest.mark.parametrize(
    ("collection", "operation"), OPERATIONS, ids=[found.operation_id(each) for found, each in OPERATIONS]
)
def test_each_method_takes_what_is_written(collection: Any, operation: Any) -> None:
    """Source: the signatures of twilio-python."""
    resource = _resources().get(collection.model.__name__)
    if resource is None:
        assert collection.model.__name__ in WITH_JSON
        assert operation.params.JSON
        return
    name = collection.operation_id(operation)
    target = resource
    if operation.on_item:
        target = resource("x")
    elif name.endswith("Summary"):
        target = resource()
    taken = inspect.signature(getattr(target, operation.verb)).parameters
    names = {
        alias if isinstance(alias := field.validation_alias or field.alias, str) else alias.choices[0]
        for field in operation.params.model_fields.values()
    }
    assert {argument(each) for each in names - unknown_to(name)} <= set(taken)
    assert not {argument(each) for each in names & unknown_to(name)} & set(taken)
    needed = {each.name for each in taken.values() if each.default is inspect.Parameter.empty}
    assert needed == {argument(each) for each in DEMANDED.get(name, ())}
