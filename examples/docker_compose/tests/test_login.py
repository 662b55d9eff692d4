"""Somebody logs in at the app, seen from outside. Codes are read, and time passes, by the emulator's control plane."""

import os

import pytest
import requests

APP = os.environ["APP_URL"]
CONTROL = os.environ["VERIFY_EMULATOR_URL"] + "/_emulator"
PHONE = "+15017122661"
SECONDS = 20


@pytest.fixture(autouse=True)
def nothing_happened_yet() -> None:
    requests.post(f"{CONTROL}/reset", timeout=SECONDS).raise_for_status()


def ask_for_code() -> str:
    """Start a login, and read the message that comes."""
    assert requests.post(f"{APP}/login", json={"phone": PHONE}, timeout=SECONDS).status_code == 202
    answer = requests.get(f"{CONTROL}/code", {"to": PHONE, "wait": 10}, timeout=SECONDS)
    answer.raise_for_status()
    return answer.text


def type_in(code: str) -> tuple[int, dict[str, str]]:
    answer = requests.post(f"{APP}/login/code", json={"phone": PHONE, "code": code}, timeout=SECONDS)
    return answer.status_code, answer.json()


def let_pass(duration: str) -> None:
    requests.post(f"{CONTROL}/clock", {"advance": duration}, timeout=SECONDS).raise_for_status()


def test_the_code_that_was_sent_logs_in() -> None:
    assert type_in(ask_for_code()) == (200, {"welcome": PHONE})


def test_a_wrong_code_does_not() -> None:
    code = ask_for_code()
    assert type_in("111111" if code == "000000" else "000000") == (401, {"error": "wrong"})


def test_a_code_works_once() -> None:
    code = ask_for_code()
    type_in(code)
    assert type_in(code) == (401, {"error": "expired"})


def test_after_ten_minutes_the_code_is_expired() -> None:
    code = ask_for_code()
    let_pass("10m1s")
    assert type_in(code) == (401, {"error": "expired"})
