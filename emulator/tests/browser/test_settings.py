"""The screen Settings in a browser. Source: our contract (the inbox)."""

import json
from pathlib import Path
from typing import Any

import pytest
from harness.browsing import Window, send
from harness.local import ACCOUNT, SERVICE
from harness.pasting import run_curl, run_python
from playwright.sync_api import Page, expect
from twilio.base.exceptions import TwilioRestException

from verify_emulator import Emulator

TO = "+15017122661"
EVIL = "<img src=x onerror=alert(1)>"


def clock(page: Page, account_sid: str = "") -> Any:
    return page.request.get(
        f"/_emulator/clock?account_sid={account_sid}" if account_sid else "/_emulator/clock"
    ).json()


def offset(page: Page, account_sid: str = "") -> float:
    return float(clock(page, account_sid)["offset_seconds"])


def capability(verify: Emulator, name: str) -> Any:
    return getattr(verify.settings, name)


def test_each_section_is_reached_from_the_navigation(window: Window) -> None:
    page = window.open("/settings")
    for name in ("Connect", "Account", "Failures", "Operations", "State", "Clock"):
        page.get_by_role("navigation", name="Settings").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=name, level=2)).to_be_visible()
        current = page.get_by_role("navigation", name="Settings").locator("[aria-current]")
        expect(current).to_have_text(name)


@pytest.mark.parametrize(
    ("button", "seconds"), [("+1 min", 60), ("+10 min", 600), ("+1 h", 3600), ("+1 day", 86_400)]
)
def test_the_clock_is_moved(window: Window, verify: Emulator, button: str, seconds: int) -> None:
    page = window.open("/settings")
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("[data-part=clock] [data-offset]")).to_have_text(f"+{seconds} s from real time")
    assert abs(offset(page) - seconds) < 1
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("[data-part=clock] [data-offset]")).to_have_text("real time")
    assert abs(offset(page)) < 1


def test_the_clock_is_frozen_and_resumed(window: Window, verify: Emulator) -> None:
    page = window.open("/settings")
    page.get_by_role("button", name="Freeze").click()
    expect(page.locator("[data-part=clock] [data-frozen]")).to_have_text("Frozen")
    assert clock(page)["frozen"] is True
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("[data-part=clock] [data-frozen]")).to_have_text("Running")
    assert clock(page)["frozen"] is False


def test_a_time_is_set(make_window: Any, verify: Emulator) -> None:
    page = make_window(timezone_id="Europe/Berlin").open("/settings")
    page.get_by_role("button", name="Freeze").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.get_by_label("Set a time").fill("2030-02-03T04:05:06")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.locator("[data-face-utc]")).to_have_text("2030-02-03 03:05:06")
    expect(page.locator("[data-face]")).to_have_text("04:05:06")
    assert clock(page)["now"] == "2030-02-03T03:05:06.000Z"
    assert clock(page)["frozen"] is True


def test_the_clock_of_one_account_is_its_own(window: Window, verify: Emulator) -> None:
    account = verify.account()
    account.client().verify.v2.services.list(limit=1)
    page = window.open(f"/settings?account_sid={account.account_sid}")
    page.get_by_role("button", name="+10 min").click()
    expect(page.locator("[data-part=clock] [data-offset]")).to_have_text("+600 s from real time")
    assert abs(offset(page, account.account_sid) - 600) < 1
    assert abs(offset(page)) < 1


def test_the_clock_follows_what_others_do(window: Window, verify: Emulator) -> None:
    page = window.open("/settings")
    verify.clock.freeze()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()


def test_every_capability_is_a_field(window: Window) -> None:
    from verify_emulator.account_settings import AccountSettings

    page = window.open("/settings/account")
    for name, declared in AccountSettings.model_fields.items():
        field = page.locator(f'[data-field="{name}"]')
        expect(field).to_contain_text(name)
        expect(field.locator(".help")).to_contain_text(declared.description or "no description")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("blocked_countries", "FR\nDE", ("FR", "DE")),
        ("verified_numbers", " +15017122661 \n\n", ("+15017122661",)),
        ("max_buckets", "3", 3),
        ("event_sink", "http://127.0.0.1:3000/sink", "http://127.0.0.1:3000/sink"),
    ],
)
def test_a_field_is_saved(window: Window, verify: Emulator, name: str, text: str, value: Any) -> None:
    page = window.open("/settings/account")
    page.get_by_label(name, exact=True).fill(text)
    page.get_by_label(name, exact=True).blur()
    expect(page.locator("#announcer")).to_have_text(f"Saved {name}.")
    assert capability(verify, name) == value
    page.reload()
    expect(page.get_by_label(name, exact=True)).to_have_value(text.strip())
    expect(page.locator(f'[data-field="{name}"] .badge')).to_have_text("changed")


def test_switches_choices_and_records_are_saved(window: Window, verify: Emulator) -> None:
    page = window.open("/settings/account")
    page.get_by_label("sna", exact=True).first.check()
    expect(page.locator("#announcer")).to_have_text("Saved sna.")
    assert capability(verify, "sna") is True
    page.locator("#setting-disabled_channels-call").check()
    expect(page.locator("#announcer")).to_have_text("Saved disabled_channels.")
    assert capability(verify, "disabled_channels") == ("call",)
    page.get_by_label("webhook_format").select_option("json")
    expect(page.locator("#announcer")).to_have_text("Saved webhook_format.")
    page.get_by_label("undeliverable").fill("+1555*\n+1666* sms")
    page.get_by_label("sna_results").fill("+1555* 60531")
    expect(page.locator("#announcer")).to_have_text("Saved undeliverable.")
    page.get_by_label("attempt_price").fill("0.05 usd")
    expect(page.locator("#announcer")).to_have_text("Saved sna_results.")
    page.get_by_label("attempt_price").blur()
    expect(page.locator("#announcer")).to_have_text("Saved attempt_price.")
    assert [(each.to, each.channel) for each in capability(verify, "undeliverable")] == [
        ("+1555*", None),
        ("+1666*", "sms"),
    ]
    assert [(each.to, each.code) for each in capability(verify, "sna_results")] == [("+1555*", 60531)]
    assert capability(verify, "attempt_price").value == "0.05"


def test_what_is_wrong_stands_beside_the_field(window: Window, verify: Emulator) -> None:
    window.allow("400")
    page = window.open("/settings/account")
    field = page.get_by_label("blocked_countries")
    field.fill("France")
    field.blur()
    expect(page.locator("#setting-blocked_countries-error")).to_contain_text("match pattern")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("France")
    assert capability(verify, "blocked_countries") == ()


def test_a_failure_is_scripted_happens_and_is_removed(window: Window, verify: Emulator) -> None:
    page = window.open("/settings/failures")
    page.get_by_role("textbox", name="Recipient").fill("+1501*")
    page.get_by_role("textbox", name="Times").fill("1")
    page.get_by_role("button", name="Add").click()
    scripted = page.locator(".faults li")
    expect(scripted).to_contain_text("error 60203")
    expect(scripted).to_contain_text("to +1501*, once")
    with pytest.raises(TwilioRestException, match="Max send attempts"):
        send(verify)
    expect(scripted).to_contain_text("happened 1 of 1 time that")
    page.get_by_role("button", name="Remove: error 60203").click()
    expect(scripted).to_have_count(0)
    send(verify)


@pytest.mark.parametrize(
    ("outcome", "fills", "fault"),
    [
        ("status", {"Status": "503"}, {"status": 503}),
        (
            "delivery",
            {"Error code": "30003"},
            {"delivery": {"status": "undelivered", "error_code": "30003", "delay": 0.0}},
        ),
        ("drop", {}, {"drop": "before"}),
        ("approves", {}, {"approves": True, "operation": "CreateVerificationCheck"}),
        ("delay", {"Delay": "2"}, {"delay": 2.0}),
    ],
)
def test_each_outcome_asks_for_what_it_needs(
    window: Window, verify: Emulator, outcome: str, fills: dict[str, str], fault: dict[str, Any]
) -> None:
    page = window.open("/settings/failures")
    page.get_by_label("What happens").select_option(outcome)
    for label, text in fills.items():
        page.get_by_role("textbox", name=label).fill(text)
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".faults li")).to_have_count(1)
    made = page.request.get("/_emulator/faults").json()["faults"][0]
    assert {name: made.get(name) for name in fault} == fault


def test_a_failure_says_which_requests_it_is_for_how_often_and_how_slowly(
    window: Window, verify: Emulator
) -> None:
    page = window.open(f"/settings/failures?account_sid={ACCOUNT}")
    page.get_by_label("What happens").select_option("status")
    page.get_by_role("textbox", name="Text of the answer").fill("<b>down</b>")
    page.get_by_text("Which of them, how likely, how slow").click()
    page.get_by_role("textbox", name="Service").fill(SERVICE)
    page.get_by_role("textbox", name="From the n-th request on").fill("2")
    page.get_by_role("textbox", name="Probability").fill("0.5")
    page.get_by_role("textbox", name="Bytes of the answer a second").fill("100")
    page.get_by_label("counts as another one").uncheck()
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".faults li")).to_contain_text(
        f"account_sid {ACCOUNT}, service_sid {SERVICE}, from request 2 on, once, with probability 0.5"
    )
    made = page.request.get("/_emulator/faults").json()["faults"][0]
    wanted = {
        "account_sid": ACCOUNT,
        "service_sid": SERVICE,
        "nth": 2,
        "probability": 0.5,
        "count_retries": False,
        "status": 503,
        "body": "<b>down</b>",
        "bytes_per_second": 100.0,
    }
    assert {name: made.get(name) for name in wanted} == wanted


def test_a_failure_that_makes_no_sense_says_why(window: Window) -> None:
    window.allow("400")
    page = window.open("/settings/failures")
    page.get_by_label("What happens").select_option("delay")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("[data-add-fault] [data-error]")).to_contain_text("nothing is to happen")


def test_magic_recipients_are_listed(window: Window) -> None:
    page = window.open("/settings/failures")
    table = page.get_by_role("table")
    for each in page.request.get("/_emulator/magic").json()["magic"]:
        expect(table).to_contain_text(each["phone"])
        expect(table).to_contain_text(each["effect"].replace("`", ""))


def test_the_snippets_copied_run_against_this_emulator(
    window: Window, verify: Emulator, tmp_path: Path
) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=verify.url)
    page = window.open("/settings/connect")

    def copied(language: str) -> str:
        details = page.locator("details.sdk", has=page.locator("summary", has_text=language))
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        details.get_by_role("button", name="Copy").click()
        expect(page.locator("#announcer")).to_have_text("Copied")
        text: str = page.evaluate("navigator.clipboard.readText()")
        page.evaluate("document.getElementById('announcer').textContent = ''")
        return text

    run_python(copied("Python"))
    assert verify.messages[-1].to == TO
    assert run_curl(copied("curl"), tmp_path) == 201
    assert len(verify.messages) == 2
    for language in ("Node", "Go", "Java", "PHP", "Ruby", "C#"):
        assert verify.url in copied(language)


def test_another_account_has_its_own_credentials(window: Window, verify: Emulator) -> None:
    sid = "AC" + "1" * 32
    page = window.open(f"/settings/connect?account_sid={sid}")
    expect(page.locator(".facts")).to_contain_text(sid)
    expect(page.locator("pre").first).to_contain_text(f"TWILIO_ACCOUNT_SID={sid}")
    expect(page.locator("details.sdk pre").first).to_contain_text(sid)


def test_all_operations_are_listed_and_found(window: Window) -> None:
    page = window.open("/settings/operations")
    rows = page.locator("[data-operations] > li")
    expect(rows).to_have_count(57)
    page.keyboard.press("/")
    page.keyboard.type("passkeys/")
    expect(page.locator("[data-found]")).to_have_text("4 operations")
    assert page.locator("[data-operations] > li:visible").count() == 4
    links = page.locator("[data-operations] li:visible a[href^='https://www.twilio.com/docs/']")
    assert links.count() > 0


def test_a_save_point_is_made_restored_and_deleted(window: Window, verify: Emulator) -> None:
    send(verify)
    page = window.open("/settings/state")
    page.get_by_label("New save point").fill("signed-up")
    page.keyboard.press("Enter")
    expect(page.locator("#point-signed-up")).to_contain_text("1 message")
    send(verify)
    page.get_by_role("button", name="Restore signed-up").click()
    expect(page.locator("#announcer")).to_have_text("Back at signed-up.")
    assert len(verify.messages) == 1
    page.get_by_role("button", name="Delete signed-up").click()
    expect(page.locator("#point-signed-up")).to_have_count(0)


def test_the_state_is_downloaded_and_loaded(window: Window, verify: Emulator, tmp_path: Path) -> None:
    window.allow("400")
    send(verify)
    page = window.open("/settings/state")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name == "verify-state.json"
    assert json.loads(path.read_text())
    verify.reset()
    assert not verify.messages
    page.locator("[data-load]").set_input_files(path)
    expect(page.locator("#announcer")).to_have_text("Loaded.")
    assert [message.to for message in verify.messages] == [TO]
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    page.locator("[data-load]").set_input_files(bad)
    expect(page.get_by_role("alert").locator("visible=true")).to_be_visible()
    assert [message.to for message in verify.messages] == [TO]


def test_clearing_asks_first(window: Window, verify: Emulator) -> None:
    send(verify)
    page = window.open("/settings/state")
    page.get_by_role("button", name="Clear everything").click()
    page.get_by_role("button", name="Keep").click()
    assert verify.messages
    page.get_by_role("button", name="Clear everything").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear").click()
    expect(page.locator("#announcer")).to_have_text("Cleared.")
    assert not verify.messages


def test_text_of_an_attacker_stays_text(window: Window, verify: Emulator) -> None:
    verify.settings.verified_numbers = [f"</textarea>{EVIL}"]
    verify.faults.add(status=500, to=EVIL)
    page = window.open("/settings/account")
    expect(page.get_by_label("verified_numbers")).to_have_value(f"</textarea>{EVIL}")
    assert page.locator("main img").count() == 0
    page.goto("/settings/failures")
    expect(page.locator(".faults li")).to_contain_text(EVIL)
    assert page.locator("main img").count() == 0


def test_the_keyboard_is_enough(window: Window, verify: Emulator) -> None:
    page: Page = window.open("/verifications")
    page.keyboard.press("5")
    expect(page.get_by_role("heading", name="Clock", level=2)).to_be_visible()
    page.wait_for_load_state()  # its scripts have run
    page.locator("#advance-10m").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=clock] [data-offset]")).to_contain_text("+600 s")
    expect(page.locator("#advance-10m")).to_be_focused()
    page.goto("/settings/account")
    page.locator("#setting-trial").focus()
    page.keyboard.press("Space")
    expect(page.locator("#announcer")).to_have_text("Saved trial.")
    expect(page.locator("#setting-trial")).to_be_focused()
    assert capability(verify, "trial") is True
