"""The options. Source of all: our contract."""

from typing import Any

import pytest
from pydantic import ValidationError

from verify_emulator.account_settings import AccountSettings
from verify_emulator.patterns import matches
from verify_emulator.settings import Settings, explain


@pytest.mark.parametrize(
    "pins",
    [
        ["+1555*=1234", "+2=567890"],
        ("+1555*=1234", "+2=567890"),
        "+1555*=1234,+2=567890",
        {"+1555*": "1234", "+2": "567890"},
    ],
)
def test_codes_are_pinned_by_pattern(pins: Any) -> None:
    settings = Settings(code=pins)
    assert settings.pinned_code("+15551") == "1234"
    assert settings.pinned_code("+2") == "567890"
    assert settings.pinned_code("+21") is None


def test_the_first_pattern_that_matches_counts() -> None:
    assert Settings(code=["*=1111", "+1=2222"]).pinned_code("+1") == "1111"


@pytest.mark.parametrize(
    ("pattern", "recipient", "expected"),
    [
        ("+1", "+1", True),
        ("+1", "+12", False),
        ("+1*", "+12", True),
        ("*", "", True),
        ("*@a.b", "x@a.b", True),
        ("[+]1", "+1", False),
        ("[+]1", "[+]1", True),
        ("+?", "+1", False),
        ("+?", "+?", True),
        ("A", "a", False),
    ],
)
def test_only_a_star_stands_for_other_text(pattern: str, recipient: str, expected: bool) -> None:
    assert matches(pattern, recipient) is expected


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"port": 65_536}, "port"),
        ({"port": -1}, "port"),
        ({"port": "x"}, "port"),
        ({"host": ""}, "host"),
        ({"seed": "x"}, "seed"),
        ({"code": ["+1"]}, "code.+1"),
        ({"code": ["+1=12"]}, "code.+1"),
        ({"code": ["+1=abcd"]}, "code.+1"),
        ({"code": 5}, "code"),
        ({"dialect": "both"}, "dialect"),
        ({"public_url": "verify.test"}, "public_url"),
        ({"public_url": "http://verify.test/path"}, "public_url"),
        ({"keep_messages": 0}, "keep_messages"),
        ({"log_format": "xml"}, "log_format"),
        ({"log_level": "loud"}, "log_level"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_a_bad_option_is_named_with_its_fault(options: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate(options)
    named, fault = explain(refused.value)
    assert named == name
    assert fault
    assert fault[0].islower() or fault.startswith("Extra")


@pytest.mark.parametrize(
    "url",
    [
        "http://x?y",
        "http://x#y",
        "http://u:p@x",
        "http://u@x",
        "http://x:99999",
        "http://x:0",
        "http://x:",
        "http://x:port",
        "http://:80",
        "http://-x",
        "http://[::1",
        "http://[:::::]",
        "http://x,y",
        "http://x y",
        "http://x\n",
        "http://x\\y",
        "http://",
    ],
)
def test_a_public_url_that_leads_nowhere_is_refused(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(public_url=url)
    name, fault = explain(refused.value)
    assert name == "public_url"
    assert fault.startswith("should be a scheme and a host, as in https://")


@pytest.mark.parametrize(
    "url",
    ["http://x", "https://verify.example.com", "http://10.0.0.5:8739", "http://[::1]:65535", "http://a_b:1"],
)
def test_a_public_url_is_a_scheme_a_host_and_maybe_a_port(url: str) -> None:
    assert Settings(public_url=url).public_url == url


def test_what_is_wrong_with_no_option_alone_is_so_with_the_fields() -> None:
    with pytest.raises(ValidationError) as refused:
        AccountSettings.model_validate(5)
    assert explain(refused.value)[0] == "fields"


def test_every_option_says_what_it_is_for() -> None:
    for model in (Settings, AccountSettings):
        for name, field in model.model_fields.items():
            assert field.description, name
            assert field.description[0].isupper() or field.description.startswith("live"), name
            assert field.description.endswith((".", "…")), name


@pytest.mark.parametrize(
    ("rules", "channel", "expected"),
    [
        ([], "sms", True),
        (["+1*"], "sms", False),
        (["+2*"], "sms", True),
        ([{"to": "+1*", "channel": "sms"}], "sms", False),
        ([{"to": "+1*", "channel": "sms"}], "call", True),
        ([{"to": "+2"}, {"to": "+1"}], "call", False),
    ],
)
def test_messages_arrive_unless_a_rule_says_otherwise(rules: list[Any], channel: str, expected: bool) -> None:
    assert AccountSettings.model_validate({"undeliverable": rules}).delivers("+1", channel) is expected
