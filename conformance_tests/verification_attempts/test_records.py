"""Every message with a code is an attempt."""

import json
import re
from datetime import datetime

import pytest
from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import another
from conformance_tests.history import ATTEMPTS, attempts, attempts_of
from conformance_tests.refusals import METHOD_NOT_ALLOWED, assert_refused, not_found
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

MEMBERS = [
    "sid",
    "account_sid",
    "service_sid",
    "verification_sid",
    "date_created",
    "date_updated",
    "conversion_status",
    "channel",
    "price",
    "channel_data",
    "url",
]
OF_CHANNEL_DATA = [
    "verification_sid",
    "to",
    "status",
    "message_status",
    "error_code",
    "country",
    "code_length",
    "locale",
    "mcc",
    "mnc",
    "carrier",
]


def sids_of(verification: VerificationInstance) -> list[str]:
    """The attempts that a verification names, newest first."""
    return [one["attempt_sid"] for one in reversed(verification.send_code_attempts)]


def test_a_send_is_an_attempt_with_these_members(
    http: Wire, pending: VerificationInstance, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    found = attempts_of(http, target, pending, 1)[0]
    fetched = json.loads(http.get(f"{ATTEMPTS}/{found['sid']}").text)
    assert list(fetched) == MEMBERS
    assert list(fetched["channel_data"]) == OF_CHANNEL_DATA
    assert fetched == found


def test_an_attempt_belongs_to_its_verification(
    http: Wire, pending: VerificationInstance, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    found = attempts_of(http, target, pending, 1)[0]
    assert re.fullmatch(r"VL[0-9a-f]{32}", found["sid"])
    assert [found["sid"]] == sids_of(pending)
    assert found["verification_sid"] == found["channel_data"]["verification_sid"] == pending.sid
    assert (found["service_sid"], found["account_sid"]) == (pending.service_sid, pending.account_sid)
    assert found["url"] == f"{http.origin}{ATTEMPTS}/{found['sid']}"


def test_a_new_attempt_is_unconverted_and_unconfirmed(
    http: Wire, pending: VerificationInstance, target: Target
) -> None:
    """Source: the examples in the OpenAPI file of Verify: lower-case words (documented)."""
    found = attempts_of(http, target, pending, 1)[0]
    assert (found["conversion_status"], found["channel"]) == ("unconverted", "sms")
    data = found["channel_data"]
    assert (data["status"], data["to"], data["code_length"]) == ("unconfirmed", pending.to, 6)
    assert re.fullmatch("[A-Z]{2}", data["country"])
    assert {type(data[name]) for name in ("error_code", "mcc", "mnc")} <= {str, type(None)}


def test_the_sdk_reads_an_attempt(
    client: Client, http: Wire, pending: VerificationInstance, target: Target
) -> None:
    """Source: twilio-python reads whole-second dates only (observed)."""
    found = attempts_of(http, target, pending, 1)[0]
    fetched = client.verify.v2.verification_attempts(found["sid"]).fetch()
    assert isinstance(fetched.date_created, datetime)
    assert isinstance(fetched.date_updated, datetime)
    listed = client.verify.v2.verification_attempts.list(verification_sid=str(pending.sid), limit=5)
    assert [one.sid for one in listed] == [found["sid"]]


def test_a_send_again_is_another_attempt_and_the_newest_comes_first(
    http: Wire, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/attempts; published code takes the first as the last one (inferred)."""
    for _ in range(3):
        again = service.verifications.create(to=to, channel="sms")
    found = attempts_of(http, target, again, 3)
    assert [one["sid"] for one in found] == sids_of(again)
    assert {one["verification_sid"] for one in found} == {again.sid}


@pytest.mark.needs("call")
def test_a_send_over_another_channel_is_another_attempt(
    http: Wire, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    service.verifications.create(to=to, channel="sms")
    called = service.verifications.create(to=to, channel="call")
    assert [one["channel"] for one in attempts_of(http, target, called, 2)] == ["call", "sms"]


def test_the_right_code_converts_all_attempts_of_its_verification(
    http: Wire, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: no source for the older ones (guess)."""
    service.verifications.create(to=to, channel="sms")
    again = service.verifications.create(to=to, channel="sms")
    attempts_of(http, target, again, 2)
    assert service.verification_checks.create(to=to, code=target.read_code(to)).status == "approved"
    found = attempts_of(http, target, again, 2)
    assert [one["conversion_status"] for one in found] == ["converted"] * 2
    assert [one["channel_data"]["status"] for one in found] == ["confirmed"] * 2


def test_a_wrong_code_converts_nothing(
    http: Wire, service: ServiceContext, pending: VerificationInstance, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    code = target.read_code(str(pending.to))
    service.verification_checks.create(to=str(pending.to), code=another(code))
    assert attempts_of(http, target, pending, 1)[0]["conversion_status"] == "unconverted"


def test_a_refused_send_is_no_attempt(http: Wire, service: ServiceContext, service_sid: str) -> None:
    """Source: twilio.com/docs/verify/api/attempts (inferred)."""
    path = f"/v2/Services/{service_sid}/Verifications"
    assert http.post(path, {"To": "+1", "Channel": "sms"}).status_code == 400
    assert attempts(http, VerifyServiceSid=service_sid) == []


@pytest.mark.parametrize("sid", ["VL" + "f" * 32, "VL1", "VE" + "f" * 32])
def test_an_unknown_attempt_is_not_found(http: Wire, sid: str) -> None:
    """Source: twilio.com/docs/api/errors/20404 (inferred)."""
    assert_refused(http.get(f"{ATTEMPTS}/{sid}"), not_found(f"{ATTEMPTS}/{sid}"))


@pytest.mark.needs("accounts", "no_charge")
def test_the_attempt_of_another_account_is_not_found(pending: VerificationInstance, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/20404 (inferred)."""
    path = f"{ATTEMPTS}/{sids_of(pending)[0]}"
    stranger = target.http(target.fresh_account())
    assert_refused(stranger.get(path), not_found(path))
    assert attempts(stranger) == []


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_attempts_are_only_read(http: Wire, method: str) -> None:
    """Source: twilio.com/docs/api/errors/20004 (inferred)."""
    for path in (ATTEMPTS, f"{ATTEMPTS}/VL{'f' * 32}"):
        assert_refused(http.request(method, path), METHOD_NOT_ALLOWED)
