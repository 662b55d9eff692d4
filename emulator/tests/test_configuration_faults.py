"""What is wrong with a configuration file is told in one line: file, key, reason. Source of all: our contract."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from verify_emulator.app import App
from verify_emulator.cli import main
from verify_emulator.configuration import ConfigurationError, parse, read
from verify_emulator.settings import Settings

Refuse = Callable[..., str]

SID = "AC" + "1" * 32
ACCOUNT = f'[[accounts]]\nsid = "{SID}"\n'
SERVICE = ACCOUNT + '[[accounts.services]]\nfriendly_name = "Shop"\n'
RATE_LIMIT = SERVICE + '[[accounts.services.rate_limits]]\nunique_name = "ip"\n'
WELL_KNOWN = "AC" + "0" * 32
VA = f'sid = "VA{"1" * 32}"\n'
HJ = f'sid = "HJ{"1" * 32}"\n'
KEY = f'{{ sid = "SK{"1" * 32}", secret = "secret" }}'
TEMPLATE = '[[templates]]\nfriendly_name = "T"\n'
CONFIGURATION = f'{{ country = "CA", messaging_service_sid = "MG{"1" * 32}" }}'
SAME = "is the same as that of"
HEX = "[0-9a-fA-F]{32}$'"


@pytest.fixture
def refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Refuse:
    """Starts the command with a file and gives what it says of it."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("VERIFY_EMULATOR_"):
            monkeypatch.delenv(name)

    def attempt(content: str | bytes, *arguments: str) -> str:
        Path("verify.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
        return told(capfd, "--config", "verify.toml", *arguments)

    return attempt


def told(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    output, errors = capfd.readouterr()
    assert output == ""
    assert len(errors.splitlines()) == 1
    beginning = "verify-emulator: --config "
    assert errors.startswith(beginning)
    return errors.removeprefix(beginning).removeprefix("verify.toml: ").rstrip("\n")


MODELS = {
    "nonsense = 1": "nonsense: there is no such key",
    'config = "other.toml"': "config: there is no such key",
    "port = 70000": "port: should be less than or equal to 65535",
    'port = "8739"': "port: should be a valid integer",
    "port = true": "port: should be a valid integer",
    "port = 1.0": "port: should be a valid integer",
    "quiet = 1": "quiet: should be a valid boolean",
    "seed = 2024-01-01": "seed: should not be a date or time",
    "public_url = 07:32:00": "public_url: should not be a date or time",
    'public_url = "http://x?y"': (
        "public_url: should be a scheme and a host, as in https://verify.example.com or http://10.0.0.5:8739"
    ),
    "webhook_timeout = inf": "webhook_timeout: should be less than or equal to 60",
    "webhook_timeout = nan": "webhook_timeout: should be less than or equal to 60",
    'code = { "+1 \\n" = "x" }': "code.\"+1 \\n\": should match pattern '^[0-9]{4,10}$'",
    "code = { a = 123456 }": "code.a: should be a valid string",
    "settings = []": "settings: should be a table",
    "[settings]\nnonsense = 1": "settings.nonsense: there is no such key",
    '[settings]\ndisabled_channels = ["fax"]': (
        "settings.disabled_channels[0]: should be 'sms', 'call', 'email', 'whatsapp', 'rcs', 'sna' or 'auto'"
    ),
    '[settings]\nundeliverable = ["+1", { channel = "sms" }]': "settings.undeliverable[1].to: is required",
    "accounts = {}": "accounts: should be an array",
    "accounts = [1]": "accounts[0]: should be a table",
    "[[accounts]]": "accounts[0].sid: is required",
    '[[accounts]]\nsid = "AC1"': "accounts[0].sid: should match pattern '^AC" + HEX,
    ACCOUNT + 'token = ""': "accounts[0].token: should have at least 1 character",
    ACCOUNT
    + "api_keys = [{ sid = 'SK1', secret = 'x' }]": "accounts[0].api_keys[0].sid: should match pattern '^SK"
    + HEX,
    ACCOUNT
    + 'safe_list = ["+15017122661", "nobody"]': "accounts[0].safe_list[1]: not a phone number in E.164",
    ACCOUNT + "[[accounts.services]]": "accounts[0].services[0].friendly_name: is required",
    SERVICE.replace("Shop", "12345"): "accounts[0].services[0].friendly_name: has more than four digits",
    SERVICE + "code_length = 3": "accounts[0].services[0].code_length: should be greater than or equal to 4",
    SERVICE + 'code_length = "6"': "accounts[0].services[0].code_length: should be a valid integer",
    SERVICE + 'lookup_enabled = "true"': "accounts[0].services[0].lookup_enabled: should be a valid boolean",
    SERVICE + "push__include_date = true": "accounts[0].services[0].push__include_date: there is no such key",
    SERVICE
    + 'push.include_date = "no"': "accounts[0].services[0].push.include_date: should be a valid boolean",
    SERVICE + "totp.step = 30": "accounts[0].services[0].totp.step: there is no such key",
    SERVICE + 'passkeys.relying_party.origins = "a, b"': (
        "accounts[0].services[0].passkeys.relying_party.origins: should be an array"
    ),
    RATE_LIMIT.replace("ip", "i p"): (
        "accounts[0].services[0].rate_limits[0].unique_name: should match pattern '^[A-Za-z0-9_.-]+$'"
    ),
    RATE_LIMIT + "buckets = [{ max = 0, interval = 1 }]": (
        "accounts[0].services[0].rate_limits[0].buckets[0].max: should be greater than or equal to 1"
    ),
    SERVICE + 'webhooks = [{ friendly_name = "H", event_types = [], webhook_url = "http://a" }]': (
        "accounts[0].services[0].webhooks[0].event_types: should have at least 1 item"
    ),
    SERVICE + 'webhooks = [{ friendly_name = "", event_types = ["*"], webhook_url = "http://a" }]': (
        "accounts[0].services[0].webhooks[0].friendly_name: is required"
    ),
    SERVICE + 'messaging_configurations = [{ country = "CA", messaging_service_sid = "MG" }]': (
        "accounts[0].services[0].messaging_configurations[0].messaging_service_sid: should match pattern '^MG"
        + HEX
    ),
    SERVICE + f"messaging_configurations = [{CONFIGURATION.replace('CA', 'XX')}]": (
        "accounts[0].services[0].messaging_configurations[0].country: neither the code of a country nor all"
    ),
    TEMPLATE: "templates[0].texts: is required",
    TEMPLATE + "texts = {}": "templates[0].texts: should have at least 1 item",
    TEMPLATE + 'texts = { English = "a" }': (
        "templates[0].texts.English: should match pattern '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'"
    ),
    TEMPLATE + 'texts.en = "a"\ndefault_locale = "es"': "templates[0].default_locale: there is no text in es",
    TEMPLATE + 'texts.en = "a"\nunapproved = ["en", "pt"]': "templates[0].unapproved: there is no text in pt",
    TEMPLATE + 'texts.en = 1\nunapproved = ["pt"]': "templates[0].texts.en: should be a valid string",
    TEMPLATE + 'texts.en = "a"\nchannels = ["fax"]': "templates[0].channels[0]: should be 'sms' or 'voice'",
}


@pytest.mark.parametrize(("content", "expected"), MODELS.items())
def test_a_bad_value_is_named_with_its_place(refuse: Refuse, content: str, expected: str) -> None:
    assert refuse(content) == expected


TWICE = {
    ACCOUNT + ACCOUNT: f"accounts[1].sid: {SAME} accounts[0]",
    SERVICE
    + VA
    + SERVICE.removeprefix(ACCOUNT)
    + VA: f"accounts[0].services[1].sid: {SAME} accounts[0].services[0]",
    ACCOUNT + f"api_keys = [{KEY}, {KEY}]": f"accounts[0].api_keys[1].sid: {SAME} accounts[0].api_keys[0]",
    ACCOUNT + f"api_keys = [{KEY}]\n" + ACCOUNT.replace("1", "2") + f"api_keys = [{KEY}]": (
        f"accounts[1].api_keys[0].sid: {SAME} accounts[0].api_keys[0]"
    ),
    ACCOUNT
    + f"api_keys = [{KEY.replace('1', '0')}]": f"accounts[0].api_keys[0].sid: {SAME} the well-known one",
    2 * (TEMPLATE + HJ + 'texts.en = "a"\n'): f"templates[1].sid: {SAME} templates[0]",
    TEMPLATE
    + HJ
    + 'texts.en = "a"\n'
    + ACCOUNT
    + TEMPLATE.replace("[[", "[[accounts.")
    + HJ
    + 'texts.en = "a"\n': (f"accounts[0].templates[0].sid: {SAME} templates[0]"),
    ACCOUNT.replace(SID, WELL_KNOWN) + 'token = "other"': (
        "accounts[0].token: the well-known account keeps its own token"
    ),
}


@pytest.mark.parametrize(("content", "expected"), TWICE.items())
def test_what_is_taken_cannot_be_had_again(refuse: Refuse, content: str, expected: str) -> None:
    assert refuse(content) == expected


RULES = {
    RATE_LIMIT + RATE_LIMIT.removeprefix(SERVICE): (
        "accounts[0].services[0].rate_limits[1]: 60208 Rate limit with that UniqueName already exists. "
        "The service has a rate limit ip: choose another UniqueName"
    ),
    ACCOUNT + "settings.max_rate_limits = 0\n" + RATE_LIMIT.removeprefix(ACCOUNT): (
        "accounts[0].services[0].rate_limits[0]: 60207 Max rate limits per service reached. "
        "The service has 0 already: "
        "the account setting max_rate_limits (PATCH /_emulator/accounts/{AccountSid}/settings) is 0"
    ),
    ACCOUNT
    + "settings.max_buckets = 0\n"
    + RATE_LIMIT.removeprefix(ACCOUNT)
    + "buckets = [{ max = 1, interval = 1 }]": (
        "accounts[0].services[0].rate_limits[0].buckets[0]: 60210 Max Buckets per Rate limit reached. "
        "The rate limit has 0 already: "
        "the account setting max_buckets (PATCH /_emulator/accounts/{AccountSid}/settings) is 0"
    ),
    SERVICE + f"messaging_configurations = [{CONFIGURATION}, {CONFIGURATION.replace('CA', 'ca')}]": (
        "accounts[0].services[0].messaging_configurations[1]: 60213 A Messaging Configuration already exists for the "
        "given country. The service has one for CA: update that one instead"
    ),
    ACCOUNT + 'safe_list = ["+15017122661", "+15017122661"]': (
        "accounts[0].safe_list[1]: 60411 Phone Number or Phone Number Prefix already exists in Safelist. "
        "+15017122661 is on the Safe List of this account already"
    ),
    SERVICE + "psd2_enabled = true\n[accounts.settings]\npsd2 = false": (
        "accounts[0].services[0]: 60204 Service does not support this feature. PSD2 is turned on by Twilio Support: "
        "the account setting psd2 (PATCH /_emulator/accounts/{AccountSid}/settings) is off"
    ),
}


@pytest.mark.parametrize(("content", "expected"), RULES.items())
def test_what_a_call_would_be_refused_is_refused_in_the_same_words(
    refuse: Refuse, content: str, expected: str
) -> None:
    assert refuse(content) == expected


def test_two_buckets_of_one_interval_are_refused_with_60211(refuse: Refuse) -> None:
    reason = refuse(RATE_LIMIT + "buckets = [{ max = 1, interval = 60 }, { max = 2, interval = 60 }]")
    assert reason.startswith("accounts[0].services[0].rate_limits[0].buckets[1]: 60211 Bucket with the given")


def test_the_options_decide_what_is_refused_wherever_they_come_from(refuse: Refuse) -> None:
    reason = "accounts[0].services[0]: 60200 Invalid parameter: Ttl. --strict"
    assert refuse(SERVICE + "ttl = 1", "--strict").startswith(reason)
    assert refuse("strict = true\n" + SERVICE + "ttl = 1").startswith(reason)
    parse((SERVICE + "ttl = 1").encode(), "verify.toml").check(Settings())


FILES = {
    b"port = \n": "is not TOML: Invalid value (at line 1, column 8)",
    b"port = 1\n\nport = 2\n": "is not TOML: Cannot overwrite a value (at line 3, column 9)",
    b"port = 1\nhost = 'a\xff'\n": "is not UTF-8 (at line 2)",
    b"seed = " + b"1" * 5000: "is not TOML: a number is too long",
    b"a = " + b"[" * 5000 + b"]" * 5000: "is not TOML: tables or arrays are nested too deeply",
    b"a = " + b"[" * 60 + b"]" * 60: "a: tables or arrays are nested too deeply",
    b".".join([b"a"] * 500) + b" = 1": "a: tables or arrays are nested too deeply",
}


@pytest.mark.parametrize(("content", "expected"), FILES.items(), ids=lambda value: value[:20])
def test_what_is_not_toml_is_told_with_its_line(refuse: Refuse, content: bytes, expected: str) -> None:
    assert refuse(content) == expected


@pytest.mark.parametrize("arguments", [[], ["serve"], ["exec", "--", "true"]])
def test_every_command_that_serves_reads_the_file(refuse: Refuse, arguments: list[str]) -> None:
    assert refuse("port = -1", *arguments) == "port: should be greater than or equal to 0"


def test_the_variable_names_a_file_as_the_flag_does(
    refuse: Refuse, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    refuse("port = -1")
    monkeypatch.setenv("VERIFY_EMULATOR_CONFIG", "verify.toml")
    assert told(capfd) == "port: should be greater than or equal to 0"


def test_a_flag_does_not_mend_the_file(refuse: Refuse) -> None:
    assert refuse("port = -1", "--port", "0") == "port: should be greater than or equal to 0"


def test_a_file_that_cannot_be_read_is_told(refuse: Refuse, capfd: pytest.CaptureFixture[str]) -> None:
    assert told(capfd, "--config", "none.toml") == "none.toml: No such file or directory"
    assert told(capfd, "--config", ".") == ".: Is a directory"


SECRETS = [
    ACCOUNT + "token = { a = 's3cret' }",
    ACCOUNT + "token = ['s3cret']",
    ACCOUNT + "tokn = 's3cret'",
    ACCOUNT + "token = 's3cret",
    ACCOUNT + "token = 's3cret' 's3cret'",
    ACCOUNT + "token = 's3cret'\ntoken = 's3cret'",
    ACCOUNT + "token = s3cret",
    ACCOUNT + "token = 's3cret'\nnonsense = 1",
    ACCOUNT + "api_keys = ['s3cret']",
    ACCOUNT + "api_keys = [{ sid = 's3cret', secret = 's3cret' }]",
    ACCOUNT + "api_keys = [{ secret = 's3cret' }]",
    ACCOUNT + f"api_keys = [{KEY}, {KEY}]".replace("secret =", "secret = 's3cret' #"),
    ACCOUNT + "api_keys = 's3cret'",
    ACCOUNT.replace(SID, WELL_KNOWN) + "token = 's3cret'",
    "token = 's3cret'\n" + ACCOUNT,
    ACCOUNT + "token = 's3cret'\n" + SERVICE.removeprefix(ACCOUNT) + "code_length = 1",
    ACCOUNT + "token = 's3cret'\nsafe_list = ['+15017122661', '+15017122661']",
]


@pytest.mark.parametrize("content", SECRETS)
def test_no_credential_is_told_with_a_fault(refuse: Refuse, content: str) -> None:
    assert "s3cret" in content
    assert "s3cret" not in refuse(content)
    with pytest.raises(ConfigurationError) as error:
        read("verify.toml").check(Settings())
    assert "s3cret" not in repr(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__ or error.value.__context__ is None


def test_an_app_refuses_what_the_command_refuses(tmp_path: Path) -> None:
    path = tmp_path / "verify.toml"
    path.write_text(next(iter(RULES)))
    with pytest.raises(
        ConfigurationError, match=r"verify\.toml: accounts\[0\]\.services\[0\]\.rate_limits\[1\]: 60208"
    ):
        App(Settings(config=path))
    with pytest.raises(ConfigurationError, match="60208"):
        App(configuration=read(path))


def test_a_pipe_is_read_once_however_often_it_is_asked_for() -> None:
    reading, writing = os.pipe()
    try:
        os.write(writing, f'port = 0\n[[accounts]]\nsid = "{SID}"\ntoken = "token"\n'.encode())
        os.close(writing)
        path = Path(f"/dev/fd/{reading}")
        assert dict(read(path).options) == {"port": 0}
        assert App(Settings(config=path)).accounts.get(SID).token == "token"
    finally:
        os.close(reading)
