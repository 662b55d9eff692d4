"""Challenges for passkeys. Source: twilio.com/docs/verify/api/passkeys-challenge, twilio-oai."""

from typing import Any

import pytest
from harness.authenticator import Authenticator, pack, unpack
from harness.local import ACCOUNT, Local
from harness.passkeys import CONFIG, IDENTITY, PARTY, SETTINGS, Passkeys

OTHER = "0123456789abcdef0123456789abcdef"
MEMBERS = [
    "sid",
    "account_sid",
    "service_sid",
    "entity_sid",
    "identity",
    "factor_sid",
    "factor_type",
    "status",
    "date_created",
    "date_updated",
    "date_responded",
    "details",
    "expiration_date",
    "hidden_details",
    "links",
    "metadata",
    "responded_reason",
    "url",
    "options",
]


@pytest.fixture
def passkeys(emulator: Local) -> Passkeys:
    """A service that is set up for passkeys."""
    return Passkeys(emulator, emulator.service(SETTINGS))


def test_a_challenge_for_whoever_has_a_passkey_names_nobody(passkeys: Passkeys) -> None:
    """twilio-oai, example of CreateChallengePasskeys; the options as Twilio's passkeys SDKs read them."""
    answer = passkeys.challenge()
    challenge = answer.json
    assert answer.status == 201
    assert list(challenge) == MEMBERS
    assert challenge["account_sid"] == ACCOUNT
    assert challenge["entity_sid"] == challenge["identity"] == challenge["factor_sid"] == ""
    assert (challenge["factor_type"], challenge["status"]) == ("passkeys", "pending")
    assert challenge["responded_reason"] == "none"
    nulls = ("date_responded", "details", "expiration_date", "hidden_details", "links", "metadata")
    assert {challenge[name] for name in nulls} == {None}
    assert challenge["url"] == f"http://emulator.test{passkeys.path}/Challenges"
    assert challenge["options"] == {
        "publicKey": {
            "challenge": pack(challenge["sid"].encode()),
            "timeout": 300000,
            "rpId": "example.com",
            "allowCredentials": [],
            "userVerification": "preferred",
        }
    }


def test_a_challenge_for_an_entity_allows_its_verified_passkeys(passkeys: Passkeys) -> None:
    """A guess; the members are as in twilio-oai."""
    first = passkeys.register()
    passkeys.register()
    passkeys.ask_for()
    passkeys.register(OTHER)
    challenge = passkeys.challenge(identity=IDENTITY).json
    assert (challenge["entity_sid"], challenge["identity"]) == (first["entity_sid"], IDENTITY)
    assert challenge["factor_sid"] == ""
    allowed = challenge["options"]["publicKey"]["allowCredentials"]
    known = [credential.id for credential in passkeys.authenticator.credentials[:2]]
    assert [unpack(described["id"]) for described in allowed] == known
    assert {described["type"] for described in allowed} == {"public-key"}


@pytest.mark.parametrize("named", [{}, {"identity": IDENTITY}])
def test_a_challenge_for_a_factor_allows_that_one(passkeys: Passkeys, named: dict[str, str]) -> None:
    """twilio-oai, examples of CreateChallengePasskeys."""
    factor = passkeys.register()
    passkeys.register()
    challenge = passkeys.challenge(factor_sid=factor["sid"], **named).json
    assert challenge["identity"] == IDENTITY
    assert challenge["factor_sid"] == factor["sid"]
    allowed = challenge["options"]["publicKey"]["allowCredentials"]
    assert [unpack(described["id"]) for described in allowed] == [passkeys.authenticator.credentials[0].id]


@pytest.mark.parametrize("body", [{"identity": None, "factor_sid": None}, {"identity": "", "factor_sid": ""}])
def test_null_names_nobody(passkeys: Passkeys, body: dict[str, Any]) -> None:
    """twilio-python sends null for what is absent."""
    assert passkeys.challenge(**body).json["identity"] == ""


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ({"identity": "short"}, (400, 60367, "Invalid entity identity")),
        ({"identity": 12345678}, (400, 60367, "Invalid entity identity")),
        ({"identity": OTHER}, (404, 60392, "Entity not found")),
        ({"factor_sid": "YF1"}, (400, 60362, "Factor SID invalid or not provided")),
        ({"factor_sid": {}}, (400, 60362, "Factor SID invalid or not provided")),
        ({"factor_sid": "YC" + "0" * 32}, (400, 60362, "Factor SID invalid or not provided")),
        ({"factor_sid": "YF" + "0" * 32}, (404, 60390, "Factor not found")),
    ],
)
def test_whoever_is_named_is_there(
    passkeys: Passkeys, who: dict[str, Any], refusal: tuple[int, int, str]
) -> None:
    """twilio.com/docs/api/errors/60362, 60367, 60390, 60392."""
    passkeys.register()
    assert passkeys.challenge(**who).refusal == refusal


def test_a_factor_of_somebody_else_is_not_there(emulator: Local, passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60390."""
    factor = passkeys.register()
    passkeys.register(OTHER)
    elsewhere = Passkeys(emulator, emulator.service(SETTINGS))
    for refused in (
        passkeys.challenge(identity=OTHER, factor_sid=factor["sid"]),
        elsewhere.challenge(factor_sid=factor["sid"]),
    ):
        assert refused.refusal == (404, 60390, "Factor not found")


def test_an_unverified_passkey_takes_no_challenge(passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60318."""
    made = passkeys.ask_for().json
    assert passkeys.challenge(factor_sid=made["sid"]).refusal == (403, 60318, "Factor is unverified")
    assert passkeys.challenge(identity=IDENTITY).refusal == (404, 60390, "Factor not found")


def test_a_challenge_for_anybody_needs_the_services_relying_party(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60371."""
    answer = Passkeys(emulator).challenge()
    assert answer.refusal == (400, 60371, "Relying party invalid or not provided")


@pytest.mark.parametrize(
    ("verification", "asked"), [("", "preferred"), ("required", "required"), ("discouraged", "discouraged")]
)
def test_the_service_says_whether_anybody_is_verified(emulator: Local, verification: str, asked: str) -> None:
    """docs/verify/api/service: Passkeys.UserVerification; preferred is a guess."""
    settings = SETTINGS | {"Passkeys.UserVerification": verification}
    challenge = Passkeys(emulator, emulator.service(settings)).challenge().json
    assert challenge["options"]["publicKey"]["userVerification"] == asked


SHOP = CONFIG | {"relying_party": PARTY | {"id": "shop.example"}, "user_verification": "required"}


def asked_by(challenge: Any) -> tuple[str, str, int]:
    options = challenge["options"]["publicKey"]
    return options["rpId"], options["userVerification"], len(options["allowCredentials"])


def test_without_the_services_the_passkeys_own_relying_party_asks(emulator: Local) -> None:
    """A guess: the factor's that is named, else that of the newest passkey; others' passkeys are not allowed."""
    passkeys = Passkeys(emulator)
    first = passkeys.register()
    passkeys.register(config=SHOP)
    assert asked_by(passkeys.challenge(identity=IDENTITY).json) == ("shop.example", "required", 1)
    assert asked_by(passkeys.challenge(factor_sid=first["sid"]).json) == ("example.com", "preferred", 1)


def test_the_services_relying_party_goes_before_that_of_passkeys_not_named(passkeys: Passkeys) -> None:
    """A guess: the service's, unless a factor is named."""
    passkeys.register()
    shop = passkeys.register(config=SHOP)
    assert asked_by(passkeys.challenge(identity=IDENTITY).json) == ("example.com", "preferred", 1)
    assert asked_by(passkeys.challenge(factor_sid=shop["sid"]).json) == ("shop.example", "required", 1)


def test_a_challenge_of_an_entity_can_be_read_there(emulator: Local, passkeys: Passkeys) -> None:
    """docs/verify/api/challenge: a challenge belongs to its entity."""
    passkeys.register()
    challenge = passkeys.challenge(identity=IDENTITY).json
    path = passkeys.of_entity("Challenges")
    read = emulator.get(f"{path}/{challenge['sid']}").json
    assert (read["status"], read["factor_type"], read["expiration_date"]) == ("pending", "passkeys", None)
    assert [listed["sid"] for listed in emulator.get(path).json["challenges"]] == [challenge["sid"]]
    emulator.post("/_emulator/clock", advance="5m")
    assert emulator.get(f"{path}/{challenge['sid']}").json["status"] == "expired"


def test_challenges_that_nobody_answers_are_forgotten(emulator: Local, passkeys: Passkeys) -> None:
    """Our contract: memory is bounded; an hour after its end nothing tells of a challenge for anybody."""
    passkeys.register()
    late, later = passkeys.challenge().json, passkeys.challenge().json
    emulator.post("/_emulator/clock", advance="64m59s")
    passkeys.challenge()
    assert passkeys.approve(passkeys.sign(late)).refusal == (403, 60323, "Challenge expired")
    emulator.post("/_emulator/clock", advance="1s")
    passkeys.challenge()
    assert passkeys.approve(passkeys.sign(later)).refusal == (404, 60391, "Challenge not found")


def test_a_browser_with_another_authenticator_finds_nothing_to_sign_with(passkeys: Passkeys) -> None:
    """Of the harness itself: an authenticator signs for its own passkeys of that relying party only."""
    passkeys.register()
    stranger = Passkeys(passkeys.emulator, passkeys.service, Authenticator())
    with pytest.raises(IndexError):
        stranger.sign(passkeys.challenge(identity=IDENTITY).json)
