"""Changing and deleting a Service."""

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local


def test_an_update_changes_what_was_sent_and_nothing_else(emulator: Local) -> None:
    """twilio.com/docs/verify/api/service."""
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
    before = emulator.get(f"/v2/Services/{emulator.service(CodeLength=8)}").json
    emulator.post("/_emulator/clock", advance="60")
    answer = emulator.post(f"/v2/Services/{before['sid']}", {"Totp.Skew": "2"})
    assert answer.status == 200
    expected = {**before, "date_updated": "2026-01-02T03:05:05Z", "totp": {**before["totp"], "skew": 2}}
    assert answer.json == emulator.get(f"/v2/Services/{before['sid']}").json == expected


def test_an_empty_update_changes_only_the_date(emulator: Local) -> None:
    """twilio.com/docs/verify/api/service: nothing is required."""
    assert emulator.post(f"/v2/Services/{SERVICE}").status == 200


def test_a_deleted_service_is_gone_with_its_verifications(emulator: Local) -> None:
    """twilio.com/docs/verify/api/service; that its verifications go along is inferred."""
    service = emulator.service()
    sid = emulator.start(service=service).json["sid"]
    answer = emulator.send("DELETE", f"/v2/Services/{service}")
    assert (answer.status, answer.body) == (204, b"")
    for method, path in (
        ("GET", f"/v2/Services/{service}"),
        ("POST", f"/v2/Services/{service}"),
        ("DELETE", f"/v2/Services/{service}"),
        ("GET", f"/v2/Services/{service}/Verifications/{sid}"),
        ("POST", f"/v2/Services/{service}/Verifications"),
        ("POST", f"/v2/Services/{service}/VerificationCheck"),
    ):
        answer = emulator.send(method, path)
        assert answer.refusal == (404, 20404, f"The requested resource {path} was not found")


def test_a_service_is_not_seen_by_another_account(emulator: Local) -> None:
    """Our contract: every Account SID is a tenant of its own."""
    service = emulator.service()
    emulator.account, emulator.token = "AC" + "1" * 32, "another"
    assert emulator.get(f"/v2/Services/{service}").status == 404
    assert emulator.start(service=service).status == 404


@pytest.mark.parametrize("sid", [ACCOUNT, "VE" + "0" * 32])
@pytest.mark.parametrize("below", ["", "/Verifications", "/VerificationCheck"])
def test_a_sid_of_another_kind_is_400(emulator: Local, sid: str, below: str) -> None:
    """github.com/twilio/twilio-go/issues/177, observed 2022: no parameter is named."""
    answer = emulator.post(f"/v2/Services/{sid}{below}", To=TO, Channel="sms", Code="123456")
    assert answer.refusal == (400, 60200, "Invalid parameter")


@pytest.mark.parametrize("sid", ["", "00", "undefined", "VA123", "VA" + "0" * 33, "va" + "0" * 32, "%20"])
@pytest.mark.parametrize("below", ["", "/Verifications", "/VerificationCheck"])
def test_what_is_no_sid_is_404_and_echoed(emulator: Local, sid: str, below: str) -> None:
    """github.com/twilio/twilio-node/issues/1111; // is not collapsed (observed)."""
    path = f"/v2/Services/{sid}{below}"
    answer = emulator.post(path, To=TO, Channel="sms", Code="123456")
    assert answer.refusal == (404, 20404, f"The requested resource {path} was not found")
