"""Requests made up from Twilio's OpenAPI file, good and bad: each gets an answer that Twilio could give."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from harness.answers import Answer
from harness.caller import JSON, sid
from harness.local import FORM, TO, Local
from harness.openapi import DRIFTS, FILE, document, needs_openapi
from harness.operations import OPERATIONS
from harness.snapshot import assert_polite
from harness.tenant import IDENTITY, LISTED, Tenant
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core import NotSet

pytestmark = needs_openapi

EXAMPLES = settings().max_examples // 8
"""For each operation and kind of request: a dozen, or many more with HYPOTHESIS_PROFILE=deep."""

Known = Mapping[str, Callable[[Tenant], Any]]

IN_PATH: Known = {
    "Services": lambda tenant: tenant.service_sid,
    "Verifications": lambda tenant: tenant.verification["sid"],
    "RateLimits": lambda tenant: tenant.rate_limit["sid"],
    "Buckets": lambda tenant: tenant.bucket["sid"],
    "MessagingConfigurations": lambda tenant: tenant.messaging_configuration["country"],
    "Webhooks": lambda tenant: tenant.webhook["sid"],
    "AccessTokens": lambda tenant: tenant.access_token["sid"],
    "Entities": lambda tenant: tenant.entity["identity"],
    "Factors": lambda tenant: tenant.totp_factor["sid"],
    "Challenges": lambda tenant: tenant.challenge["sid"],
    "Attempts": lambda tenant: tenant.attempt_sid,
    "Numbers": lambda tenant: tenant.listed["phone_number"],
    "Forms": lambda tenant: "form-push",
}
"""What stands in a path behind each name, and is there."""

IN_BODY: Known = {
    "Channel": lambda tenant: "sms",
    "Code": lambda tenant: tenant.code,
    "Country": lambda tenant: "MX",
    "FactorSid": lambda tenant: tenant.verified_factor["sid"],
    "FriendlyName": lambda tenant: "Name",
    "Identity": lambda tenant: IDENTITY,
    "MessagingServiceSid": lambda tenant: sid("MG"),
    "PhoneNumber": lambda tenant: LISTED,
    "To": lambda tenant: tenant.verification["to"],
    "VerificationSid": lambda tenant: tenant.verification["sid"],
    "VerifyServiceSid": lambda tenant: tenant.service_sid,
    "ChannelData.To": lambda tenant: TO,
    "WebhookUrl": lambda tenant: "https://example.com/hook",
    "factor_sid": lambda tenant: tenant.passkey["sid"],
    "identity": lambda tenant: IDENTITY,
    "friendly_name": lambda tenant: "Laptop",
}
"""Values that are right, for parameters whose right values nobody hits upon."""


@pytest.fixture(scope="module")
def cases() -> Mapping[str, st.SearchStrategy[Case]]:
    """By operation; of each two, one is as the file says and one is not."""
    found = {}
    for result in schemathesis.openapi.from_dict(json.loads(FILE.read_text())).get_all_operations():
        operation = result.ok()
        found[operation.definition.raw["operationId"]] = st.one_of(
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        )
    return found


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_request_gets_an_answer_that_twilio_does_not_give(
    make_emulator: Callable[..., Local],
    cases: Mapping[str, st.SearchStrategy[Case]],
    operation: str,
) -> None:
    """twilio-oai; twilio.com/docs/usage/twilios-response. A success is as documented, all else is Twilio's envelope."""
    emulator = make_emulator(seed=1)
    run = 0

    @settings(max_examples=EXAMPLES, phases=[Phase.generate])  # made smaller, a failure takes half a minute
    @given(case=cases[operation], known=st.sampled_from((True, True, True, False)))
    def ask(case: Case, known: bool) -> None:
        nonlocal run
        run += 1
        answer = send(Tenant(emulator.send, f"{operation} {run}"), case, known=known)
        assert_polite(answer)
        if answer.status < 300:
            body = json.loads(answer.body or "null")
            assert set(document().faults(operation, answer.status, body)) <= set(DRIFTS.get(operation, {}))

    ask()
    assert run >= EXAMPLES


def send(tenant: Tenant, case: Case, *, known: bool) -> Answer:
    """The request of a case; if `known`, with names of what is there in the place of made-up ones."""
    right = IN_BODY if known else {}
    path = "/".join(_parts(tenant, case, known=known))
    if isinstance(case.query, dict) and case.query:
        path = f"{path}?{_encode(tenant, case.query, right)}"
    is_json = case.media_type == "application/json"
    body = (_encode_json if is_json else _encode)(tenant, case.body, right)
    note(f"{case.method} {path} {body}")
    return tenant.ask(case.method, path, body.encode(), JSON if is_json else FORM)


def _parts(tenant: Tenant, case: Case, *, known: bool) -> Iterator[str]:
    before = ""
    for part in case.path.split("/"):
        if not part.startswith("{"):
            yield part
        elif known:
            yield quote(IN_PATH[before](tenant))
        else:
            yield quote(str((case.path_parameters or {}).get(part[1:-1], "")), safe="")
        before = part


def _members(body: Any) -> list[tuple[str, Any]]:
    return list(body.items()) if isinstance(body, dict) else []


def _value(tenant: Tenant, name: str, value: Any, right: Known) -> Any:
    return right[name](tenant) if name in right else value


def _encode(tenant: Tenant, body: Any, right: Known) -> str:
    """A form: lists as repeated parameters, objects as JSON text, as the SDKs send them."""
    pairs = []
    for name, value in _members(body):
        values = _value(tenant, name, value, right)
        for one in values if isinstance(values, list) else [values]:
            pairs.append((name, one if isinstance(one, str) else json.dumps(one)))
    return urlencode(pairs)


def _encode_json(tenant: Tenant, body: Any, right: Known) -> str:
    if isinstance(body, dict):
        body = {name: _value(tenant, name, value, right) for name, value in body.items()}
    return json.dumps(None if isinstance(body, NotSet) else body, default=repr)
