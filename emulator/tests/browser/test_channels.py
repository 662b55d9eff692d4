"""Each channel as its recipient meets it: mails, calls, links to open. Source: our contract (the inbox)."""

from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from harness.browsing import Window, send
from playwright.sync_api import Page, expect

from verify_emulator import Emulator

TO = "+15017122661"
VOICE = """
window.said = [];
speechSynthesis.speak = (speech) => {
  window.said.push({ text: speech.text, lang: speech.lang });
  speech.dispatchEvent(new Event("end"));
};
"""


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "rcs"])
def test_a_bubble_has_the_look_of_its_channel(page: Page, verify: Emulator, channel: str) -> None:
    code = send(verify, channel=channel)
    bubble = page.locator(f".bubble.{channel}")
    expect(bubble.locator(".text")).to_contain_text(code)
    expect(bubble.locator(".text .inline-code")).to_have_text(code)


def test_whatsapps_stars_are_bold_text(page: Page, verify: Emulator) -> None:
    """https://faq.whatsapp.com/539178204879377: *text* is shown bold."""
    code = send(verify, channel="whatsapp")
    assert f"*{code}*" in verify.messages[-1].body
    expect(page.locator(".bubble.whatsapp .text")).to_have_text(
        f"{code} is your verification code. For your security, do not share this code."
    )


def test_an_email_is_a_mail(page: Page, verify: Emulator) -> None:
    code = send(verify, "ada@example.com", "email")
    mail = page.locator(".mail")
    expect(mail.get_by_role("definition").nth(0)).to_have_text("Verify Emulator <verify@emulator.test>")
    expect(mail.get_by_role("definition").nth(1)).to_have_text("ada@example.com")
    expect(mail.locator(".subject")).to_have_text("Your Verify Emulator verification code")
    expect(mail.locator("p")).to_have_text(verify.messages[-1].body)
    expect(mail.get_by_role("button")).to_have_text(f"Copy {code}")


def test_a_call_rings_is_answered_and_speaks(window: Window, verify: Emulator) -> None:
    window.context.add_init_script(VOICE)
    page = window.open()
    send(verify, channel="sms")
    expect(page.locator(".bubble")).to_have_count(1)
    send(verify, channel="call", locale="de")
    call = page.locator("[data-call]")
    expect(call).to_have_attribute("data-state", "ringing")
    expect(call.locator("[data-transcript]")).to_be_hidden()
    call.get_by_role("button", name="Answer").click()
    body = verify.messages[-1].body
    expect(call.locator("[data-transcript]")).to_have_text(body)
    expect(call.locator("[data-transcript]")).to_have_attribute("lang", "de")
    expect(call).to_have_attribute("data-state", "answered")
    assert page.evaluate("window.said") == [{"text": body, "lang": "de"}]


def test_the_first_call_rings_too(page: Page, verify: Emulator) -> None:
    send(verify, channel="call")
    expect(page.locator("[data-call]")).to_have_attribute("data-state", "ringing")


def test_a_call_is_declined(window: Window, verify: Emulator) -> None:
    window.context.add_init_script(VOICE)
    page = window.open()
    send(verify, channel="call")
    page.get_by_role("button", name="Decline").click()
    expect(page.locator("[data-call]")).to_have_attribute("data-state", "declined")
    expect(page.get_by_role("button", name="Decline")).to_be_hidden()
    assert page.evaluate("window.said") == []


def test_a_call_that_is_not_answered_stays_when_others_come(page: Page, verify: Emulator) -> None:
    send(verify, channel="call")
    expect(page.locator("[data-call]")).to_have_attribute("data-state", "ringing")
    send(verify, channel="sms")
    expect(page.locator(".bubble")).to_have_count(2)
    expect(page.locator("[data-call]")).to_have_attribute("data-state", "ringing")


@pytest.mark.parametrize("place", [".spotlight", ".bubble.sna"])
def test_a_link_is_opened_and_answers(page: Page, verify: Emulator, place: str) -> None:
    """twilio.com/docs/verify/sna: what the carrier answers."""
    verify.settings.sna = True
    send(verify, channel="sna")
    page.locator(place).get_by_role("button", name="Open link").click()
    expect(page.locator(place).locator("[data-link-answer]")).to_contain_text("ErrorCode=0")
    check = verify.client().verify.v2.services(verify.service_sid).verification_checks.create(to=TO)
    assert check.status == "approved"
    expect(page.locator(".silent")).to_have_text("Approved")


def test_a_link_that_the_application_opens_is_told_as_opened(page: Page, verify: Emulator) -> None:
    """twilio.com/docs/verify/sna: a link works once."""
    verify.settings.sna = True
    verifications = verify.client().verify.v2.services(verify.service_sid).verifications
    link = verifications.create(to=TO, channel="sna").sna["url"]
    expect(page.locator(".silent")).to_have_text("Waiting for the link to be opened")
    with urlopen(verify.url + urlsplit(link).path) as answer:
        assert b"ErrorCode=0" in answer.read()
    expect(page.locator(".silent")).to_have_text("The number matches")
    expect(page.locator(".bubble.sna")).to_contain_text("The link was opened")
    expect(page.get_by_role("button", name="Open link")).to_have_count(0)


def test_a_link_comes_to_the_phone_that_is_followed(page: Page, verify: Emulator) -> None:
    verify.settings.sna = True
    send(verify, "+442071838750")
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", "+442071838750")
    send(verify, channel="sna")
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", TO)
    expect(page.locator("[data-links-list]")).to_contain_text("Silent Network Auth")


def test_a_page_follows_a_link_that_came_last(window: Window, verify: Emulator) -> None:
    verify.settings.sna = True
    code = send(verify, "ada@example.com", "email")
    send(verify, channel="sna")
    page = window.open()
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", TO)
    with page.expect_response("**/fragments/links*"):
        page.reload()  # the stream's first words make it look for what is new
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", TO)
    page.goto(f"/?q={code}")
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", "ada@example.com")


def test_a_page_follows_a_message_that_came_after_a_link(window: Window, verify: Emulator) -> None:
    verify.settings.sna = True
    send(verify, channel="sna")
    send(verify, "ada@example.com", "email")
    page = window.open()
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", "ada@example.com")
    expect(page.locator("[data-links-list]")).to_contain_text("Silent Network Auth")


def test_a_message_after_a_link_takes_the_light(page: Page, verify: Emulator) -> None:
    verify.settings.sna = True
    send(verify, channel="sna")
    expect(page.locator(".silent")).to_be_visible()
    code = send(verify)
    expect(page.locator("[data-newest-code]")).to_have_attribute("data-newest-code", code)
