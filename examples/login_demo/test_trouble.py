"""What people see when Twilio Verify is of no help: here an emulator that has forgotten the shop."""

from browser import Person
from conftest import running
from playwright.sync_api import Browser


def test_nobody_passes_for_somebody_without_factors(browser: Browser, its_own: dict[str, str]) -> None:
    with running(its_own) as site:
        person = Person(browser, site.shop, site.inbox, "+15017122661")
        person.sign_up("Ada")
        site.inbox.forget_everything()
        answer = person.page.request.get("/")
        assert answer.status == 502
        assert "We cannot send or check anything at the moment." in answer.text()
        person.page.reload()
        person.expect_page("Out of order")
        person.log_out()
        person.ask_for_code()
        person.expect_refused("That did not work (error 20404 of Twilio Verify).")
        person.page.context.close()
