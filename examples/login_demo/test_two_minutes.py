"""The script of the README, step by step."""

from collections.abc import Callable

from browser import Person
from inbox import Inbox
from playwright.sync_api import expect


def test_the_script_of_the_readme(arrive: Callable[[], Person], inbox: Inbox) -> None:
    ada, other_computer = arrive(), arrive()
    other_computer.phone = ada.phone
    sign_up(ada, inbox)
    ada.turn_on_authenticator()
    log_in_with_authenticator(ada)
    log_in_with_passkey(ada)
    log_in_with_phone(other_computer, ada.add_phone(), inbox)
    come_late(other_computer, inbox)


def test_the_inbox_opens_in_a_window_of_its_own(person: Person) -> None:
    with person.page.context.expect_page() as opened:
        person.follow("Open the inbox")
    expect(opened.value).to_have_title("Phones · Verify Emulator")
    person.expect_page("Log in")


def sign_up(ada: Person, inbox: Inbox) -> None:
    ada.follow("Create an account")
    ada.fill("Your name", "Ada")
    ada.fill("Phone number", ada.phone)
    ada.press("Send me a code")
    code = inbox.read_code(ada.phone)
    ada.enter_code(str((int(code) + 1) % 10**6).zfill(6))
    ada.expect_refused("That code is wrong.")
    ada.enter_code(code)
    ada.expect_page("Hello, Ada")


def log_in_with_authenticator(ada: Person) -> None:
    ada.log_out()
    ada.begin_login()
    ada.expect_page("One more step")
    ada.fill("Code from your authenticator app", ada.read_authenticator())
    ada.press("Continue")
    ada.expect_page("Hello, Ada")


def log_in_with_passkey(ada: Person) -> None:
    ada.add_passkey()
    ada.log_out()
    ada.press("Log in with a passkey")
    ada.expect_page("Hello, Ada")


def log_in_with_phone(other: Person, factor_sid: str, inbox: Inbox) -> None:
    other.begin_login()
    other.press("Ask Ada's phone")
    other.expect_page("Look at your phone")
    fields = inbox.read_challenge(factor_sid)["details"]["fields"]
    shown = {field["label"]: field["value"] for field in fields}
    expect(other.page.locator(".number")).to_have_text(shown["Number"])
    inbox.answer(factor_sid, "approved")
    other.expect_page("Hello, Ada")


def come_late(other: Person, inbox: Inbox) -> None:
    other.log_out()
    other.ask_for_code()
    other.expect_page("Enter the code")
    inbox.let_pass(minutes=10)
    other.enter_code()
    other.expect_refused("That code has expired")
