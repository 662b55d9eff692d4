"""What the screen Settings works out: snippets, fields, failures in words. Source: our contract (the inbox)."""

import json
import re
import shutil
import subprocess
from typing import Any

import pytest
from harness.local import Local
from harness.pages import ROOT, blocks

from verify_emulator.account_settings import AccountSettings, Price, SnaResult, Undeliverable
from verify_emulator.faults.fault import Fault
from verify_emulator.faults.scripted import Scripted
from verify_emulator.ids import Ids
from verify_emulator.ui.settings.failures import describe
from verify_emulator.ui.settings.fields import fields_of
from verify_emulator.ui.settings.snippets import SNIPPETS, Target

TARGET = Target("https://emulator.test:8443", "AC" + "1" * 32, "a-token", "VA" + "2" * 32)
BY_LANGUAGE = {snippet.language: snippet for snippet in SNIPPETS}
DOCUMENTED = {"Python": "python", "Node": "js", "PHP": "php", "Ruby": "ruby", "C#": "csharp"}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(("language", "fence"), DOCUMENTED.items())
def test_a_snippet_is_the_one_that_the_documentation_has(language: str, fence: str) -> None:
    """The page shows what CI runs or checks elsewhere: README.md and docs/other_sdks.md."""
    pages = ("README.md", "other_sdks.md")
    found = [each.text for each in blocks() if each.language == fence and each.page.name in pages]
    assert BY_LANGUAGE[language].text in found


@pytest.mark.parametrize(
    ("language", "path"),
    [
        ("Go", "examples/go_login/emulator_test.go"),
        ("Java", "examples/java_login/src/test/java/login/Emulator.java"),
    ],
)
def test_the_client_of_a_snippet_is_that_of_the_example(language: str, path: str) -> None:
    """How it is made is written out; the example gives its address to a function."""
    client, _, _ = BY_LANGUAGE[language].text.rstrip().rpartition("\n\n")
    example = squeezed((ROOT / path).read_text()).replace("private static final class", "class")
    for part in client.split("\n\n"):
        assert squeezed(part).strip() in example


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.language)
def test_what_a_snippet_needs_is_filled_in(snippet: Any) -> None:
    text = snippet.filled(TARGET)
    assert TARGET.url in text
    assert TARGET.account in text
    assert TARGET.token in text
    assert not re.search(r"0{32}|127\.0\.0\.1|VERIFY_EMULATOR_URL|TWILIO_", text)


def test_a_place_inside_of_what_was_filled_in_is_left_alone() -> None:
    target = Target("http://127.0.0.1:8739", "AC" + "0" * 32, "0" * 32, "VA" + "0" * 32)
    for snippet in SNIPPETS:
        for place in snippet.fills:
            assert place in snippet.text
    assert BY_LANGUAGE["Python"].filled(target) == BY_LANGUAGE["Python"].text
    assert BY_LANGUAGE["curl"].filled(target) == BY_LANGUAGE["curl"].text


@pytest.mark.parametrize(("language", "command"), [("PHP", ["php", "-l"]), ("Ruby", ["ruby", "-c"])])
def test_a_snippet_that_was_filled_in_has_no_syntax_error(language: str, command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    text = BY_LANGUAGE[language].filled(TARGET)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_setting_is_a_field_of_its_kind() -> None:
    kinds = {field.name: field.kind for field in fields_of(AccountSettings())}
    assert kinds == {
        "auto_channel": "flag",
        "sna": "flag",
        "whatsapp_sender": "flag",
        "disabled_channels": "several",
        "psd2": "flag",
        "custom_friendly_name": "flag",
        "trial": "flag",
        "verified_numbers": "lines",
        "blocked_countries": "lines",
        "blocked_prefixes": "lines",
        "undeliverable": "records",
        "rate_limits": "flag",
        "max_rate_limits": "number",
        "max_buckets": "number",
        "max_entities_per_second": "number",
        "attempt_price": "record",
        "sna_results": "records",
        "webhook_format": "choice",
        "event_sink": "text",
    }


def test_a_field_shows_what_it_says_now() -> None:
    settings = AccountSettings(
        verified_numbers=("+15017122661", "+15017122662"),
        undeliverable=(Undeliverable(to="+1555*"), Undeliverable(to="*", channel="call")),
        sna_results=(SnaResult(to="+1555*", code=60531),),
        attempt_price=Price(value="0.05"),
    )
    fields = {field.name: field for field in fields_of(settings)}
    assert fields["verified_numbers"].value == "+15017122661\n+15017122662"
    assert fields["undeliverable"].value == "+1555*\n* call"
    assert (fields["sna_results"].value, fields["sna_results"].numbers) == ("+1555* 60531", ("code",))
    assert fields["attempt_price"].value == "0.05 usd"
    assert "sms" in fields["disabled_channels"].options
    changed = {field.name for field in fields.values() if not field.is_default}
    assert changed == {"verified_numbers", "undeliverable", "sna_results", "attempt_price"}


@pytest.mark.parametrize(
    ("fault", "outcome", "match"),
    [
        ({"error": 60203}, "error 60203", "any operation"),
        (
            {"status": 503, "retry_after": 5, "to": "+1555*", "times": 2},
            "status 503, Retry-After 5",
            "any operation, to +1555*, 2 times",
        ),
        (
            {"drop": "after", "nth": 3, "count_retries": False},
            "connection dropped after the call",
            "any operation, from request 3 on, once, again for each retry",
        ),
        (
            {"delivery": {"status": "undelivered", "error_code": "30003", "delay": 5}},
            "message undelivered (30003) after 5 s",
            "CreateVerification",
        ),
        ({"approves": True}, "any code is right", "CreateVerificationCheck"),
        (
            {"delay": 1.5, "bytes_per_second": 10, "probability": 0.5},
            "answer after 1.5 s, 10 bytes a second",
            "any operation, with probability 0.5",
        ),
    ],
)
def test_a_failure_is_told_in_words(fault: dict[str, Any], outcome: str, match: str) -> None:
    described = describe(Scripted("FA1", Fault.model_validate(fault), Ids(1)))
    assert (described.outcome, described.match) == (outcome, match)
    assert described.progress.startswith("happened 0 of 0 times")


PATHS = (
    "/verifications",
    "/requests",
    "/webhooks",
    "/settings",
    *(f"/settings/{name}" for name in ("clock", "connect", "account", "failures", "operations", "state")),
)


@pytest.mark.parametrize("path", PATHS)
def test_each_page_takes_whatever_stands_in_its_query(emulator: Local, path: str) -> None:
    """Also names that its own links use, values that are none of what can be chosen, and entries that are gone."""
    emulator.start()
    odd = "path=x&name=y&show=1/2/3&status=%00&channel=pigeon&service=x&before=-1&skip=99999999999999999999&q=%ff%27"
    for query in ("", odd, "show=AC1", "status=pending&show=%2F%2F", "before=1&skip=1"):
        headers = [(b"host", b"127.0.0.1")]
        answer = emulator.send("GET", f"{path}?{query}", headers=headers)
        assert answer.status == 200, query
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)", answer.text)


@pytest.mark.parametrize(
    "path", ["/settings/nothing", "/ui/fragments/settings/nothing", "/ui/fragments/requests/detail?show=7"]
)
def test_what_there_is_not_is_404(emulator: Local, path: str) -> None:
    assert emulator.send("GET", path, headers=[(b"host", b"127.0.0.1")]).status == 404


def test_the_copied_state_of_an_entry_is_json_in_no_page(emulator: Local) -> None:
    """The page has no data island: what scripts need stands in attributes."""
    emulator.start()
    text = emulator.send("GET", "/requests?show=1", headers=[(b"host", b"127.0.0.1")]).text
    assert "application/json" not in text
    assert json.dumps("pending") not in text  # its quotes are escaped
