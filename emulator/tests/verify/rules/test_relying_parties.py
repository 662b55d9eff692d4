"""Relying parties, criteria and the options for a browser. Source: twilio.com/docs/verify/api/passkeys-factor."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.errors import (
    CRITERIA_MISSING,
    INVALID_ATTACHMENT,
    INVALID_FACTOR_CONFIG,
    INVALID_RELYING_PARTY,
    INVALID_RELYING_PARTY_ID,
    ErrorKind,
    TwilioError,
)
from verify_emulator.verify.rules.relying_parties import (
    Criteria,
    RelyingParty,
    registration_options,
    request_options,
    resolve_criteria,
    resolve_relying_party,
)
from verify_emulator.verify.services import Service

PARTY = {"id": "example.com", "name": "Example", "origins": ["https://example.com"]}
KINDS = {
    "authenticator_attachment": "platform",
    "discoverable_credentials": "preferred",
    "user_verification": "preferred",
}
CRITERIA = Criteria(
    RelyingParty("example.com", "Example", ("https://example.com",)), "platform", "preferred", "preferred"
)
FACTOR = "YF048d1a7ec3a2a6970059c2766bbc7e0f"
ENTITY = "YE4fd3aaf4e45324d0f3e134607b21912b"


def service(**passkeys: Any) -> Service:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    values = {f"passkeys__{name}": value for name, value in passkeys.items()}
    return Service(
        sid="VA" + "0" * 32,
        account_sid="AC" + "0" * 32,
        friendly_name="Tests",
        totp__issuer="Tests",
        date_created=moment,
        date_updated=moment,
        **values,
    )


UNSET = service()
SET = service(
    relying_party__id="service.example",
    relying_party__name="Service",
    relying_party__origins=("www.service.example",),
    authenticator_attachment="any",
    discoverable_credentials="required",
    user_verification="discouraged",
)


def refusal(config: object, of: Service = UNSET) -> TwilioError:
    with pytest.raises(TwilioError) as refused:
        resolve_criteria(config, of)
    return refused.value


@pytest.mark.parametrize("of", [UNSET, SET])
def test_a_config_says_it_all(of: Service) -> None:
    """twilio-oai, example of CreateNewFactorPasskey."""
    assert resolve_criteria({"relying_party": PARTY, **KINDS}, of) == CRITERIA


def test_without_a_config_the_service_says_it_all() -> None:
    """twilio.com/docs/api/errors/60393."""
    party = RelyingParty("service.example", "Service", ("www.service.example",))
    assert resolve_criteria(None, SET) == Criteria(party, "any", "required", "discouraged")


@pytest.mark.parametrize("left_out", [{}, {"relying_party": None}])
def test_a_config_may_leave_the_relying_party_to_the_service(left_out: dict[str, None]) -> None:
    """twilio-labs/function-templates, passkeys-backend; null is what twilio-python sends for it."""
    assert resolve_criteria({**KINDS, **left_out}, SET).relying_party.id == "service.example"


def test_a_config_leaves_nothing_else_to_the_service() -> None:
    """Guess: twilio.com/docs/api/errors/60393 knows of the service only without a config."""
    error = refusal({"user_verification": "required"}, SET)
    assert error.kind is CRITERIA_MISSING
    assert error.body()["message"].endswith(": authenticator_attachment, discoverable_credentials")


@pytest.mark.parametrize(
    ("config", "missing"),
    [
        (None, list(KINDS)),
        ({}, list(KINDS)),
        (dict.fromkeys(KINDS), list(KINDS)),
        (KINDS | {"user_verification": ""}, ["user_verification"]),
    ],
)
def test_the_message_lists_the_missing_criteria(config: object, missing: list[str]) -> None:
    """twilio.com/docs/api/errors/60393."""
    error = refusal(config)
    assert error.kind is CRITERIA_MISSING
    assert (
        error.body()["message"]
        == f"Authenticator criteria are missing from the request: {', '.join(missing)}"
    )


BAD: list[tuple[object, ErrorKind]] = [
    ([], INVALID_FACTOR_CONFIG),
    ("{}", INVALID_FACTOR_CONFIG),
    (KINDS | {"authenticator_attachment": "usb"}, INVALID_ATTACHMENT),
    (KINDS | {"authenticator_attachment": []}, INVALID_ATTACHMENT),
    (KINDS | {"discoverable_credentials": "maybe"}, INVALID_FACTOR_CONFIG),
    (KINDS | {"user_verification": {}}, INVALID_FACTOR_CONFIG),
    (KINDS, INVALID_RELYING_PARTY),
    (KINDS | {"relying_party": "example.com"}, INVALID_RELYING_PARTY),
    (KINDS | {"relying_party": {}}, INVALID_RELYING_PARTY_ID),
    (KINDS | {"relying_party": PARTY | {"name": None}}, INVALID_RELYING_PARTY),
    (KINDS | {"relying_party": PARTY | {"name": " "}}, INVALID_RELYING_PARTY),
    (KINDS | {"relying_party": PARTY | {"origins": None}}, INVALID_RELYING_PARTY),
    (KINDS | {"relying_party": PARTY | {"origins": []}}, INVALID_RELYING_PARTY),
    (KINDS | {"relying_party": PARTY | {"origins": "https://example.com"}}, INVALID_RELYING_PARTY),
    (KINDS | {"relying_party": PARTY | {"origins": ["https://example.com", 1]}}, INVALID_RELYING_PARTY),
]


@pytest.mark.parametrize(("config", "kind"), BAD)
def test_a_bad_config_is_refused(config: object, kind: ErrorKind) -> None:
    """twilio.com/docs/api/errors/60371, 60370, 60377."""
    error = refusal(config)
    assert error.kind is kind
    assert error.hint


@pytest.mark.parametrize(
    ("domain", "is_one"),
    [
        ("example.com", True),
        ("localhost", True),
        ("login.a-b.example", True),
        ("xn--bcher-kva.example", True),
        ("example.com2", True),
        ("https://example.com", False),
        ("example.com:443", False),
        ("example.com/", False),
        (".example.com", False),
        ("-a.example", False),
        ("example..com", False),
        ("Example.com", False),
        ("bücher.example", False),
        ("127.0.0.1", False),
        ("", False),
        ("a" * 64 + ".example", False),
        ("a." * 127 + "ab", False),
        (7, False),
    ],
)
def test_the_id_of_a_relying_party_is_a_bare_domain(domain: object, is_one: bool) -> None:
    """twilio.com/docs/api/errors/60372; localhost is what browsers allow without https."""
    config = KINDS | {"relying_party": PARTY | {"id": domain}}
    if is_one:
        assert resolve_criteria(config, UNSET).relying_party.id == domain
    else:
        assert refusal(config).kind is INVALID_RELYING_PARTY_ID


def test_a_service_with_half_a_relying_party_has_none() -> None:
    """twilio.com/docs/api/errors/60371."""
    half = service(relying_party__id="example.com", relying_party__name="Example")
    with pytest.raises(TwilioError) as refused:
        resolve_relying_party(None, half)
    assert refused.value.kind is INVALID_RELYING_PARTY


@pytest.mark.parametrize(
    ("configured", "also"),
    [
        ("https://example.com", []),
        ("http://localhost:8000", []),
        ("android:apk-key-hash:k2h", []),
        ("www.example.com", ["https://www.example.com"]),
        ("example.com:8443", ["https://example.com:8443"]),
    ],
)
def test_an_origin_is_matched_exactly_and_https_may_be_left_out(configured: str, also: list[str]) -> None:
    """twilio.com/docs/api/errors/60371; twilio-oai's example of a service has bare hosts."""
    assert RelyingParty("example.com", "Example", (configured,)).accepted_origins == [configured, *also]


def test_registration_options_are_what_twilio_publishes() -> None:
    """twilio-oai, example of CreateNewFactorPasskey, but for the array, which its passkeys SDKs have."""
    options = registration_options(
        CRITERIA, factor_sid=FACTOR, entity_sid=ENTITY, friendly_name="friendly_name"
    )
    assert json.dumps(options) == json.dumps(
        {
            "rp": {"id": "example.com", "name": "Example"},
            "user": {
                "id": "WUU0ZmQzYWFmNGU0NTMyNGQwZjNlMTM0NjA3YjIxOTEyYg",
                "name": "friendly_name",
                "displayName": "friendly_name",
            },
            "challenge": "WUYwNDhkMWE3ZWMzYTJhNjk3MDA1OWMyNzY2YmJjN2UwZg",
            "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
            "timeout": 600000,
            "excludeCredentials": [],
            "authenticatorSelection": {
                "authenticatorAttachment": "platform",
                "requireResidentKey": False,
                "residentKey": "preferred",
                "userVerification": "preferred",
            },
            "attestation": "none",
        }
    )


@pytest.mark.parametrize(
    ("discoverable", "needed"), [("required", True), ("preferred", False), ("discouraged", False)]
)
def test_any_authenticator_is_none_in_particular(discoverable: str, needed: bool) -> None:
    """WebAuthn has no attachment `any`; a guess."""
    criteria = Criteria(CRITERIA.relying_party, "any", discoverable, "required")
    options = registration_options(criteria, factor_sid=FACTOR, entity_sid=ENTITY, friendly_name="Name")
    assert options["authenticatorSelection"] == {
        "requireResidentKey": needed,
        "residentKey": discoverable,
        "userVerification": "required",
    }


def test_request_options_are_what_the_passkeys_sdks_read() -> None:
    """twilio/twilio-verify-passkeys-web and twilio/twilio-verify-passkeys."""
    options = request_options(
        "example.com",
        "preferred",
        challenge_sid="YC" + "0" * 32,
        allowed=[("6ySmhJd6", ("internal",)), ("AAAA", ())],
    )
    assert json.dumps(options) == json.dumps(
        {
            "challenge": "WUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMA",
            "timeout": 300000,
            "rpId": "example.com",
            "allowCredentials": [
                {"type": "public-key", "id": "6ySmhJd6", "transports": ["internal"]},
                {"type": "public-key", "id": "AAAA", "transports": []},
            ],
            "userVerification": "preferred",
        }
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(), below, max_size=4),
    max_leaves=8,
)
PARTIES = JSON | st.fixed_dictionaries(
    {}, optional={name: JSON | st.just(value) for name, value in PARTY.items()}
)
CONFIGS = JSON | st.fixed_dictionaries(
    {},
    optional={"relying_party": PARTIES} | {name: JSON | st.just(value) for name, value in KINDS.items()},
)


@given(CONFIGS, st.sampled_from([SET, UNSET]))
def test_whatever_the_config_is_it_is_read_or_refused(config: Any, of: Service) -> None:
    """Our contract: no input leads to another exception than Twilio's error."""
    with suppress(TwilioError):
        assert resolve_criteria(config, of).relying_party.accepted_origins
