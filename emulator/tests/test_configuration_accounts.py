"""Who may enter when accounts are listed, and what those accounts may do at first. Source of all: our contract."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from harness import program
from harness.local import ACCOUNT, FORM, TOKEN, ZEROS, Local, basic

from verify_emulator.account_settings import AccountSettings
from verify_emulator.app import App
from verify_emulator.configuration import parse

Configure = Callable[..., Local]

WITH_TOKEN, WITH_KEYS, BARE, UNLISTED = ("AC" + digit * 32 for digit in "1234")
KEY, OTHER_KEY, STRANGE_KEY, WELL_KNOWN_KEY = ("SK" + digit * 32 for digit in "1230")

ACCOUNTS = f"""
[[accounts]]
sid = "{WITH_TOKEN}"
token = "right"
api_keys = [{{ sid = "{OTHER_KEY}", secret = "foreign" }}]

[[accounts]]
sid = "{WITH_KEYS}"
api_keys = [{{ sid = "{KEY}", secret = "secret: with colon" }}]

[[accounts]]
sid = "{BARE}"
"""


@pytest.fixture
def configure(make_emulator: Callable[..., Local], tmp_path: Path) -> Configure:
    def make(text: str = ACCOUNTS, **options: Any) -> Local:
        path = tmp_path / "verify.toml"
        path.write_text(text)
        return make_emulator(config=path, **options)

    return make


def enter(emulator: Local, username: str, password: str) -> tuple[int, str]:
    """The status, and the account that answers or why not."""
    answer = emulator.send("GET", "/v2/Services", headers=[FORM, basic(username, password)])
    return answer.status, answer.json["services"][0]["account_sid"] if answer.status == 200 else answer.hint


def test_a_listed_account_takes_its_token_and_no_other(configure: Configure) -> None:
    emulator = configure()
    assert enter(emulator, WITH_TOKEN, "wrong") == (
        401,
        "Another token than the one that the config file gives this account.",
    )
    assert enter(emulator, WITH_TOKEN, "right") == (200, WITH_TOKEN)
    assert emulator.post("/_emulator/reset").status == 204
    assert enter(emulator, WITH_TOKEN, "wrong")[0] == 401


@pytest.mark.parametrize("strict_auth", [False, True])
def test_an_api_key_opens_its_account_and_only_with_its_secret(
    configure: Configure, strict_auth: bool
) -> None:
    emulator = configure(strict_auth=strict_auth)
    assert enter(emulator, KEY, "secret: with colon") == (200, WITH_KEYS)
    assert enter(emulator, OTHER_KEY, "foreign") == (200, WITH_TOKEN)
    assert enter(emulator, WELL_KNOWN_KEY, ZEROS) == (200, ACCOUNT)
    assert enter(emulator, KEY, "foreign") == (
        401,
        f"This is not the secret that the config file gives API key {KEY}.",
    )
    assert enter(emulator, STRANGE_KEY, "foreign")[0] == 401
    assert enter(emulator, WELL_KNOWN_KEY, "foreign") == (
        401,
        "The secret of the well-known API key is 32 zeros.",
    )


def test_a_listed_account_without_a_token_takes_the_first_one(configure: Configure) -> None:
    emulator = configure()
    for sid in (WITH_KEYS, BARE, UNLISTED):
        assert enter(emulator, sid, "first") == (200, sid)
        assert enter(emulator, sid, "second")[0] == 401


def test_with_strict_auth_only_listed_accounts_enter_and_only_with_what_is_listed(
    configure: Configure,
) -> None:
    emulator = configure(strict_auth=True)
    assert enter(emulator, WITH_TOKEN, "right") == (200, WITH_TOKEN)
    assert enter(emulator, WITH_TOKEN, "wrong")[0] == 401
    assert enter(emulator, ACCOUNT, TOKEN) == (200, ACCOUNT)
    assert enter(emulator, ACCOUNT, "wrong") == (401, "The token of the well-known account is 32 zeros.")
    refused, hint = enter(emulator, UNLISTED, "any")
    assert (refused, hint.startswith("--strict-auth lets only ")) == (401, True)
    for sid in (WITH_KEYS, BARE):
        assert enter(emulator, sid, "any") == (
            401,
            "The config file lists this account without a token; --strict-auth lets only its API keys in.",
        )


def test_an_account_that_was_forgotten_keeps_its_token(configure: Configure) -> None:
    emulator = configure(keep_accounts=1)
    for _ in range(2):
        assert enter(emulator, WITH_TOKEN, "right")[0] == 200
        assert enter(emulator, UNLISTED, "any")[0] == 200
        assert enter(emulator, WITH_TOKEN, "any")[0] == 401


def test_the_well_known_account_keeps_its_credentials_beside_listed_keys(configure: Configure) -> None:
    emulator = configure(
        f'[[accounts]]\nsid = "{ACCOUNT}"\napi_keys = [{{ sid = "{KEY}", secret = "secret" }}]'
    )
    for username, password in ((ACCOUNT, TOKEN), (WELL_KNOWN_KEY, ZEROS), (KEY, "secret")):
        assert enter(emulator, username, password) == (200, ACCOUNT)
    assert enter(emulator, ACCOUNT, "foreign")[0] == 401


def settings_of(emulator: Local, sid: str) -> dict[str, Any]:
    settings: dict[str, Any] = emulator.get(f"/_emulator/accounts/{sid}/settings").json
    return settings


def test_an_account_starts_with_the_settings_for_all_and_its_own(configure: Configure) -> None:
    emulator = configure(
        f"""
        settings = {{ trial = true, undeliverable = ["+1*", {{ to = "+2", channel = "sms" }}] }}
        [[accounts]]
        sid = "{WITH_TOKEN}"
        settings = {{ sna = true, event_sink = "http://127.0.0.1:9/events" }}
        [[accounts]]
        sid = "{BARE}"
        """
    )
    plain = AccountSettings().model_dump(mode="json")
    own = {"sna": True, "event_sink": "http://127.0.0.1:9/events"}
    for_all = {
        "trial": True,
        "undeliverable": [{"to": "+1*", "channel": None}, {"to": "+2", "channel": "sms"}],
    }
    for _ in range(2):
        assert settings_of(emulator, WITH_TOKEN) == plain | for_all | own
        assert settings_of(emulator, BARE) == plain | for_all
        assert settings_of(emulator, UNLISTED) == plain | for_all
        assert settings_of(emulator, ACCOUNT) == plain | for_all
        for sid in (WITH_TOKEN, UNLISTED):
            assert emulator.send("PATCH", f"/_emulator/accounts/{sid}/settings", b"psd2=false").status == 200
            assert settings_of(emulator, sid)["psd2"] is False
        assert emulator.post("/_emulator/reset").status == 204


def test_no_rate_limits_lifts_those_of_every_account(configure: Configure) -> None:
    text = f'settings = {{ rate_limits = true }}\n[[accounts]]\nsid = "{BARE}"\nsettings = {{ rate_limits = true }}'
    for lifted in (False, True):
        emulator = configure(text, no_rate_limits=lifted)
        assert [settings_of(emulator, sid)["rate_limits"] for sid in (BARE, UNLISTED)] == [not lifted] * 2


def test_no_credential_shows_in_a_representation(configure: Configure) -> None:
    configuration = parse(ACCOUNTS.encode(), "verify.toml")
    app = App(configuration=configuration)
    for thing in (
        configuration,
        configuration.listed(app.settings),
        app.accounts.get(WITH_TOKEN),
        app.configuration,
        app.settings,
    ):
        assert "right" not in repr(thing)
        assert "secret:" not in repr(thing)
        assert "foreign" not in repr(thing)


def test_no_credential_shows_in_what_a_server_prints(tmp_path: Path) -> None:
    path = tmp_path / "verify.toml"
    path.write_text(ACCOUNTS.replace("right", "a-token-to-hide").replace("foreign", "a-secret-to-hide"))
    with program.Program("--config", str(path), "--port", "0", "--log-level", "debug") as server:
        answers = [
            server.wire.send(
                b"GET /v2/Services HTTP/1.1\r\nHost: a\r\n" + b": ".join(basic(sid, password)) + b"\r\n\r\n"
            )
            for sid, password in ((WITH_TOKEN, "a-token-to-hide"), (WITH_TOKEN, "b"), (OTHER_KEY, "b"))
        ]
        told = "".join((str(answers), *map(str, server.stop())))
    assert [answer.status for answer in answers] == [200, 401, 401]
    assert "to-hide" not in told
