"""The same as tests, one for each thing that can happen to a passcode."""

import re
import subprocess
import sys
from pathlib import Path

import passcodes
import pytest
from quickstart import other_than
from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceContext

import emulator

HERE = Path(__file__).parent
PHONE = "+15017122661"
EMAIL = "emma@example.com"


@pytest.fixture
def client() -> Client:
    """A client for an account to which nothing has happened yet."""
    emulator.reset()
    return passcodes.connect()


@pytest.fixture
def service(client: Client) -> ServiceContext:
    return passcodes.create_service(client, "Quickstart")


@pytest.mark.parametrize("channel", ["sms", "call", "whatsapp"])
def test_the_code_that_was_sent_is_approved(service: ServiceContext, channel: str) -> None:
    assert passcodes.send(service, PHONE, channel) == channel
    assert passcodes.check(service, PHONE, emulator.read_code(PHONE)) == "approved"


def test_a_code_reaches_an_email_address(client: Client) -> None:
    service = client.verify.v2.services(emulator.READY_SERVICE_SID)
    passcodes.send(service, EMAIL, "email")
    assert passcodes.check(service, EMAIL, emulator.read_code(EMAIL)) == "approved"


def test_where_whatsapp_fails_an_sms_brings_the_code(service: ServiceContext) -> None:
    emulator.lose_messages(PHONE, channel="whatsapp")
    assert passcodes.send(service, PHONE, "whatsapp") == "sms"
    message = emulator.read_message(PHONE)
    assert message["channel"] == "sms"
    assert passcodes.check(service, PHONE, message["code"]) == "approved"


def test_a_wrong_code_may_be_corrected(service: ServiceContext) -> None:
    passcodes.send(service, PHONE)
    code = emulator.read_code(PHONE)
    assert passcodes.check(service, PHONE, other_than(code)) == "wrong"
    assert passcodes.check(service, PHONE, code) == "approved"


def test_after_five_wrong_codes_even_the_right_one_is_refused(service: ServiceContext) -> None:
    passcodes.send(service, PHONE)
    code = emulator.read_code(PHONE)
    assert [passcodes.check(service, PHONE, other_than(code)) for _ in range(5)] == ["wrong"] * 5
    assert passcodes.check(service, PHONE, code) == "too many attempts"


@pytest.mark.parametrize(("duration", "outcome"), [("9m50s", "approved"), ("10m1s", "expired")])
def test_a_code_holds_for_ten_minutes(service: ServiceContext, duration: str, outcome: str) -> None:
    passcodes.send(service, PHONE)
    emulator.let_pass(duration)
    assert passcodes.check(service, PHONE, emulator.read_code(PHONE)) == outcome


def test_a_code_works_once(service: ServiceContext) -> None:
    passcodes.send(service, PHONE)
    code = emulator.read_code(PHONE)
    assert passcodes.check(service, PHONE, code) == "approved"
    assert passcodes.check(service, PHONE, code) == "expired"


def test_the_tour_prints_what_the_readme_shows() -> None:
    command = [sys.executable, "-X", "utf8", str(HERE / "quickstart.py")]
    tour = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert without_digits(tour.stdout) in without_digits((HERE / "README.md").read_text("utf-8"))


def without_digits(text: str) -> str:
    """Codes differ from run to run."""
    return re.sub(r"\d", "#", text)
