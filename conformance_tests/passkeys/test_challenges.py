"""Challenges for passkeys: for a factor, for somebody, or for whoever has one."""

import json
import re

import pytest

from conformance_tests.passkeys.application import CONFIG, SETTINGS, Application, options_of
from conformance_tests.passkeys.browser import unpack
from conformance_tests.passkeys.refusals import FACTOR_SID, IDENTITY, NO_ENTITY, NO_FACTOR, RELYING_PARTY
from conformance_tests.refusals import FACTOR_UNVERIFIED, Refusal, refused

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
NULLS = ["date_responded", "details", "expiration_date", "hidden_details", "links", "metadata"]


def allowed(options: dict[str, object]) -> list[bytes]:
    """The ids of the passkeys that a browser may use; none where any will do."""
    descriptions = options["allowCredentials"]
    assert isinstance(descriptions, list)
    assert all(described["type"] == "public-key" for described in descriptions)
    return [unpack(described["id"]) for described in descriptions]


def test_a_challenge_for_whoever_has_a_passkey_names_nobody(registered: Application) -> None:
    """Source: the OpenAPI file of Verify, example of CreateChallengePasskeys (documented)."""
    answer = registered.http.post(f"{registered.path}/Challenges", json={})
    assert answer.status_code == 201
    challenge = json.loads(answer.text)
    assert sorted(challenge) == sorted(MEMBERS)
    assert re.fullmatch(r"YC[0-9a-f]{32}", challenge["sid"])
    assert (challenge["status"], challenge["factor_type"]) == ("pending", "passkeys")
    assert challenge["entity_sid"] == challenge["identity"] == challenge["factor_sid"] == ""
    assert {name: challenge[name] for name in NULLS} == dict.fromkeys(NULLS)
    assert challenge["url"].endswith(f"{registered.path}/Challenges")


def test_a_browser_finds_all_it_needs_in_the_options(registered: Application) -> None:
    """Source: the source of twilio-verify-passkeys and twilio-verify-passkeys-web; their example, decoded: the
    challenge is the challenge's SID (observed).
    """
    challenge = registered.challenge()
    options = options_of(challenge)
    assert unpack(options["challenge"]).decode() == challenge.sid
    assert (options["rpId"], options["timeout"]) == ("example.com", 300_000)
    assert options["userVerification"] == "preferred"
    assert allowed(options) == []


def test_a_challenge_for_a_factor_allows_that_one(registered: Application) -> None:
    """Source: twilio.com/docs/verify/api/passkeys-challenge, FactorSid (documented)."""
    factor = registered.register()
    challenge = registered.challenge(factor_sid=factor.sid)
    assert (challenge.factor_sid, challenge.entity_sid) == (factor.sid, factor.entity_sid)
    assert challenge.identity == registered.identity
    assert allowed(options_of(challenge)) == [registered.browser.passkeys[1].id]


def test_a_challenge_for_an_identity_allows_its_verified_passkeys(registered: Application) -> None:
    """Source: twilio.com/docs/verify/api/passkeys-challenge, Identity; which are allowed is a guess (guess)."""
    registered.register()
    registered.ask()
    registered.register(identity="somebody-else-" + registered.identity)
    challenge = registered.challenge(identity=registered.identity)
    assert (challenge.identity, challenge.factor_sid) == (registered.identity, "")
    assert allowed(options_of(challenge)) == [passkey.id for passkey in registered.browser.passkeys[:2]]


@pytest.mark.parametrize("wanted", ["required", "preferred", "discouraged"])
def test_user_verification_is_asked_of_the_browser(application: Application, wanted: str) -> None:
    """Source: W3C Web Authentication 5.5 (inferred)."""
    factor = application.register(config={**CONFIG, "user_verification": wanted})
    assert options_of(application.challenge(factor_sid=factor.sid))["userVerification"] == wanted


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ({"identity": "nobody-is-called-so"}, NO_ENTITY),
        ({"identity": "short"}, IDENTITY),
        ({"factor_sid": "YF" + "0" * 32}, NO_FACTOR),
        ({"factor_sid": "YC" + "0" * 32}, FACTOR_SID),
        ({"factor_sid": "YF"}, FACTOR_SID),
    ],
    ids=str,
)
def test_who_is_unknown_is_not_asked(registered: Application, who: dict[str, str], refusal: Refusal) -> None:
    """Source: twilio.com/docs/api/errors/60362, 60367, 60390, 60392; the HTTP status is a guess (documented)."""
    with refused(refusal):
        registered.challenge(**who)


def test_a_factor_of_somebody_else_is_not_found(registered: Application) -> None:
    """Source: twilio.com/docs/api/errors/60390 (inferred)."""
    other = registered.register(identity="somebody-else-" + registered.identity)
    with refused(NO_FACTOR):
        registered.challenge(identity=registered.identity, factor_sid=other.sid)


def test_a_factor_of_another_service_is_not_found(registered: Application, unconfigured: Application) -> None:
    """Source: twilio.com/docs/api/errors/60390; entities belong to one Service (inferred)."""
    factor = unconfigured.register(config=CONFIG)
    with refused(NO_FACTOR):
        registered.challenge(factor_sid=factor.sid)


def test_a_factor_that_is_not_verified_takes_no_challenge(registered: Application) -> None:
    """Source: twilio.com/docs/api/errors/60318 (documented)."""
    factor = registered.ask()
    with refused(FACTOR_UNVERIFIED):
        registered.challenge(factor_sid=factor.sid)


def test_whoever_has_no_passkey_cannot_be_asked_for_one(application: Application) -> None:
    """Source: no source; there is nothing that a browser could be allowed to use (guess)."""
    application.ask()
    with refused(NO_FACTOR):
        application.challenge(identity=application.identity)


def test_whoever_is_asked_by_nobody_is_not_asked(unconfigured: Application) -> None:
    """Source: twilio.com/docs/api/errors/60371 (inferred)."""
    with refused(RELYING_PARTY):
        unconfigured.challenge()


def test_a_factor_brings_its_relying_party_along(unconfigured: Application) -> None:
    """Source: no source; a passkey works for one relying party only (guess)."""
    factor = unconfigured.register(config=CONFIG)
    options = options_of(unconfigured.challenge(factor_sid=factor.sid))
    assert options["rpId"] == SETTINGS["passkeys_relying_party_id"]
