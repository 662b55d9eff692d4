"""The JSON Schema from which editors complete and check the file, and the example. Source of all: our contract."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for

from verify_emulator.account_settings import AccountSettings
from verify_emulator.app import App
from verify_emulator.cli import main
from verify_emulator.configuration import ConfigurationError, parse, read, schema
from verify_emulator.settings import Settings
from verify_emulator.verify.services import CreateService

FOLDER = Path(__file__).parents[2] / "examples" / "configuration"
EXAMPLE = FOLDER / "verify-emulator.toml"
SCHEMA = FOLDER / "verify-emulator.schema.json"
ACCOUNT = '[[accounts]]\nsid = "AC11111111111111111111111111111111"\n'
SERVICE = ACCOUNT + '[[accounts.services]]\nfriendly_name = "Shop"\n'


def faults(content: str) -> list[str]:
    """What an editor would find wrong."""
    made = schema()
    kind = validator_for(made)
    kind.check_schema(made)
    return [error.json_path for error in kind(made).iter_errors(tomllib.loads(content))]


def test_the_schema_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["schema"])
    assert ended.value.code == 0
    assert json.loads(capfd.readouterr().out) == schema()


def test_the_schema_beside_the_example_is_fresh(capfd: pytest.CaptureFixture[str]) -> None:
    """If not: `verify-emulator schema > examples/configuration/verify-emulator.schema.json`."""
    with pytest.raises(SystemExit):
        main(["schema"])
    assert SCHEMA.read_text() == capfd.readouterr().out


def test_editors_find_the_schema_by_the_first_line_of_the_example() -> None:
    assert EXAMPLE.read_text().splitlines()[0] == f"#:schema ./{SCHEMA.name}"


def test_the_example_suits_the_schema_and_the_emulator() -> None:
    assert faults(EXAMPLE.read_text()) == []
    configuration = read(EXAMPLE)
    app = App(Settings(**configuration.options), configuration)
    for sid in configuration.accounts:
        with app.store.transaction(sid):
            pass


def test_the_example_shows_every_key() -> None:
    text = EXAMPLE.read_text()
    example = tomllib.loads(text)
    left_out = {"public_url", "ca_file", "state"}
    shown = set(example) | left_out
    assert [name for name in left_out if f"# {name} = " not in text] == []
    assert shown == set(schema()["properties"])
    account, definitions = example["accounts"][0], schema()["$defs"]
    assert account["settings"].keys() == AccountSettings.model_fields.keys()
    assert_complete(account, definitions["Account"], definitions)
    assert_complete(example["templates"][0], definitions["Template"], definitions)
    assert {key for fault in example["faults"] for key in fault} == definitions["Fault"]["properties"].keys()
    assert example["faults"][1]["delivery"].keys() == definitions["Delivery"]["properties"].keys()


def assert_complete(table: dict[str, Any], model: dict[str, Any], definitions: dict[str, Any]) -> None:
    """The table has every key of its model, and so have the tables below it, the first one of each array."""
    assert table.keys() == model["properties"].keys()
    for name, value in table.items():
        first = value[0] if isinstance(value, list) and value else value
        declared = model["properties"][name]
        below = declared.get("items", declared).get("$ref", "").rpartition("/")[2]
        if isinstance(first, dict) and below and name not in ("settings", "templates"):
            assert_complete(first, definitions[below], definitions)


def test_every_parameter_of_a_service_is_a_key() -> None:
    definitions = schema()["$defs"]
    for field in CreateService.model_fields:
        table, (*groups, leaf) = definitions["Service"], field.split("__")
        for group in groups:
            table = definitions[table["properties"][group]["$ref"].rpartition("/")[2]]
        assert leaf in table["properties"], field


def test_every_key_says_what_it_is_for() -> None:
    """Descriptions are what editors show."""
    for name, declared in schema()["properties"].items():
        assert declared["description"], name
    for name in ("Service", "RateLimit", "Bucket", "Webhook", "MessagingConfiguration"):
        for key, declared in schema()["$defs"][name]["properties"].items():
            assert declared.get("description") or declared["$ref"], (name, key)


def test_the_schema_has_the_constraints_under_names_that_editors_know() -> None:
    length = schema()["$defs"]["Service"]["properties"]["code_length"]
    assert (length["minimum"], length["maximum"], length["default"]) == (4, 10, 6)


BAD = {
    "nonsense = 1": "$",
    'config = "other.toml"': "$",
    "port = 70000": "$.port",
    'port = "8739"': "$.port",
    "quiet = 1": "$.quiet",
    "webhook_timeout = 0": "$.webhook_timeout",
    'dialect = "other"': "$.dialect",
    'code = { "+1" = "12" }': "$.code['+1']",
    "settings.nonsense = 1": "$.settings",
    'settings.disabled_channels = ["fax"]': "$.settings.disabled_channels[0]",
    "settings.undeliverable = [1]": "$.settings.undeliverable[0]",
    'settings.blocked_countries = ["fr"]': "$.settings.blocked_countries[0]",
    'settings.event_sink = "ftp://a"': "$.settings.event_sink",
    "accounts = {}": "$.accounts",
    "[[accounts]]": "$.accounts[0]",
    '[[accounts]]\nsid = "AC1"': "$.accounts[0].sid",
    ACCOUNT + "token = 1": "$.accounts[0].token",
    ACCOUNT + 'token = ""': "$.accounts[0].token",
    ACCOUNT + 'api_keys = [{ sid = "SK11111111111111111111111111111111" }]': "$.accounts[0].api_keys[0]",
    ACCOUNT + "safe_list = [1]": "$.accounts[0].safe_list[0]",
    ACCOUNT + "[[accounts.services]]": "$.accounts[0].services[0]",
    SERVICE + "code_length = 3": "$.accounts[0].services[0].code_length",
    SERVICE + "ttl = 0": "$.accounts[0].services[0].ttl",
    SERVICE + 'sid = "MG11111111111111111111111111111111"': "$.accounts[0].services[0].sid",
    SERVICE + 'lookup_enabled = "true"': "$.accounts[0].services[0].lookup_enabled",
    SERVICE + "totp.skew = 3": "$.accounts[0].services[0].totp.skew",
    SERVICE + "totp.step = 3": "$.accounts[0].services[0].totp",
    SERVICE + 'passkeys.user_verification = "no"': "$.accounts[0].services[0].passkeys.user_verification",
    SERVICE
    + 'passkeys.relying_party.origins = "a"': "$.accounts[0].services[0].passkeys.relying_party.origins",
    SERVICE
    + 'rate_limits = [{ unique_name = "a b" }]': "$.accounts[0].services[0].rate_limits[0].unique_name",
    SERVICE + 'rate_limits = [{ unique_name = "a", buckets = [{ max = 0, interval = 1 }] }]': (
        "$.accounts[0].services[0].rate_limits[0].buckets[0].max"
    ),
    SERVICE + 'webhooks = [{ friendly_name = "a", event_types = ["b"], webhook_url = "http://a" }]': (
        "$.accounts[0].services[0].webhooks[0].event_types[0]"
    ),
    '[[templates]]\nfriendly_name = "T"\ntexts = {}': "$.templates[0].texts",
    '[[templates]]\nfriendly_name = "T"\ntexts = { English = "a" }': "$.templates[0].texts",
    '[[templates]]\nfriendly_name = "T"\ntexts = { en = "" }': "$.templates[0].texts.en",
    '[[templates]]\nfriendly_name = "T"\ntexts = { en = "a" }\nchannels = ["fax"]': "$.templates[0].channels[0]",
}


@pytest.mark.parametrize(("content", "place"), BAD.items())
def test_what_the_emulator_refuses_an_editor_marks(content: str, place: str) -> None:
    with pytest.raises(ConfigurationError):
        parse(content.encode(), "verify.toml")
    assert faults(content) == [place]


GOOD = [
    "",
    "webhook_timeout = 10",
    'settings.undeliverable = ["+1*", { to = "+2", channel = "sms" }]',
    "settings.sna_results = ['+1', { to = '+2', code = 60510 }]",
    SERVICE + "ttl = 60\ndo_force_check_once = true",
    SERVICE + "[accounts.services.push]",
]


@pytest.mark.parametrize("content", GOOD)
def test_what_an_editor_accepts_the_emulator_does_too(content: str) -> None:
    assert faults(content) == []
    parse(content.encode(), "verify.toml").check(Settings())
