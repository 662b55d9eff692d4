"""The code stays between sender and recipient."""

import pytest
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


@pytest.fixture
def started(make_service: MakeService, to: str) -> VerificationInstance:
    """A verification with a code too long to turn up by chance."""
    return make_service(code_length=10).verifications.create(to=to, channel="sms")


def test_no_answer_contains_the_code(
    http: Wire, started: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/verification; live observation 2026-03 (documented)."""
    code = target.read_code(to)
    service = f"/v2/Services/{started.service_sid}"
    path = f"{service}/Verifications/{started.sid}"
    answers = [
        http.post(f"{service}/Verifications", {"To": to, "Channel": "sms"}),
        http.get(path),
        http.get(f"{service}/Verifications/{to}"),
        http.get(service),
        http.get("/v2/Services?PageSize=1000"),
        http.post(f"{service}/VerificationCheck", {"To": to, "Code": "0000"}),
        http.post(f"{service}/VerificationCheck", {"To": to, "Code": code}),
    ]
    assert answers[-1].json()["status"] == "approved"
    for answer in answers:
        assert answer.status_code < 300
        assert code not in answer.text
        assert code not in str(answer.headers)


@pytest.mark.needs("custom_codes")
def test_not_even_a_custom_code_is_told(http: Wire, make_service: MakeService, to: str) -> None:
    """Source: twilio.com/docs/verify/api/verification (inferred)."""
    service = make_service(custom_code_enabled=True)
    path = f"/v2/Services/{service.fetch().sid}/Verifications"
    answer = http.post(path, {"To": to, "Channel": "sms", "CustomCode": "QWERTYUIOP"})
    assert answer.status_code == 201
    assert "QWERTYUIOP" not in answer.text + http.get(f"{path}/{to}").text
