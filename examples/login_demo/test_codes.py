"""Codes by SMS, and what people are told when one is not taken."""

from collections.abc import Callable

from browser import Person
from inbox import Inbox
from playwright.sync_api import expect

MakePerson = Callable[[], Person]


def other_than(code: str) -> str:
    return str((int(code) + 1) % 10**6).zfill(6)


def test_a_wrong_code_is_refused_and_the_right_one_still_taken(person: Person, inbox: Inbox) -> None:
    person.ask_for_account("Ada")
    person.enter_code(other_than(inbox.read_code(person.phone)))
    person.expect_refused("That code is wrong. Look again.")
    person.enter_code()
    person.expect_page("Hello, Ada")


def test_a_refused_field_is_marked_and_has_the_focus(person: Person, inbox: Inbox) -> None:
    person.ask_for_account("Ada")
    person.enter_code(other_than(inbox.read_code(person.phone)))
    field = person.page.get_by_label("Code", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("That code is wrong. Look again.")
    expect(person.page).to_have_title("Error: Enter the code · Corner Shop")


def test_after_five_wrong_codes_the_right_one_is_refused_for_ten_minutes(
    person: Person, inbox: Inbox
) -> None:
    person.ask_for_account("Ada")
    for _ in range(5):
        person.enter_code(other_than(inbox.read_code(person.phone)))
        person.expect_refused("That code is wrong.")
    person.enter_code()
    person.expect_refused("That were too many wrong codes. Wait ten minutes")
    person.press("Send it again")
    person.expect_refused("That were too many wrong codes. Wait ten minutes")
    inbox.let_pass(minutes=10)
    person.press("Send it again")
    person.expect_notice("We have sent the code once more.")
    person.enter_code()
    person.expect_page("Hello, Ada")


def test_a_code_expires_after_ten_minutes(person: Person, inbox: Inbox) -> None:
    person.ask_for_account("Ada")
    person.expect_page("Enter the code")
    inbox.let_pass(minutes=10)
    person.enter_code()
    person.expect_refused("That code has expired, or was used before. Ask for a new one.")


def test_a_code_is_good_for_one_login(arrive: MakePerson, inbox: Inbox) -> None:
    first, second = arrive(), arrive()
    first.ask_for_account("Ada")
    second.phone = first.phone
    second.ask_for_account("Eve")
    first.enter_code()
    first.expect_page("Hello, Ada")
    second.enter_code()
    second.expect_refused("That code has expired, or was used before.")


def test_a_code_is_sent_five_times(person: Person) -> None:
    person.ask_for_account("Ada")
    for _ in range(4):
        person.press("Send it again")
        person.expect_notice("We have sent the code once more.")
    person.press("Send it again")
    person.expect_refused("We have sent you five codes already.")


def test_letters_are_a_wrong_code(person: Person) -> None:
    person.ask_for_account("Ada")
    person.enter_code("abcdef")
    person.expect_refused("That code is wrong.")


def test_what_is_no_phone_number_is_said_to_be_none(person: Person) -> None:
    person.phone = "12"
    person.ask_for_account("Ada")
    person.expect_refused("That is not a phone number.")
    expect(person.page.get_by_label("Your name")).to_have_value("Ada")
    expect(person.page.get_by_label("Phone number")).to_have_value("12")


def test_who_has_no_account_is_told_after_the_code(person: Person) -> None:
    person.begin_login()
    person.expect_refused("There is no account with that number yet.")
    person.expect_page("Create an account")
    person.expect_outside()


def test_who_has_an_account_already_is_logged_in(arrive: MakePerson) -> None:
    first, second = arrive(), arrive()
    first.sign_up("Ada")
    second.phone = first.phone
    second.ask_for_account("Countess")
    second.enter_code()
    second.expect_page("Hello, Ada")


def test_a_name_is_text_and_nothing_else(person: Person) -> None:
    person.sign_up("<img src=x onerror=a> & {{ 1 }}")
    person.press("Add a phone")
    person.expect_page("Add your phone")
