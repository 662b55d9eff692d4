"""What a browser answers to the options of a challenge, and why it is not believed."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from conformance_tests.attempts import MakeService
from conformance_tests.passkeys.application import CONFIG, SETTINGS, Application, options_of
from conformance_tests.passkeys.browser import PRESENT, VERIFIED, Json, Passkey, pack
from conformance_tests.passkeys.refusals import (
    ATTACHMENT,
    AUTHENTICATOR_DATA,
    CHALLENGE_SID,
    CLIENT_DATA,
    CREDENTIAL_ID,
    ENTITY_SID,
    NO_CHALLENGE,
    NO_FACTOR,
    OTHER_PARTY,
    RAW_ID,
    RESPONSE,
    SIGNATURE,
)
from conformance_tests.refusals import CHALLENGE_FAILED, Refusal, assert_refused, refused
from conformance_tests.targets.wire import Wire

STRANGER = Passkey("example.com", b"", b"stranger", generate_private_key(SECP256R1()))
LIES: dict[str, Json] = {
    "another origin": {"origin": "https://evil.example"},
    "a subdomain": {"origin": "https://login.example.com"},
    "no encryption": {"origin": "http://example.com"},
    "another relying party": {"party": "evil.example"},
    "a new passkey instead of a signature": {"ceremony": "webauthn.create"},
    "nobody there": {"flags": VERIFIED},
    "another key": {"signer": STRANGER},
    "another user": {"handle": b"YE" + b"0" * 32},
}


@pytest.mark.charged
@pytest.mark.parametrize("case", LIES)
def test_a_false_answer_fails_and_the_truth_still_passes(registered: Application, case: str) -> None:
    """Source: twilio.com/docs/api/errors/60324; W3C Web Authentication 7.2 (inferred)."""
    options = options_of(registered.challenge())
    with refused(CHALLENGE_FAILED):
        registered.approve(registered.browser.get(options, **LIES[case]))
    assert registered.approve(registered.browser.get(options)).status == "approved"


@pytest.mark.charged
@pytest.mark.parametrize("member", ["authenticatorData", "clientDataJSON"])
def test_what_was_signed_cannot_be_exchanged(registered: Application, member: str) -> None:
    """Source: twilio.com/docs/api/errors/60324; W3C Web Authentication 7.2 (inferred)."""
    first, second = (options_of(registered.challenge()) for _ in range(2))
    credential, other = registered.browser.get(first, count=8), registered.browser.get(second, count=9)
    credential["response"][member] = other["response"][member]
    with refused(CHALLENGE_FAILED):
        registered.approve(credential)
    assert registered.approve(other).status == "approved"


@pytest.mark.charged
def test_a_count_that_does_not_grow_is_a_copied_passkey(registered: Application) -> None:
    """Source: W3C Web Authentication 7.2, step 21 (inferred)."""
    registered.approve(registered.browser.get(options_of(registered.challenge()), count=5))
    for count in (5, 4, 0):
        with refused(CHALLENGE_FAILED):
            registered.approve(registered.browser.get(options_of(registered.challenge()), count=count))
    again = registered.browser.get(options_of(registered.challenge()), count=6)
    assert registered.approve(again).status == "approved"


@pytest.mark.charged
def test_user_verification_is_needed_where_it_is_required(application: Application) -> None:
    """Source: W3C Web Authentication 7.2, step 17 (documented)."""
    factor = application.register(config={**CONFIG, "user_verification": "required"})
    options = options_of(application.challenge(factor_sid=factor.sid))
    with refused(CHALLENGE_FAILED):
        application.approve(application.browser.get(options, flags=PRESENT))
    assert application.approve(application.browser.get(options)).status == "approved"


@pytest.mark.charged
def test_only_those_who_were_asked_may_answer(registered: Application) -> None:
    """Source: no source; 60324, as for every other false answer (guess)."""
    other = registered.register(identity="somebody-else-" + registered.identity)
    mine, theirs = registered.browser.passkeys
    asked = {"mine": {"identity": registered.identity}, "theirs": {"factor_sid": other.sid}}
    for who, wrong, right in (("mine", theirs, mine), ("theirs", mine, theirs)):
        options = options_of(registered.challenge(**asked[who]))
        with refused(CHALLENGE_FAILED):
            registered.approve(registered.browser.get(options, wrong))
        assert registered.approve(registered.browser.get(options, right)).status == "approved"


def test_a_passkey_that_nobody_registered_is_not_found(registered: Application) -> None:
    """Source: twilio.com/docs/api/errors/60390 (documented)."""
    options = options_of(registered.challenge())
    with refused(NO_FACTOR):
        registered.approve(registered.browser.get(options, STRANGER))


def test_a_passkey_of_another_service_is_not_found(
    registered: Application, make_service: MakeService, http: Wire
) -> None:
    """Source: twilio.com/docs/api/errors/60390; entities belong to one Service (inferred)."""
    elsewhere = Application(make_service(**SETTINGS), http)
    elsewhere.register()
    credential = elsewhere.browser.get(options_of(registered.challenge()))
    with refused(NO_FACTOR):
        registered.approve(credential)


def test_a_deleted_passkey_is_not_found(registered: Application) -> None:
    """Source: twilio.com/docs/api/errors/60390 (documented)."""
    credential = registered.browser.get(options_of(registered.challenge()))
    factors = registered.service.entities(registered.identity).factors
    assert factors(str(factors.list()[0].sid)).delete()
    with refused(NO_FACTOR):
        registered.approve(credential)


def test_a_passkey_for_another_relying_party_does_not_match(registered: Application) -> None:
    """Source: twilio.com/docs/api/errors/60382 (documented)."""
    origin = "https://shop.example"
    shop = {"id": "shop.example", "name": "Shop", "origins": [origin]}
    asked = options_of(registered.ask(config={**CONFIG, "relying_party": shop}))
    registered.verify(registered.browser.create(asked, origin=origin))
    options = options_of(registered.challenge())
    with refused(OTHER_PARTY):
        registered.approve(registered.browser.get(options, registered.browser.passkeys[1], origin=origin))


@pytest.mark.parametrize(
    ("challenge", "refusal"),
    [("YC" + "0" * 32, NO_CHALLENGE), ("YF" + "0" * 32, CHALLENGE_SID), ("anything", CHALLENGE_SID)],
)
def test_the_challenge_is_the_one_whose_sid_was_signed(
    registered: Application, challenge: str, refusal: Refusal
) -> None:
    """Source: the published examples, decoded; twilio.com/docs/api/errors/60364 and 60391 (observed)."""
    options = options_of(registered.challenge())
    with refused(refusal):
        registered.approve(registered.browser.get(options, challenge=challenge))


def test_a_challenge_of_another_service_is_not_found(
    registered: Application, make_service: MakeService, http: Wire
) -> None:
    """Source: twilio.com/docs/api/errors/60391 (inferred)."""
    elsewhere = Application(make_service(**SETTINGS), http)
    credential = registered.browser.get(options_of(registered.challenge()))
    with refused(NO_CHALLENGE):
        elsewhere.approve(credential)


MEMBERS: dict[str, tuple[Json, Refusal]] = {
    "no id": ({"id": None}, CREDENTIAL_ID),
    "an id that is no base64url": ({"id": "not base64!"}, CREDENTIAL_ID),
    "no rawId": ({"rawId": None}, RAW_ID),
    "another rawId": ({"rawId": pack(b"another")}, RAW_ID),
    "no attachment": ({"authenticatorAttachment": None}, ATTACHMENT),
    "another attachment": ({"authenticatorAttachment": "any"}, ATTACHMENT),
    "no response": ({"response": None}, RESPONSE),
    "another type": ({"type": "password"}, RESPONSE),
}
RESPONSE_MEMBERS: dict[str, tuple[Json, Refusal]] = {
    "no authenticator data": ({"authenticatorData": None}, AUTHENTICATOR_DATA),
    "authenticator data that is too short": ({"authenticatorData": pack(b"short")}, AUTHENTICATOR_DATA),
    "no client data": ({"clientDataJSON": None}, CLIENT_DATA),
    "client data that is no JSON": ({"clientDataJSON": pack(b"{")}, CLIENT_DATA),
    "no signature": ({"signature": None}, SIGNATURE),
    "a signature that is no base64url": ({"signature": "not base64!"}, SIGNATURE),
    "a signature that is none": ({"signature": pack(b"signed")}, CHALLENGE_FAILED),
    "a user handle that is no entity": ({"userHandle": pack(b"jane")}, ENTITY_SID),
}


@pytest.mark.parametrize("case", [*MEMBERS, *RESPONSE_MEMBERS])
def test_a_member_that_cannot_be_read_has_an_error_of_its_own(registered: Application, case: str) -> None:
    """Source: twilio.com/docs/api/errors/60365, 60375 to 60381; the HTTP status is a guess (documented)."""
    credential: dict[str, Any] = registered.browser.get(options_of(registered.challenge()))
    changes, refusal = {**MEMBERS, **RESPONSE_MEMBERS}[case]
    (credential if case in MEMBERS else credential["response"]).update(changes)
    assert_refused(registered.http.post(f"{registered.path}/ApproveChallenge", json=credential), refusal)
