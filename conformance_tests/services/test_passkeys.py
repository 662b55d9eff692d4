"""The passkeys settings of a Service."""

import pytest
from twilio.rest.verify.v2.service import ServiceList

from conformance_tests.refusals import assert_refused, invalid
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

CHOICES = {
    "Passkeys.AuthenticatorAttachment": ("authenticator_attachment", ["platform", "cross-platform", "any"]),
    "Passkeys.DiscoverableCredentials": (
        "discoverable_credentials",
        ["required", "preferred", "discouraged"],
    ),
    "Passkeys.UserVerification": ("user_verification", ["required", "preferred", "discouraged"]),
}
ALLOWED = [(parameter, member, value) for parameter, (member, values) in CHOICES.items() for value in values]


def test_origins_go_in_as_text_and_come_out_as_a_list(services: ServiceList, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    created = services.create(
        friendly_name=target.fresh_name(),
        passkeys_relying_party_id="example.com",
        passkeys_relying_party_name="Example",
        passkeys_relying_party_origins="https://example.com,https://login.example.com",
    )
    assert created.passkeys["relying_party"] == {
        "id": "example.com",
        "name": "Example",
        "origins": ["https://example.com", "https://login.example.com"],
    }


@pytest.mark.parametrize(("parameter", "member", "value"), ALLOWED)
def test_a_choice_is_kept(http: Wire, target: Target, parameter: str, member: str, value: str) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    created = http.post("/v2/Services", {"FriendlyName": target.fresh_name(), parameter: value})
    assert created.json()["passkeys"][member] == value


@pytest.mark.parametrize("parameter", CHOICES)
def test_anything_else_is_refused(http: Wire, target: Target, parameter: str) -> None:
    """Source: twilio.com/docs/api/errors/60200 (inferred)."""
    form = {"FriendlyName": target.fresh_name(), parameter: "sometimes"}
    assert_refused(http.post("/v2/Services", form), invalid(parameter))
