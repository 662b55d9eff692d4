"""The Safe List: numbers put on it, taken off, and let through."""

import pytest
from harness.enrolment import advance, freeze
from harness.limits import NUMBERS, assert_refused_for_nothing, kept, made
from harness.local import Local

from verify_emulator.errors import FRAUD_BLOCKED, GEO_BLOCKED

LISTED = (400, 60411, "Phone Number or Phone Number Prefix already exists in Safelist")
BAD = (400, 60200, "Invalid parameter: PhoneNumber")
FULL = (429, 20429, "Too many requests")
NUMBER = "+263771234567"


def add(emulator: Local, number: str = NUMBER) -> dict[str, str]:
    return made(emulator.post(NUMBERS, PhoneNumber=number))


@pytest.mark.parametrize("number", [NUMBER, "+15005550006", "+80012345678", "+19995551234"])
def test_a_number_is_answered_with_sid_number_and_url(emulator: Local, number: str) -> None:
    """twilio-oai: three members, a bare + in the url."""
    shown = add(emulator, number)
    assert list(shown) == ["sid", "phone_number", "url"]
    assert shown["sid"].startswith("GN")
    assert shown["url"] == f"http://emulator.test{NUMBERS}/{number}"
    for spelling in (number, number.replace("+", "%2B"), number.replace("+", "%2b")):
        assert emulator.get(f"{NUMBERS}/{spelling}").json == shown


@pytest.mark.parametrize(
    "number",
    ["1", "+", "+1", "263771234567", " +263771234567", "+263771234567 ", "+263 771234567", "+\uff12637712345",
     "+263771234567\n", "+" + "9" * 16, "tel:+263771234567", "ann@example.com", "*", "\0"],
)  # fmt: skip
def test_what_is_no_number_is_refused(emulator: Local, number: str) -> None:
    """twilio.com/docs/api/errors/60200."""
    assert_refused_for_nothing(emulator, lambda: emulator.post(NUMBERS, PhoneNumber=number), BAD)


def test_a_plus_that_was_not_escaped_is_no_plus(emulator: Local) -> None:
    """twilio.com/docs/usage/requests-to-twilio: a form."""
    assert emulator.send("POST", NUMBERS, b"PhoneNumber=+263771234567").refusal == BAD


def test_a_listed_number_is_refused_with_a_hint(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60411."""
    add(emulator)
    answer = assert_refused_for_nothing(emulator, lambda: emulator.post(NUMBERS, PhoneNumber=NUMBER), LISTED)
    assert NUMBER in answer.hint


@pytest.mark.parametrize(
    "key", ["", "+1", "263771234567", "%20263771234567", "GN" + "0" * 32, "%00", "Numbers"]
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unlisted_number_is_not_found(emulator: Local, method: str, key: str) -> None:
    """twilio.com/docs/verify/api/safe-list: 404."""
    add(emulator)
    path = f"{NUMBERS}/{key}"
    missing = (404, 20404, f"The requested resource {path} was not found")
    assert_refused_for_nothing(emulator, lambda: emulator.send(method, path), missing)


@pytest.mark.parametrize(
    ("settings", "kind"),
    [({"blocked_countries": ["ZW"]}, GEO_BLOCKED), ({"blocked_prefixes": ["+263"]}, FRAUD_BLOCKED)],
)
def test_a_listed_number_passes_both_gates_by_sms_alone(
    emulator: Local, settings: dict[str, list[str]], kind: object
) -> None:
    """twilio.com/docs/verify/api/safe-list: Fraud Guard and geo permissions, SMS only."""
    emulator.allow(**settings)
    add(emulator)
    assert emulator.start(NUMBER).status == 201
    assert emulator.start(NUMBER[:-1] + "0").status == 403
    assert emulator.start(NUMBER, "call").status == (403 if kind is GEO_BLOCKED else 201)
    assert emulator.start(NUMBER, "whatsapp").status == 201
    emulator.send("DELETE", f"{NUMBERS}/{NUMBER}")
    assert emulator.start(NUMBER).refusal[1] == getattr(kind, "code", None)


@pytest.mark.parametrize(
    ("settings", "code"), [({"trial": True}, 21608), ({"disabled_channels": ["sms"]}, 60223)]
)
def test_other_gates_stay_shut(emulator: Local, settings: dict[str, object], code: int) -> None:
    """twilio.com/docs/verify/api/safe-list speaks of fraud and geo permissions only."""
    emulator.allow(**settings)
    add(emulator)
    assert emulator.start(NUMBER).refusal[1] == code


def test_thirty_requests_a_minute_of_every_kind(emulator: Local) -> None:
    """twilio.com/docs/verify/api/safe-list; that refused ones are not counted is ours."""
    freeze(emulator)
    for _ in range(10):
        add(emulator)
        assert emulator.post(NUMBERS, PhoneNumber=NUMBER).refusal == LISTED
        assert emulator.post(NUMBERS, PhoneNumber="1").refusal == BAD
        assert emulator.get(f"{NUMBERS}/{NUMBER}").status == 200
        assert emulator.send("DELETE", f"{NUMBERS}/{NUMBER}").status == 204
        assert emulator.get(f"{NUMBERS}/{NUMBER}").status == 404
    before = kept(emulator)
    answer = emulator.post(NUMBERS, PhoneNumber=NUMBER)
    assert (answer.refusal, answer.headers["retry-after"]) == (FULL, "60")
    assert kept(emulator) == before
    advance(emulator, 60)
    add(emulator)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_the_limit_holds_for_listed_numbers_too(emulator: Local, method: str) -> None:
    """twilio.com/docs/verify/api/safe-list."""
    freeze(emulator)
    add(emulator)
    for _ in range(29):
        assert emulator.get(f"{NUMBERS}/{NUMBER}").status == 200
    assert_refused_for_nothing(emulator, lambda: emulator.send(method, f"{NUMBERS}/{NUMBER}"), FULL)
    emulator.allow(rate_limits=False)
    assert emulator.send(method, f"{NUMBERS}/{NUMBER}").status < 300


def test_tenants_have_their_own_lists(emulator: Local) -> None:
    """Our contract: one account knows nothing of another."""
    add(emulator)
    emulator.account, emulator.token = "AC" + "1" * 32, "another"
    assert emulator.get(f"{NUMBERS}/{NUMBER}").status == 404
    emulator.allow(blocked_prefixes=["+263"])
    assert emulator.start(NUMBER).refusal[1] == 60410
    add(emulator)
    assert emulator.start(NUMBER).status == 201


def test_a_sid_is_no_number_and_is_not_found(emulator: Local) -> None:
    """Our contract: the rule for SIDs of another type is for what is addressed by its SID."""
    assert emulator.get("/v2/SafeList/Numbers/VA" + "0" * 32).refusal[:2] == (404, 20404)
