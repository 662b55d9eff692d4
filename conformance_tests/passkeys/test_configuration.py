"""Which passkey is asked for: what the request's config and the Service's settings say, and what may be wrong there."""

from typing import Any

import pytest

from conformance_tests.attempts import MakeService
from conformance_tests.passkeys.application import CONFIG, CRITERIA, PARTY, SETTINGS, Application, options_of
from conformance_tests.passkeys.refusals import (
    ATTACHMENT,
    FACTOR_CONFIG,
    IDENTITY,
    RELYING_PARTY,
    RELYING_PARTY_ID,
    criteria_missing,
)
from conformance_tests.refusals import INVALID_REQUEST, Refusal, assert_refused, missing, refused
from conformance_tests.targets.wire import Wire

SHOP = {"id": "shop.example", "name": "Shop", "origins": ["https://shop.example", "https://m.shop.example"]}
OTHERS = {
    "authenticator_attachment": "cross-platform",
    "discoverable_credentials": "required",
    "user_verification": "discouraged",
}
REQUIREMENTS = ["required", "preferred", "discouraged"]


def test_the_config_comes_from_the_request(unconfigured: Application) -> None:
    """Source: twilio.com/docs/verify/api/passkeys-factor, config (documented)."""
    factor = unconfigured.ask(config=CONFIG)
    assert factor.config == CONFIG
    assert options_of(factor)["rp"] == {"id": PARTY["id"], "name": PARTY["name"]}


def test_without_a_config_it_comes_from_the_service(application: Application) -> None:
    """Source: twilio.com/docs/api/errors/60393 (documented)."""
    assert application.ask().config == CONFIG


def test_a_config_goes_before_the_service(application: Application) -> None:
    """Source: twilio.com/docs/verify/api/passkeys-factor, config (documented)."""
    factor = application.ask(config={"relying_party": SHOP, **OTHERS})
    assert factor.config == {"relying_party": SHOP, **OTHERS}
    assert options_of(factor)["rp"] == {"id": "shop.example", "name": "Shop"}


def test_a_config_may_leave_the_relying_party_to_the_service(application: Application) -> None:
    """Source: twilio-labs/function-templates, passkeys-backend (observed)."""
    assert application.ask(config=OTHERS).config == {"relying_party": PARTY, **OTHERS}


@pytest.mark.parametrize("attachment", ["platform", "cross-platform", "any"])
def test_the_attachment_is_asked_of_the_browser(application: Application, attachment: str) -> None:
    """Source: W3C Web Authentication 5.4.4, which has no counterpart of `any` (inferred)."""
    factor = application.ask(config={**CONFIG, "authenticator_attachment": attachment})
    assert (factor.config or {})["authenticator_attachment"] == attachment
    asked = options_of(factor)["authenticatorSelection"]
    assert asked.get("authenticatorAttachment") == (None if attachment == "any" else attachment)


@pytest.mark.parametrize("wanted", REQUIREMENTS)
def test_discoverable_credentials_are_asked_of_the_browser(application: Application, wanted: str) -> None:
    """Source: W3C Web Authentication 5.4.4: residentKey, and requireResidentKey for older browsers (inferred)."""
    factor = application.ask(config={**CONFIG, "discoverable_credentials": wanted})
    asked = options_of(factor)["authenticatorSelection"]
    assert (asked["residentKey"], asked["requireResidentKey"]) == (wanted, wanted == "required")


@pytest.mark.parametrize("wanted", REQUIREMENTS)
def test_user_verification_is_asked_of_the_browser(application: Application, wanted: str) -> None:
    """Source: W3C Web Authentication 5.4.4 (documented)."""
    factor = application.ask(config={**CONFIG, "user_verification": wanted})
    assert options_of(factor)["authenticatorSelection"]["userVerification"] == wanted


@pytest.mark.parametrize("left_out", CRITERIA)
def test_a_config_names_all_criteria(application: Application, left_out: str) -> None:
    """Source: twilio.com/docs/api/errors/60393; that the Service does not complete a config is a guess (documented)."""
    config = {name: value for name, value in CONFIG.items() if name != left_out}
    with refused(criteria_missing(left_out)):
        application.ask(config=config)


@pytest.mark.parametrize("left_out", CRITERIA)
def test_a_service_names_all_criteria(make_service: MakeService, http: Wire, left_out: str) -> None:
    """Source: twilio.com/docs/api/errors/60393 (documented)."""
    settings = {name: value for name, value in SETTINGS.items() if name != f"passkeys_{left_out}"}
    application = Application(make_service(**settings), http)
    with refused(criteria_missing(left_out)):
        application.ask()


def test_somebody_has_to_name_the_criteria(unconfigured: Application) -> None:
    """Source: twilio.com/docs/api/errors/60393 (documented)."""
    with refused(criteria_missing(*CRITERIA)):
        unconfigured.ask()


BAD_CONFIGS: dict[str, tuple[Any, Refusal]] = {
    "no object": (["platform"], FACTOR_CONFIG),
    "another attachment": ({**CONFIG, "authenticator_attachment": "usb"}, ATTACHMENT),
    "another verification": ({**CONFIG, "user_verification": "sometimes"}, FACTOR_CONFIG),
    "another residence": ({**CONFIG, "discoverable_credentials": True}, FACTOR_CONFIG),
    "no relying party": (CRITERIA, RELYING_PARTY),
    "a relying party that is a text": ({**CONFIG, "relying_party": "example.com"}, RELYING_PARTY),
    "no name": ({**CONFIG, "relying_party": {**PARTY, "name": ""}}, RELYING_PARTY),
    "no origins": ({**CONFIG, "relying_party": {**PARTY, "origins": []}}, RELYING_PARTY),
    "origins in a text": ({**CONFIG, "relying_party": {**PARTY, "origins": "https://a.com"}}, RELYING_PARTY),
    "no id": ({**CONFIG, "relying_party": {**PARTY, "id": ""}}, RELYING_PARTY_ID),
    "an id with a scheme": (
        {**CONFIG, "relying_party": {**PARTY, "id": "https://example.com"}},
        RELYING_PARTY_ID,
    ),
    "an id with a port": ({**CONFIG, "relying_party": {**PARTY, "id": "example.com:443"}}, RELYING_PARTY_ID),
    "an id with a path": ({**CONFIG, "relying_party": {**PARTY, "id": "example.com/a"}}, RELYING_PARTY_ID),
}


@pytest.mark.parametrize("case", BAD_CONFIGS)
def test_a_bad_config_is_refused(unconfigured: Application, case: str) -> None:
    """Source: twilio.com/docs/api/errors/60370, 60371, 60372, 60377; the HTTP status is a guess (documented)."""
    config, refusal = BAD_CONFIGS[case]
    body = {"friendly_name": "Laptop", "identity": unconfigured.identity, "config": config}
    assert_refused(unconfigured.http.post(f"{unconfigured.path}/Factors", json=body), refusal)
    assert unconfigured.service.entities.list() == []


def test_a_service_without_a_relying_party_has_none_to_offer(make_service: MakeService, http: Wire) -> None:
    """Source: twilio.com/docs/api/errors/60371 (documented)."""
    settings = {name: value for name, value in SETTINGS.items() if "relying_party" not in name}
    application = Application(make_service(**settings), http)
    with refused(RELYING_PARTY):
        application.ask()
    assert application.ask(config=CONFIG).config == CONFIG


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"identity": None}, IDENTITY),
        ({"identity": "short"}, IDENTITY),
        ({"identity": "jane.doe@example.com"}, IDENTITY),
        ({"identity": "i" * 65}, IDENTITY),
        ({"friendly_name": None}, missing("friendly_name")),
        ({"friendly_name": "n" * 65}, INVALID_REQUEST),
    ],
    ids=str,
)
def test_a_passkey_needs_a_name_and_an_identity(
    application: Application, changes: dict[str, Any], refusal: Refusal
) -> None:
    """Source: twilio.com/docs/api/errors/60367; of the name's errors nothing is said (guess)."""
    with refused(refusal):
        application.ask(**changes)


def test_passkeys_are_made_here_and_not_as_other_factors_are(application: Application) -> None:
    """Source: twilio.com/docs/api/errors/60369 sends one to the Passkeys endpoints; the error is a guess (guess)."""
    with refused(INVALID_REQUEST):
        application.service.entities(application.identity).new_factors.create(
            friendly_name="Laptop", factor_type="passkeys"
        )


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "identity=jane", "\xff"])
@pytest.mark.parametrize("place", ["Factors", "VerifyFactor", "Challenges", "ApproveChallenge"])
def test_a_body_that_is_no_json_object_is_refused(application: Application, place: str, body: str) -> None:
    """Source: github.com/twilio/twilio-python/issues/932, whose client sends such bodies; of the error none (guess)."""
    kind = {"Content-Type": "application/json"}
    answer = application.http.post(f"{application.path}/{place}", body.encode("latin-1"), headers=kind)
    assert_refused(answer, INVALID_REQUEST)
