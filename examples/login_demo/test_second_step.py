"""The second factor, and that nobody gets past it."""

from collections.abc import Callable

import pytest
from browser import Person
from inbox import Inbox

MakePerson = Callable[[], Person]


@pytest.fixture
def with_app(person: Person) -> Person:
    """Somebody with an authenticator app, who has logged out."""
    person.sign_up("Ada")
    person.turn_on_authenticator()
    person.log_out()
    return person


@pytest.fixture
def with_phone(person: Person) -> tuple[Person, str]:
    """Somebody whose phone approves logins, who has logged out, and the SID of the phone's factor."""
    person.sign_up("Ada")
    factor_sid = person.add_phone()
    person.log_out()
    return person, factor_sid


def test_a_wrong_code_of_the_app_is_refused(with_app: Person) -> None:
    with_app.begin_login()
    right = with_app.read_authenticator()
    for wrong in (str((int(right) + 500_000) % 10**6).zfill(6), "abcdef", "1"):
        with_app.fill("Code from your authenticator app", wrong)
        with_app.press("Continue")
        with_app.expect_refused("That code is wrong.")
    with_app.expect_outside()


def test_a_wrong_code_does_not_turn_the_app_on(person: Person) -> None:
    person.sign_up("Ada")
    person.press("Turn on the authenticator app")
    person.fill("Code from the app", "1")
    person.press("Turn on")
    person.expect_refused("That code is wrong.")
    person.follow("Not now")
    person.log_out()
    person.begin_login()
    person.expect_page("Hello, Ada")


def test_a_login_that_is_denied_on_the_phone_fails(with_phone: tuple[Person, str], inbox: Inbox) -> None:
    person, factor_sid = with_phone
    person.begin_login()
    person.press("Ask Ada's phone")
    person.expect_page("Look at your phone")
    inbox.answer(factor_sid, "denied")
    person.expect_refused("That login was denied on your phone.")
    person.expect_outside()


def test_a_login_that_the_phone_does_not_answer_fails(with_phone: tuple[Person, str], inbox: Inbox) -> None:
    person, _ = with_phone
    person.begin_login()
    person.press("Ask Ada's phone")
    person.expect_page("Look at your phone")
    inbox.let_pass(minutes=5)
    person.expect_refused("Your phone did not answer in time.")
    person.expect_outside()


def test_an_approval_is_good_for_the_browser_that_asked(
    with_phone: tuple[Person, str], arrive: MakePerson, inbox: Inbox
) -> None:
    """A thief who has the SIM card waits for somebody to approve."""
    person, factor_sid = with_phone
    thief = arrive()
    thief.phone = person.phone
    thief.begin_login()
    thief.press("Ask Ada's phone")
    thief.expect_page("Look at your phone")
    person.begin_login()
    person.press("Ask Ada's phone")
    person.expect_page("Look at your phone")
    inbox.answer(factor_sid, "approved")
    person.expect_page("Hello, Ada")
    assert thief.send("/approval").headers["location"] == "/approval"
    thief.expect_outside()


FORMS = [
    "/approval",
    "/second-step",
    "/approval/ask",
    "/authenticator",
    "/authenticator/begin",
    "/phone-app",
    "/phone-app/begin",
    "/code",
    "/code/again",
]
SCRIPTS = ["/passkeys/make/start", "/passkeys/make/finish", "/passkeys/log-in/finish"]


def test_nobody_gets_past_the_second_step(with_app: Person) -> None:
    """Whatever is sent instead."""
    with_app.begin_login()
    with_app.expect_page("One more step")
    for path in FORMS:
        for fields in ({}, {"code": ""}, {"code": "000000", "status": "approved"}):
            assert with_app.send(path, fields).status == 303
    for path in SCRIPTS:
        assert with_app.page.request.post(path, data={}).status == 403
    for path in ("/authenticator", "/authenticator/qr.svg", "/phone-app"):
        assert "Log in ·" in with_app.page.request.get(path).text()
    assert with_app.page.request.get("/phone-app/status").status == 403
    with_app.expect_outside()


def test_a_stranger_has_no_second_step(person: Person) -> None:
    for path in FORMS:
        assert person.send(path, {"code": "123456"}).headers["location"] == "/"
    assert person.page.request.get("/approval/status").json() == {"status": "none"}
    person.expect_outside()


def test_a_passkey_needs_no_second_step(with_app: Person) -> None:
    with_app.begin_login()
    with_app.fill("Code from your authenticator app", with_app.read_authenticator())
    with_app.press("Continue")
    with_app.add_passkey()
    with_app.log_out()
    with_app.press("Log in with a passkey")
    with_app.expect_page("Hello, Ada")


def test_each_step_gives_a_new_session_and_ends_the_one_before(with_app: Person) -> None:
    seen: list[str] = []

    def look() -> None:
        (cookie,) = with_app.page.context.cookies()
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Strict"
        seen.append(cookie["value"])

    with_app.ask_for_code()
    look()
    with_app.enter_code()
    look()
    with_app.fill("Code from your authenticator app", with_app.read_authenticator())
    with_app.press("Continue")
    with_app.expect_page("Hello, Ada")
    look()
    assert len(set(seen)) == 3
    with_app.log_out()
    for value in seen:
        with_app.page.context.add_cookies([{"name": "session", "value": value, "url": with_app.page.url}])
        with_app.expect_outside()
