"""Signing in: a challenge for a passkey, approved with a browser's signature."""

import json
from typing import Any

import pytest

from conformance_tests.passkeys.application import Application, options_of
from conformance_tests.passkeys.browser import Browser
from conformance_tests.refusals import CHALLENGE_EXPIRED, CHALLENGE_RESPONDED, refused
from conformance_tests.targets.target import Target

WHO = ["nobody in particular", "an identity", "a factor"]


def asked(application: Application, who: str) -> dict[str, Any]:
    """Whom a challenge is for, as arguments."""
    (factor,) = application.service.entities(application.identity).factors.list()
    named = {"an identity": {"identity": application.identity}, "a factor": {"factor_sid": factor.sid}}
    return named.get(who, {})


@pytest.mark.charged
@pytest.mark.parametrize("who", WHO)
def test_a_signature_approves(registered: Application, who: str) -> None:
    """Source: twilio.com/docs/verify/api/passkeys-challenge; twilio-labs/function-templates reads the identity, also
    where the challenge named none (observed).
    """
    factor = registered.service.entities(registered.identity).factors.list()[0]
    challenge = registered.challenge(**asked(registered, who))
    approved = registered.approve(registered.browser.get(options_of(challenge)))
    assert (approved.sid, approved.status) == (challenge.sid, "approved")
    assert (approved.identity, approved.factor_sid) == (registered.identity, factor.sid)
    assert approved.entity_sid == factor.entity_sid
    assert approved.date_responded is not None


@pytest.mark.charged
def test_an_approval_is_answered_as_its_challenge_was(registered: Application) -> None:
    """Source: the OpenAPI file of Verify, example of UpdateChallengePasskeys (documented)."""
    challenge = registered.http.post(f"{registered.path}/Challenges", json={}).json()
    credential = registered.browser.get(challenge["options"]["publicKey"])
    answer = registered.http.post(f"{registered.path}/ApproveChallenge", json=credential)
    assert answer.status_code == 200
    body = json.loads(answer.text)
    assert sorted(body) == sorted(challenge)
    assert body["options"] == challenge["options"]
    assert body["date_created"] == challenge["date_created"]


@pytest.mark.charged
def test_an_approved_challenge_is_one_of_its_entity(registered: Application) -> None:
    """Source: no source; challenges of other factors are read there (guess)."""
    approved = registered.sign_in()
    fetched = registered.service.entities(registered.identity).challenges(str(approved.sid)).fetch()
    assert (fetched.status, fetched.factor_type) == ("approved", "passkeys")
    assert fetched.factor_sid == approved.factor_sid


@pytest.mark.charged
def test_a_factor_remembers_when_it_approved(registered: Application) -> None:
    """Source: SDK 9.13.0, metadata of a passkeys factor (documented)."""
    factor = registered.service.entities(registered.identity).factors.list()[0]
    assert "date_last_approved" not in (factor.metadata or {})
    approved = registered.http.post(f"{registered.path}/ApproveChallenge", json=signed(registered)).json()
    used = registered.service.entities(registered.identity).factors(str(factor.sid)).fetch()
    assert (used.metadata or {})["date_last_approved"] == approved["date_responded"]
    assert (used.metadata or {})["aaguid"] == (factor.metadata or {})["aaguid"]


def signed(application: Application) -> dict[str, Any]:
    return application.browser.get(options_of(application.challenge()))


@pytest.mark.charged
def test_one_of_several_passkeys_will_do(registered: Application) -> None:
    """Source: twilio.com/docs/verify/api/passkeys-challenge, Identity (inferred)."""
    first = registered.service.entities(registered.identity).factors.list()[0]
    registered.register()
    challenge = registered.challenge(identity=registered.identity)
    oldest = registered.browser.passkeys[0]
    approved = registered.approve(registered.browser.get(options_of(challenge), oldest))
    assert approved.factor_sid == first.sid


@pytest.mark.charged
@pytest.mark.parametrize("counts", [True, False], ids=["counting", "not counting"])
def test_a_passkey_is_used_again_and_again(application: Application, counts: bool) -> None:
    """Source: W3C Web Authentication 7.2: an authenticator counts its signatures, or always says 0 (documented)."""
    application.browser = Browser(counts=counts)
    application.register()
    assert [application.sign_in().status for _ in range(3)] == ["approved"] * 3
    (passkey,) = application.browser.passkeys
    assert passkey.count == (3 if counts else 0)


@pytest.mark.charged
def test_a_user_handle_is_not_needed(registered: Application) -> None:
    """Source: the OpenAPI file of Verify: optional (documented)."""
    credential = signed(registered)
    del credential["response"]["userHandle"]
    assert registered.approve(credential).status == "approved"


@pytest.mark.charged
def test_a_raw_id_may_be_hexadecimal(registered: Application) -> None:
    """Source: the OpenAPI file of Verify, whose example has it so; browsers send base64url (observed)."""
    credential = signed(registered)
    credential["rawId"] = registered.browser.passkeys[0].id.hex()
    assert registered.approve(credential).status == "approved"


@pytest.mark.charged
@pytest.mark.parametrize("who", WHO)
def test_a_challenge_is_answered_once(registered: Application, who: str) -> None:
    """Source: twilio.com/docs/api/errors/60322 (documented)."""
    options = options_of(registered.challenge(**asked(registered, who)))
    credential = registered.browser.get(options)
    registered.approve(credential)
    for again in (credential, registered.browser.get(options)):
        with refused(CHALLENGE_RESPONDED):
            registered.approve(again)


@pytest.mark.needs("clock")
@pytest.mark.charged
@pytest.mark.parametrize("who", WHO)
def test_a_challenge_lasts_five_minutes(registered: Application, target: Target, who: str) -> None:
    """Source: no source; as long as the timeout of its options. 60323 is documented (guess)."""
    in_time = registered.browser.get(options_of(registered.challenge(**asked(registered, who))))
    late = registered.browser.get(options_of(registered.challenge(**asked(registered, who))))
    target.advance(280)
    assert registered.approve(in_time).status == "approved"
    target.advance(20)
    with refused(CHALLENGE_EXPIRED):
        registered.approve(late)
