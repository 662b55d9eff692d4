"""Who gets in."""

from base64 import b64encode
from collections.abc import Callable

import pytest
from harness.answers import Answer
from harness.local import ACCOUNT, SERVICE, TOKEN, ZEROS, Local, basic

OTHER = "AC" + "1" * 32
KEY = "SK" + ZEROS
INCORRECT = "Your AccountSid or AuthToken was incorrect."


def enter(emulator: Local, username: str, password: str) -> Answer:
    return emulator.send("GET", f"/v2/Services/{SERVICE}", headers=[basic(username, password)])


def assert_refused(answer: Answer, message: str, detail: str) -> None:
    """The keys of a 401 in the order of live answers."""
    assert list(answer.json) == ["code", "detail", "message", "more_info", "status"]
    assert answer.refusal == (401, 20003, message)
    assert answer.json["detail"] == detail
    assert answer.hint


@pytest.mark.parametrize("username", [ACCOUNT, KEY])
def test_the_well_known_credentials_open_the_well_known_account(emulator: Local, username: str) -> None:
    """Our contract: printed by the banner."""
    assert enter(emulator, username, TOKEN).json["account_sid"] == ACCOUNT


@pytest.mark.parametrize("username", [ACCOUNT, KEY, OTHER])
@pytest.mark.parametrize("password", ["", "wrong", TOKEN + "0", "ü"])
def test_a_wrong_secret_is_authenticate(emulator: Local, username: str, password: str) -> None:
    """Raw body of 2022; github.com/twilio/twilio-video-app-react/issues/841."""
    enter(emulator, OTHER, "first")
    assert_refused(enter(emulator, username, password), "Authenticate", "")


def test_the_first_token_of_an_account_becomes_its_token(emulator: Local) -> None:
    """Our contract: any well-formed Account SID is a tenant."""
    assert enter(emulator, OTHER, "first").json["account_sid"] == OTHER
    assert enter(emulator, OTHER, "second").status == 401
    assert enter(emulator, OTHER, "first").status == 200


def test_an_empty_token_is_nobodys_first(emulator: Local) -> None:
    """Our contract."""
    assert_refused(enter(emulator, OTHER, ""), "Authenticate", "")
    assert enter(emulator, OTHER, "first").status == 200


def test_an_unknown_key_is_authenticate(emulator: Local) -> None:
    """Observed: a valid-looking user name with the wrong secret."""
    assert_refused(enter(emulator, "SK" + "1" * 32, "x"), "Authenticate", "")


@pytest.mark.parametrize(
    "username", ["", "AC", "AC123", "ac" + ZEROS, ACCOUNT + " ", "VA" + ZEROS, "AC" + "g" * 32]
)
def test_what_is_no_account_is_an_invalid_username(emulator: Local, username: str) -> None:
    """Bodies observed on api.twilio.com 2018 to 2020; here a guess."""
    assert_refused(enter(emulator, username, "x"), "Authentication Error - invalid username", INCORRECT)


@pytest.mark.parametrize("scheme", [b"", b"Bearer x", b"Digest x", b"basic"[:3]])
def test_without_basic_credentials_there_are_none(emulator: Local, scheme: bytes) -> None:
    """Bodies observed on api.twilio.com 2018 to 2020; here a guess."""
    headers = [(b"authorization", scheme)] if scheme else []
    answer = emulator.send("GET", "/v2/Services", headers=headers)
    assert_refused(answer, "Authentication Error - No credentials provided", INCORRECT)


def test_the_scheme_may_be_in_any_case(emulator: Local) -> None:
    """RFC 9110, 11.1."""
    credentials = b64encode(f"{ACCOUNT}:{TOKEN}".encode())
    answer = emulator.send(
        "GET", "/v2/Services", headers=[(b"authorization", b"bAsIc  " + credentials + b" ")]
    )
    assert answer.status == 200


def test_a_token_may_contain_a_colon(emulator: Local) -> None:
    """RFC 7617: only the first one separates."""
    assert enter(emulator, OTHER, "a:b").status == 200
    assert enter(emulator, OTHER, "a").status == 401


def test_a_strict_emulator_lets_only_the_well_known_account_in(make_emulator: Callable[..., Local]) -> None:
    """Our contract: --strict-auth."""
    strict = make_emulator(strict_auth=True)
    assert enter(strict, ACCOUNT, TOKEN).status == 200
    assert enter(strict, KEY, TOKEN).status == 200
    assert_refused(enter(strict, OTHER, "x"), "Authentication Error - invalid username", INCORRECT)


def test_authentication_goes_before_everything_else(emulator: Local) -> None:
    """Our contract: nobody learns what exists."""
    for path in ("/v2/Services/VA1", "/v2/Nothing", "/2010-04-01/Accounts"):
        assert emulator.send("GET", path, headers=[]).status == 401


def test_a_preflight_needs_no_credentials(emulator: Local) -> None:
    """fetch.spec.whatwg.org: a preflight carries none; that Verify answers 204 is a guess."""
    answer = emulator.send("OPTIONS", "/v2/Services", headers=[])
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == "GET, POST, DELETE, OPTIONS"
