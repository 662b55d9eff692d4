"""What a Verification looks like."""

from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local

KEYS = [
    "sid",
    "service_sid",
    "account_sid",
    "to",
    "channel",
    "status",
    "valid",
    "date_created",
    "date_updated",
    "lookup",
    "amount",
    "payee",
    "send_code_attempts",
    "sna",
    "url",
]


def test_a_new_verification_has_the_documented_keys(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification; lower-case channels and milliseconds in live bodies of 2021 to 2024."""
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05.123456Z")
    answer = emulator.start()
    body = answer.json
    assert answer.status == 201
    assert list(body) == KEYS
    (attempt,) = body["send_code_attempts"]
    assert list(attempt) == ["attempt_sid", "channel", "time"]
    assert body == {
        "sid": body["sid"],
        "service_sid": SERVICE,
        "account_sid": ACCOUNT,
        "to": TO,
        "channel": "sms",
        "status": "pending",
        "valid": False,
        "date_created": "2026-01-02T03:04:05Z",
        "date_updated": "2026-01-02T03:04:05Z",
        "lookup": {"carrier": None},
        "amount": None,
        "payee": None,
        "send_code_attempts": [
            {"attempt_sid": attempt["attempt_sid"], "channel": "sms", "time": "2026-01-02T03:04:05.123Z"}
        ],
        "sna": None,
        "url": f"http://emulator.test/v2/Services/{SERVICE}/Verifications/{body['sid']}",
    }
    assert (body["sid"][:2], attempt["attempt_sid"][:2]) == ("VE", "VL")
    assert emulator.fetch(body["sid"]).json == body


CARRIERS: list[tuple[str, dict[str, Any]]] = [
    (
        "+14155552671",
        {
            "mobile_country_code": "311",
            "type": "mobile",
            "error_code": None,
            "mobile_network_code": "180",
            "name": "T-Mobile USA, Inc.",
        },
    ),
    (
        "+442079460000",
        {
            "mobile_country_code": None,
            "type": "landline",
            "error_code": None,
            "mobile_network_code": None,
            "name": None,
        },
    ),
    (
        "+16135550123",
        {
            "mobile_country_code": None,
            "type": None,
            "error_code": 60601,
            "mobile_network_code": None,
            "name": None,
        },
    ),
]


@pytest.mark.parametrize(("to", "carrier"), CARRIERS)
def test_lookup_adds_the_carrier(emulator: Local, to: str, carrier: dict[str, Any]) -> None:
    """twilio.com/docs/verify/api/verification: Canada gives none by default; the networks are made up."""
    service = emulator.service(LookupEnabled="true")
    assert emulator.start(to, service=service).json["lookup"] == {"carrier": carrier}
    assert emulator.start(to).json["lookup"] == {"carrier": None}


def test_there_is_no_carrier_behind_an_email_address(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification: lookup is about phone numbers."""
    service = emulator.service(LookupEnabled="true", MailerSid="MD" + "0" * 32)
    assert emulator.start("a@example.com", "email", service=service).json["lookup"] == {"carrier": None}


@pytest.mark.parametrize("key", ["%2B15017122661", "+15017122661"])
def test_a_number_in_a_path_may_be_escaped_or_not(emulator: Local, key: str) -> None:
    """Runs of the SDKs: + is left as it is or escaped."""
    sid = emulator.start().json["sid"]
    assert emulator.fetch(key).json["sid"] == sid


@pytest.mark.parametrize("key", ["a@example.com", "a%40example.com"])
def test_an_address_in_a_path_may_be_escaped_or_not(emulator: Local, key: str) -> None:
    """Runs of the SDKs: @ is left as it is or escaped."""
    sid = emulator.start("a@example.com", "email").json["sid"]
    assert emulator.fetch(key).json["sid"] == sid


def test_a_space_in_a_path_is_no_plus(emulator: Local) -> None:
    """Runs of the SDKs: in a path + means +."""
    emulator.start()
    assert emulator.fetch("%2015017122661").status == 404
