"""Somebody logs in. Codes are read, and time passes, by the emulator's control plane."""

import os
from urllib.parse import urlencode
from urllib.request import urlopen

import login
import pytest

CONTROL = os.environ["VERIFY_EMULATOR_URL"] + "/_emulator"
PHONE = "+15017122661"


@pytest.fixture(autouse=True)
def nothing_happened_yet() -> None:
    call("/reset", b"")


def call(path: str, form: bytes | None = None) -> str:
    with urlopen(CONTROL + path, form, timeout=20) as answer:
        return str(answer.read(), "utf-8")


def receive_code() -> str:
    login.send_code(PHONE)
    return call("/code?" + urlencode({"to": PHONE, "wait": 10}))


def test_the_code_that_was_sent_logs_in() -> None:
    assert login.log_in(PHONE, receive_code())


def test_a_wrong_code_does_not() -> None:
    code = receive_code()
    assert not login.log_in(PHONE, "111111" if code == "000000" else "000000")


def test_after_ten_minutes_the_code_is_expired() -> None:
    code = receive_code()
    call("/clock", b"advance=10m1s")
    assert not login.log_in(PHONE, code)
