"""What a failure may be written down as. Source of all: our contract."""

from typing import Any

import pytest
from pydantic import ValidationError

from verify_emulator.faults.fault import Fault
from verify_emulator.receipts import DELIVERED, Receipt
from verify_emulator.settings import explain


def fault(**fields: Any) -> Fault:
    return Fault.model_validate(fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"error": 60203},
        {"error": "60203"},
        {"error": "MAX_SENDS"},
        {"error": 20429, "retry_after": 5},
        {"status": 503},
        {"status": 200, "body": "<html>"},
        {"status": 204},
        {"drop": "before"},
        {"drop": True},
        {"delivery": {"status": "failed", "error_code": "30007", "delay": 1.5}},
        {"approves": True},
        {"approves": "true", "operation": "*Check"},
        {"delay": 0.5},
        {"bytes_per_second": 10},
        {"error": 60203, "delay": 120, "bytes_per_second": 1},
    ],
)
def test_an_outcome_or_a_slow_answer_is_enough(fields: dict[str, Any]) -> None:
    assert fault(**fields).operation


@pytest.mark.parametrize(
    ("fields", "name", "reason"),
    [
        ({}, "fields", "nothing is to happen"),
        ({"approves": False}, "fields", "nothing is to happen"),
        ({"error": 60203, "status": 503}, "fields", "not both error and status"),
        ({"drop": "before", "delivery": {"delay": 1}}, "fields", "not both drop and delivery"),
        ({"error": 1}, "error", "no call of Verify fails with 1"),
        (
            {"error": 30003},
            "error",
            "no call of Verify fails with 30003, a message does: delivery.error_code",
        ),
        ({"error": 30999}, "error", "a message does: delivery.error_code"),
        ({"error": 60519}, "error", "no call of Verify fails with 60519"),
        ({"error": "MAX_WHATEVER"}, "error", "neither a code of Twilio's nor one of MISSING_PARAMETER"),
        ({"error": "²"}, "error", "neither a code"),
        ({"error": "9" * 5000}, "error", "neither a code"),
        ({"status": 199}, "status", "greater than or equal to 200"),
        ({"status": 600}, "status", "less than or equal to 599"),
        ({"status": 503, "body": "x" * 65_537}, "body", "at most 65536"),
        ({"body": "x", "delay": 1}, "fields", "a body goes with a status"),
        ({"status": 204, "body": "x"}, "fields", "a body goes with a status other than 204 and 304"),
        ({"drop": "during"}, "drop", "'before' or 'after'"),
        ({"drop": False}, "drop", "'before' or 'after'"),
        ({"delay": 121}, "delay", "less than or equal to 120"),
        ({"delay": "nan"}, "delay", "finite number"),
        ({"delay": -1}, "delay", "greater than or equal to 0"),
        ({"bytes_per_second": 0}, "bytes_per_second", "greater than 0"),
        ({"error": 60203, "retry_after": -1}, "retry_after", "greater than or equal to 0"),
        ({"delay": 1, "retry_after": 1}, "fields", "retry_after goes with an error or a status"),
        ({"error": 60203, "nth": 0}, "nth", "greater than or equal to 1"),
        ({"error": 60203, "times": 0}, "times", "greater than or equal to 1"),
        ({"error": 60203, "probability": 0}, "probability", "greater than 0"),
        ({"error": 60203, "probability": 1.1}, "probability", "less than or equal to 1"),
        ({"error": 60203, "channel": "pigeon"}, "channel", "should be 'sms'"),
        ({"error": 60203, "account_sid": "AC1"}, "account_sid", "match pattern"),
        ({"error": 60203, "service_sid": "VA1"}, "service_sid", "match pattern"),
        ({"error": 60203, "tmies": 1}, "tmies", "not permitted"),
        ({"delivery": {"status": "lost"}}, "delivery.status", "should be 'delivered'"),
        ({"delivery": {"error_code": "x"}}, "delivery.error_code", "match pattern"),
        ({"delivery": {"error_code": 123456}}, "delivery.error_code", "match pattern"),
        ({"delivery": {"error_code": True}}, "delivery.error_code", "valid string"),
        (
            {"delivery": {"error_code": 30003}},
            "delivery",
            "error_code goes with the status undelivered or failed",
        ),
        ({"delivery": {"status": "never", "error_code": "30003"}}, "delivery", "undelivered or failed"),
        ({"delivery": {}}, "delivery", "nothing is to become of the message: say a status or a delay"),
        ({"delivery": {"delay": -1}}, "delivery.delay", "greater than or equal to 0"),
        ({"delivery": {"delay": 10**9}}, "delivery.delay", "less than or equal to"),
        (
            {"delivery": {"delay": 1}, "operation": "FetchService"},
            "fields",
            "only CreateVerification sends a message",
        ),
        ({"approves": True, "operation": "CreateVerification"}, "fields", "only CreateVerificationCheck"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(fields: dict[str, Any], name: str, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fault(**fields)
    named, text = explain(refused.value)
    assert named == name
    assert reason in text


def test_a_fate_and_an_approval_are_those_of_one_operation() -> None:
    assert fault(delivery={"delay": 1}).operation == "CreateVerification"
    assert fault(approves=True).operation == "CreateVerificationCheck"
    assert fault(error=60203).operation == "*"


@pytest.mark.parametrize(
    ("delivery", "receipt"),
    [
        ({"status": "undelivered"}, Receipt("undelivered", "30008")),
        ({"status": "failed", "error_code": "30007"}, Receipt("failed", "30007")),
        ({"status": "failed", "error_code": 63016}, Receipt("failed", "63016")),
        ({"status": "never"}, Receipt("never")),
        ({"delay": 30}, Receipt("delivered", None, 30)),
    ],
)
def test_a_message_that_fails_has_an_error(delivery: dict[str, Any], receipt: Receipt) -> None:
    """Guess: 30008 where none is given, as in the example in twilio-oai."""
    made = fault(delivery=delivery).delivery
    assert made is not None
    assert made.receipt() == receipt


def test_a_message_that_simply_arrives_has_the_receipt_of_all_others() -> None:
    made = fault(delivery={"status": "delivered"}).delivery
    assert made is not None
    assert made.receipt() is DELIVERED
