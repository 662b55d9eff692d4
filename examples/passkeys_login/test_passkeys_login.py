"""People register and sign in for real, in a browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import Person
from playwright.sync_api import expect

MakePerson = Callable[[], Person]


def test_whoever_makes_a_passkey_is_signed_in(arrive: MakePerson, name: str, tmp_path: Path) -> None:
    somebody = arrive()
    somebody.page.screenshot(path=tmp_path / "welcome.png")
    somebody.register(name)
    somebody.expect_signed_in(name)
    expect(somebody.page.get_by_role("row")).to_have_count(2)
    somebody.page.screenshot(path=tmp_path / "account.png")
    assert len(somebody.passkeys) == 1
    assert all((tmp_path / file).stat().st_size > 1_000 for file in ("welcome.png", "account.png"))


def test_with_a_name_one_signs_in(person: Person, name: str) -> None:
    person.log_in(name)
    person.expect_signed_in(name)


def test_without_a_name_one_signs_in_too(person: Person, name: str) -> None:
    person.log_in()
    person.expect_signed_in(name)


def test_upper_and_lower_case_of_a_name_do_not_matter(person: Person, name: str) -> None:
    person.log_in(name.upper())
    person.expect_signed_in(name)


def test_the_page_tells_when_a_passkey_was_last_used(person: Person) -> None:
    person.log_in()
    expect(person.page.get_by_role("row").nth(1)).to_have_text(re.compile(r"(\d\d:\d\d.*){2}"))


def test_one_may_have_several_passkeys(arrive: MakePerson, person: Person, name: str) -> None:
    person.log_in()
    person.page.get_by_role("button", name="Add a passkey").click()
    expect(person.page.get_by_role("row")).to_have_count(3)
    person.expect_signed_in(name)


def test_signing_out_ends_the_session(person: Person) -> None:
    person.log_in()
    before = person.page.context.cookies()
    person.log_out()
    expect(person.page).to_have_title("Sign in")
    person.page.context.add_cookies(before)
    person.page.goto("/")
    expect(person.page).to_have_title("Sign in")


def test_a_name_can_be_had_once(arrive: MakePerson, person: Person, name: str) -> None:
    stranger = arrive()
    stranger.register(name)
    stranger.expect_refused("Somebody has that name already.")


def test_a_name_that_nobody_has_is_said_to_be_unknown(arrive: MakePerson) -> None:
    stranger = arrive()
    stranger.log_in("nobody at all")
    stranger.expect_refused("Nobody here has that name.")


def test_a_device_without_a_passkey_does_not_get_in(arrive: MakePerson, person: Person, name: str) -> None:
    for given in (None, name):
        stranger = arrive()
        stranger.log_in(given)
        stranger.expect_refused(re.compile("canceled, or there is no passkey"))


def test_a_name_is_text_and_nothing_else(arrive: MakePerson) -> None:
    somebody, name = arrive(), "<img src=x onerror=alert(1)> & $body"
    somebody.page.on("dialog", lambda dialog: pytest.fail("the name was run"))
    somebody.register(name)
    somebody.expect_signed_in(name)
    assert somebody.page.locator("img").count() == 1
