"""What a browser answers to the options of a new passkey, and why it is not believed."""

from typing import Any

import pytest

from conformance_tests.passkeys.application import CONFIG, Application, options_of
from conformance_tests.passkeys.browser import PRESENT, VERIFIED, Json, pack
from conformance_tests.passkeys.refusals import (
    ATTACHMENT,
    ATTESTATION,
    CLIENT_DATA,
    CREDENTIAL_ID,
    FACTOR_SID,
    NO_FACTOR,
    RAW_ID,
    RESPONSE,
)
from conformance_tests.refusals import FACTOR_FAILED, Refusal, assert_refused, refused

LIES: dict[str, Json] = {
    "another origin": {"origin": "https://evil.example"},
    "a subdomain": {"origin": "https://login.example.com"},
    "no encryption": {"origin": "http://example.com"},
    "another relying party": {"party": "evil.example"},
    "a signature instead of a new passkey": {"ceremony": "webauthn.get"},
    "nobody there": {"flags": VERIFIED},
    "another id": {"id": b"another"},
}


@pytest.mark.parametrize("case", LIES)
def test_a_false_answer_fails_and_the_truth_still_passes(application: Application, case: str) -> None:
    """Source: twilio.com/docs/api/errors/60311; W3C Web Authentication 7.1 (inferred)."""
    factor = application.ask()
    with refused(FACTOR_FAILED):
        application.verify(application.browser.create(options_of(factor), **LIES[case]))
    kept = application.service.entities(application.identity).factors(str(factor.sid))
    assert kept.fetch().status == "unverified"
    assert application.verify(application.browser.create(options_of(factor))).status == "verified"


def test_an_attestation_that_nobody_asked_for_fails(application: Application) -> None:
    """Source: no source; the options ask for none (guess)."""
    with refused(FACTOR_FAILED):
        application.verify(application.browser.create(options_of(application.ask()), attests=True))


@pytest.mark.parametrize("wanted", ["required", "preferred", "discouraged"])
def test_user_verification_is_needed_where_it_is_required(application: Application, wanted: str) -> None:
    """Source: W3C Web Authentication 7.1, step 15 (documented)."""
    options = options_of(application.ask(config={**CONFIG, "user_verification": wanted}))
    credential = application.browser.create(options, flags=PRESENT)
    if wanted == "required":
        with refused(FACTOR_FAILED):
            application.verify(credential)
    else:
        assert application.verify(credential).status == "verified"


@pytest.mark.parametrize(
    ("challenge", "refusal"),
    [("YF" + "0" * 32, NO_FACTOR), ("YC" + "0" * 32, FACTOR_SID), ("anything", FACTOR_SID)],
)
def test_the_factor_is_the_one_whose_sid_was_signed(
    application: Application, challenge: str, refusal: Refusal
) -> None:
    """Source: the published examples, decoded; twilio.com/docs/api/errors/60362 and 60390 (observed)."""
    with refused(refusal):
        application.verify(application.browser.create(options_of(application.ask()), challenge=challenge))


def test_a_factor_of_another_service_is_not_found(
    application: Application, unconfigured: Application
) -> None:
    """Source: twilio.com/docs/api/errors/60390; entities belong to one Service (inferred)."""
    credential = application.browser.create(options_of(application.ask()))
    with refused(NO_FACTOR):
        unconfigured.verify(credential)
    assert application.verify(credential).status == "verified"


def test_a_factor_of_another_kind_is_not_found(application: Application) -> None:
    """Source: twilio.com/docs/api/errors/60390 (inferred)."""
    entity = application.service.entities(application.identity)
    totp = entity.new_factors.create(friendly_name="App", factor_type="totp")
    credential = application.browser.create(options_of(application.ask()), challenge=str(totp.sid))
    with refused(NO_FACTOR):
        application.verify(credential)


MEMBERS: dict[str, tuple[Json, Refusal]] = {
    "an id that is no base64url": ({"id": "not base64!"}, CREDENTIAL_ID),
    "a rawId that is no base64url": ({"rawId": "not base64!"}, RAW_ID),
    "a rawId that is a number": ({"rawId": 7}, RAW_ID),
    "another attachment": ({"authenticatorAttachment": "any"}, ATTACHMENT),
    "no response": ({"response": None}, RESPONSE),
    "a response that is a text": ({"response": "yes"}, RESPONSE),
    "another type": ({"type": "password"}, RESPONSE),
}
RESPONSE_MEMBERS: dict[str, tuple[Json, Refusal]] = {
    "no attestation": ({"attestationObject": None}, ATTESTATION),
    "an attestation that is no base64url": ({"attestationObject": "?"}, ATTESTATION),
    "an attestation that is no CBOR": ({"attestationObject": pack(b"\xff\xff")}, ATTESTATION),
    "no client data": ({"clientDataJSON": None}, CLIENT_DATA),
    "client data that is no JSON": ({"clientDataJSON": pack(b"{")}, CLIENT_DATA),
    "client data that says nothing": ({"clientDataJSON": pack(b"{}")}, CLIENT_DATA),
}


@pytest.mark.parametrize("case", [*MEMBERS, *RESPONSE_MEMBERS])
def test_a_member_that_cannot_be_read_has_an_error_of_its_own(application: Application, case: str) -> None:
    """Source: twilio.com/docs/api/errors/60375 to 60380 and 60386; the HTTP status is a guess (documented)."""
    credential: dict[str, Any] = application.browser.create(options_of(application.ask()))
    changes, refusal = {**MEMBERS, **RESPONSE_MEMBERS}[case]
    (credential if case in MEMBERS else credential["response"]).update(changes)
    assert_refused(application.http.post(f"{application.path}/VerifyFactor", json=credential), refusal)
