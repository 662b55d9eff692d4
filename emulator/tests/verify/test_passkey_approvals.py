"""Approving with passkeys. Source: twilio.com/docs/verify/api/passkeys-challenge; W3C WebAuthn Level 2, 7.2."""

from collections.abc import Hashable
from typing import Any

import pyotp
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from harness.authenticator import Authenticator
from harness.local import ACCOUNT, Local
from harness.passkeys import CONFIG, IDENTITY, PARTY, SETTINGS, Passkeys
from hypothesis import given, settings
from hypothesis import strategies as st

from verify_emulator.store.memory import Memory, Tenant

OTHER = "0123456789abcdef0123456789abcdef"
FAILED = (403, 60324, "Challenge verification failed")
NO_FACTOR = (404, 60390, "Factor not found")
NO_CHALLENGE = (404, 60391, "Challenge not found")


@pytest.fixture
def passkeys(emulator: Local) -> Passkeys:
    """A service that is set up for passkeys, with one of them."""
    application = Passkeys(emulator, emulator.service(SETTINGS))
    application.register()
    return application


def test_whoever_signs_is_known_by_the_passkey(emulator: Local, passkeys: Passkeys) -> None:
    """twilio-oai, example of UpdateChallengePasskeys; that the members are filled is read by Twilio's samples."""
    passkeys.register(OTHER)
    challenge = passkeys.challenge().json
    signer = passkeys.authenticator.credentials[0]
    emulator.post("/_emulator/clock", advance="7s")
    answer = passkeys.approve(passkeys.sign(challenge, credential=signer))
    approved = answer.json
    factor = emulator.get(passkeys.of_entity("Factors")).json["factors"][0]
    assert answer.status == 200
    assert list(approved) == list(challenge)
    assert approved["status"] == "approved"
    assert approved["identity"] == IDENTITY
    assert approved["entity_sid"] == factor["entity_sid"]
    assert approved["factor_sid"] == factor["sid"]
    assert approved["date_responded"] == approved["date_updated"] > approved["date_created"]
    assert approved["url"] == f"http://emulator.test{passkeys.path}/ApproveChallenge"
    same = ("sid", "date_created", "options", "details", "links", "metadata", "expiration_date")
    assert {name: approved[name] for name in same} == {name: challenge[name] for name in same}


def test_an_approved_challenge_can_be_read_below_its_entity(emulator: Local, passkeys: Passkeys) -> None:
    """docs/verify/api/challenge."""
    for who in ({}, {"identity": IDENTITY}):
        approved = passkeys.approve(passkeys.sign(passkeys.challenge(**who).json)).json
        read = emulator.get(passkeys.of_entity(f"Challenges/{approved['sid']}")).json
        assert (read["status"], read["factor_sid"]) == ("approved", approved["factor_sid"])
    emulator.post("/_emulator/clock", advance="2h")
    passkeys.challenge()
    assert len(emulator.get(passkeys.of_entity("Challenges")).json["challenges"]) == 2


def test_the_factor_tells_when_it_was_last_used(emulator: Local, passkeys: Passkeys) -> None:
    """SDK 9.13.0: metadata of a passkeys factor."""
    challenge = passkeys.challenge(identity=IDENTITY).json
    emulator.post("/_emulator/clock", advance="7s")
    approved = passkeys.approve(passkeys.sign(challenge)).json
    factor = emulator.get(passkeys.of_entity(f"Factors/{approved['factor_sid']}")).json
    assert factor["metadata"] == {
        "aaguid": "00112233-4455-6677-8899-aabbccddeeff",
        "date_last_approved": approved["date_responded"],
    }
    assert factor["date_updated"] == approved["date_responded"]


def test_a_user_handle_may_be_absent(passkeys: Passkeys) -> None:
    """twilio-oai: userHandle is optional."""
    credential = passkeys.sign(passkeys.challenge(identity=IDENTITY).json)
    del credential["response"]["userHandle"]
    assert passkeys.approve(credential).status == 200


def test_a_challenge_is_answered_once(passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60322."""
    challenge = passkeys.challenge().json
    assert passkeys.approve(passkeys.sign(challenge)).status == 200
    assert passkeys.approve(passkeys.sign(challenge)).refusal == (403, 60322, "Challenge already responded")


@pytest.mark.parametrize("who", [{}, {"identity": IDENTITY}])
def test_a_challenge_lasts_five_minutes(emulator: Local, passkeys: Passkeys, who: dict[str, str]) -> None:
    """A guess: as the timeout of its options; twilio.com/docs/api/errors/60323."""
    early, late = passkeys.challenge(**who).json, passkeys.challenge(**who).json
    emulator.post("/_emulator/clock", freeze="true")
    emulator.post("/_emulator/clock", advance="4m59s")
    assert passkeys.approve(passkeys.sign(early)).status == 200
    emulator.post("/_emulator/clock", advance="1s")
    assert passkeys.approve(passkeys.sign(late)).refusal == (403, 60323, "Challenge expired")


LIES: list[dict[str, Any]] = [
    {"origin": "https://evil.example"},
    {"ceremony": "webauthn.create"},
    {"relying_party": "evil.example"},
    {"present": False},
    {"key": generate_private_key(SECP256R1())},
    {"user_handle": "YE" + "f" * 32},
]


@pytest.mark.parametrize("lie", LIES)
def test_a_false_answer_leaves_the_challenge_as_it_was(passkeys: Passkeys, lie: dict[str, Any]) -> None:
    """twilio.com/docs/api/errors/60324."""
    challenge = passkeys.challenge().json
    assert passkeys.approve(passkeys.sign(challenge, **lie)).refusal == FAILED
    assert passkeys.approve(passkeys.sign(challenge)).status == 200


def test_an_answer_to_another_challenge_is_one_to_that(passkeys: Passkeys) -> None:
    """The published examples, decoded: the challenge is known by what was signed."""
    one, other = passkeys.challenge().json, passkeys.challenge().json
    assert passkeys.approve(passkeys.sign(one)).json["sid"] == one["sid"]
    moved = passkeys.sign(one)
    moved["response"]["clientDataJSON"] = passkeys.sign(other)["response"]["clientDataJSON"]
    assert passkeys.approve(moved).refusal == FAILED


def test_a_replayed_count_is_a_copied_passkey(passkeys: Passkeys) -> None:
    """WebAuthn 7.2 step 21."""
    assert passkeys.approve(passkeys.sign(passkeys.challenge().json, count=5)).status == 200
    assert passkeys.approve(passkeys.sign(passkeys.challenge().json, count=5)).refusal == FAILED
    assert passkeys.approve(passkeys.sign(passkeys.challenge().json, count=6)).status == 200


def test_somebody_elses_passkey_is_none(passkeys: Passkeys) -> None:
    """A guess: 60324, as for every other false answer."""
    passkeys.register(OTHER)
    mine, theirs = passkeys.authenticator.credentials
    challenge = passkeys.challenge(identity=IDENTITY).json
    assert passkeys.approve(passkeys.sign(challenge, credential=theirs)).refusal == FAILED
    assert passkeys.approve(passkeys.sign(challenge, credential=mine)).status == 200


def test_another_passkey_of_the_same_entity_is_not_the_one_that_was_named(passkeys: Passkeys) -> None:
    """A guess: 60324, as for every other false answer."""
    named = passkeys.register()["sid"]
    other, credential = passkeys.authenticator.credentials
    challenge = passkeys.challenge(factor_sid=named).json
    assert passkeys.approve(passkeys.sign(challenge, credential=other)).refusal == FAILED
    assert passkeys.approve(passkeys.sign(challenge, credential=credential)).status == 200


def test_a_passkey_that_nobody_registered_is_unknown(emulator: Local, passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60390."""
    challenge = passkeys.challenge().json
    assert passkeys.approve(passkeys.sign(challenge, credential_id=b"unheard of")).refusal == NO_FACTOR
    elsewhere = Passkeys(emulator, emulator.service(SETTINGS), Authenticator())
    elsewhere.register()
    credential = elsewhere.authenticator.credentials[0]
    assert passkeys.approve(passkeys.sign(challenge, credential=credential)).refusal == NO_FACTOR


def test_a_challenge_of_another_service_is_none(emulator: Local, passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60391."""
    elsewhere = Passkeys(emulator, emulator.service(SETTINGS))
    credential = passkeys.sign(passkeys.challenge().json)
    assert elsewhere.approve(credential).refusal == NO_CHALLENGE
    assert (
        passkeys.approve(passkeys.sign(passkeys.challenge().json, challenge="YC" + "0" * 32)).refusal
        == NO_CHALLENGE
    )


def test_a_challenge_for_another_kind_of_factor_is_none(emulator: Local, passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60391."""
    path = passkeys.of_entity("Factors")
    totp = emulator.post(path, FriendlyName="App", FactorType="totp").json
    code = pyotp.TOTP(totp["binding"]["secret"]).now()
    assert emulator.post(f"{path}/{totp['sid']}", AuthPayload=code).json["status"] == "verified"
    sid = emulator.post(passkeys.of_entity("Challenges"), FactorSid=totp["sid"]).json["sid"]
    assert passkeys.approve(passkeys.sign(passkeys.challenge().json, challenge=sid)).refusal == NO_CHALLENGE


def test_a_deleted_passkey_cannot_answer(emulator: Local, passkeys: Passkeys) -> None:
    """A guess: answering for a factor that is gone is 404."""
    challenge = passkeys.challenge(identity=IDENTITY).json
    factor = emulator.get(passkeys.of_entity("Factors")).json["factors"][0]
    emulator.send("DELETE", passkeys.of_entity(f"Factors/{factor['sid']}"))
    assert passkeys.approve(passkeys.sign(challenge)).refusal == NO_FACTOR


def test_a_deleted_entity_takes_its_passkeys_and_challenges_along(
    emulator: Local, passkeys: Passkeys
) -> None:
    """A guess: deleting an entity deletes what is below it."""
    named, open_to_all = passkeys.challenge(identity=IDENTITY).json, passkeys.challenge().json
    emulator.send("DELETE", f"/v2/Services/{passkeys.service}/Entities/{IDENTITY}")
    assert passkeys.approve(passkeys.sign(named)).refusal == NO_CHALLENGE
    assert passkeys.approve(passkeys.sign(open_to_all)).refusal == NO_FACTOR


def test_a_passkey_for_another_relying_party_does_not_match(passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60382."""
    shop = CONFIG | {"relying_party": PARTY | {"id": "shop.example"}}
    passkeys.register(config=shop)
    challenge = passkeys.challenge().json
    credential = passkeys.authenticator.credentials[-1]
    answer = passkeys.approve(passkeys.sign(challenge, credential=credential))
    assert answer.refusal == (400, 60382, "Factor does not match the relying party of the challenge")


def test_an_origin_that_the_service_has_by_now_is_good(emulator: Local, passkeys: Passkeys) -> None:
    """A guess."""
    lie = {"origin": "https://new.example.com"}
    assert passkeys.approve(passkeys.sign(passkeys.challenge().json, **lie)).refusal == FAILED
    emulator.post(f"/v2/Services/{passkeys.service}", {"Passkeys.RelyingParty.Origins": lie["origin"]})
    assert passkeys.approve(passkeys.sign(passkeys.challenge().json, **lie)).status == 200
    assert passkeys.approve(passkeys.sign(passkeys.challenge().json)).status == 200


@pytest.mark.parametrize("settings", [{}, SETTINGS | {"Passkeys.RelyingParty.Id": "else.example"}])
def test_a_passkey_with_a_relying_party_of_its_own_needs_none_of_the_service(
    emulator: Local, settings: dict[str, str]
) -> None:
    """twilio-oai, config of CreateNewFactorPasskey."""
    passkeys = Passkeys(emulator, emulator.service(settings))
    factor = passkeys.register()
    assert passkeys.approve(passkeys.sign(passkeys.challenge(factor_sid=factor["sid"]).json)).status == 200


def test_user_verification_is_seen_to_where_it_is_required(passkeys: Passkeys) -> None:
    """docs/verify/api/service: Passkeys.UserVerification."""
    assert passkeys.approve(passkeys.sign(passkeys.challenge().json, verified=False)).status == 200
    strict = passkeys.register(config=CONFIG | {"user_verification": "required"})
    challenge = passkeys.challenge(factor_sid=strict["sid"]).json
    assert passkeys.approve(passkeys.sign(challenge, verified=False)).refusal == FAILED
    assert passkeys.approve(passkeys.sign(challenge)).status == 200


def test_whatever_changes_a_passkey_names_its_entity(
    emulator: Local, passkeys: Passkeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our contract: with a store that blocks, a call locks what it contends on."""
    names: list[Hashable] = []
    monkeypatch.setattr(Tenant, "lock", lambda self, name: names.append(name))
    monkeypatch.setattr(Memory, "blocks", True)
    passkeys.register()
    challenge = passkeys.challenge().json
    passkeys.approve(passkeys.sign(challenge))
    passkeys.approve(passkeys.sign(challenge, credential_id=b"unheard of"))
    passkeys.verify(passkeys.make(passkeys.ask_for().json, challenge="YF" + "0" * 32))
    entity, nobody = ((ACCOUNT, passkeys.service, name) for name in (IDENTITY, None))
    own = (ACCOUNT, challenge["sid"])
    assert names == [entity, entity, entity, own, nobody, own, entity, nobody]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(), below, max_size=4),
    max_leaves=8,
)
PLACES = st.sampled_from(["Factors", "VerifyFactor", "Challenges", "ApproveChallenge"])
NAMES = ["friendly_name", "identity", "config", "factor_sid", "id", "rawId", "type", "response"]
BODIES = JSON | st.dictionaries(st.sampled_from(NAMES), JSON)


@settings(max_examples=200)
@given(PLACES, BODIES)
def test_whatever_is_sent_the_answer_is_twilios(emulator: Local, place: str, body: Any) -> None:
    """Our contract: no input leads to a 500."""
    answer = Passkeys(emulator).post(place, body)
    assert answer.status in (201, 400, 403, 404), answer.body
    assert answer.status == 201 or answer.refusal[0] == answer.status
