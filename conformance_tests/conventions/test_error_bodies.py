"""The envelope of errors."""

import json

import pytest

from conformance_tests.targets.wire import Wire

UNKNOWN = "/v2/Services/VA" + "f" * 32
CALLS = [
    ("GET", UNKNOWN, 404),
    ("POST", "/v2/Services", 400),
    ("PUT", "/v2/Services", 405),
    ("GET", "/v2/Services?PageSize=x", 400),
    ("GET", "/nothing", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), CALLS)
def test_an_error_has_code_message_more_info_and_status_in_this_order(
    http: Wire, method: str, path: str, status: int
) -> None:
    """Source: twilio.com/docs/api/errors/60200 and every published body (documented)."""
    answer = http.request(method, path)
    assert answer.status_code == status
    body = json.loads(answer.text)
    assert list(body) == ["code", "message", "more_info", "status"]
    assert body["status"] == status
    assert isinstance(body["code"], int)
    assert isinstance(body["message"], str)
    assert body["more_info"] == f"https://www.twilio.com/docs/errors/{body['code']}"
