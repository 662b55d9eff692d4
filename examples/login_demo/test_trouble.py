"""What people are told when Twilio says no, or nothing at all."""

import pytest
from browser import Person
from conftest import running
from inbox import Inbox
from playwright.sync_api import Browser

TOO_OFTEN = "That was too often. Wait a few minutes, then try again."
OUT_OF_ORDER = "We cannot send or check anything at the moment. Try again in a minute."


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("+15005550001", "That is not a phone number."),
        ("+15005550003", "We send no codes to that country."),
        ("+15005550004", "We send nothing to that number at the moment."),
        ("+15005550005", TOO_OFTEN),
        ("+15005550009", "That is a landline, which gets no SMS."),
        ("+15006602021", "That were too many wrong codes."),
        ("+15006602031", "We have sent you five codes already."),
        ("+15006602121", TOO_OFTEN),
        ("+15006602231", "That did not work (error 60223 of Twilio Verify)."),
    ],
)
def test_numbers_that_cannot_have_a_code(person: Person, number: str, words: str) -> None:
    """The emulator's magic recipients."""
    person.phone = number
    person.ask_for_account("Ada")
    person.expect_refused(words)
    person.expect_page("Create an account")


@pytest.mark.parametrize("how", [{"status": "503"}, {"drop": "before"}])
def test_no_answer_that_could_be_used(person: Person, inbox: Inbox, how: dict[str, str]) -> None:
    inbox.make_fail(person.phone, **how)
    person.ask_for_account("Ada")
    person.expect_refused(OUT_OF_ORDER)
    person.ask_for_account("Ada")
    person.expect_page("Enter the code")


def test_nobody_passes_for_somebody_without_factors(browser: Browser, its_own: dict[str, str]) -> None:
    """As when the emulator has forgotten the shop's Verify Service."""
    with running(its_own) as site:
        person = Person(browser, site.shop, site.inbox, "+15017122661")
        person.sign_up("Ada")
        site.inbox.forget_everything()
        answer = person.page.request.get("/")
        assert answer.status == 502
        assert OUT_OF_ORDER in answer.text()
        person.page.reload()
        person.expect_page("Out of order")
        person.log_out()
        person.ask_for_code()
        person.expect_refused("That did not work (error 20404 of Twilio Verify).")
        person.page.context.close()
