"""The headers of every answer."""

import re

import pytest
import requests

from conformance_tests.targets.wire import Wire, as_nobody

SERVICES = "/v2/Services"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Expose-Headers": "ETag",
    "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-Match, If-Modified-Since, "
    "If-None-Match, If-Unmodified-Since, Idempotency-Key",
}
ANSWERS = ["200", "201", "204", "400", "401", "404", "405", "options"]


@pytest.fixture
def answer(request: pytest.FixtureRequest, http: Wire, service_sid: str) -> requests.Response:
    """An answer of each kind."""
    service = f"{SERVICES}/{service_sid}"
    calls = {
        "200": lambda: http.get(service),
        "201": lambda: http.post(SERVICES, {"FriendlyName": "Headers"}),
        "204": lambda: http.delete(service),
        "400": lambda: http.post(SERVICES),
        "401": lambda: http.get(service, auth=as_nobody),
        "404": lambda: http.get("/v2/Nothing"),
        "405": lambda: http.request("PUT", service),
        "options": lambda: http.request("OPTIONS", service, auth=as_nobody),
    }
    return calls[request.param]()


every_answer = pytest.mark.parametrize("answer", ANSWERS, indirect=True)


@every_answer
def test_every_answer_lets_browsers_of_any_origin_read_it(answer: requests.Response) -> None:
    """Source: the OpenAPI file of Verify declares these headers; values as on api.twilio.com (observed)."""
    assert {name: answer.headers.get(name) for name in CORS} == CORS


@every_answer
def test_every_answer_has_the_headers_of_twilios_platform(answer: requests.Response) -> None:
    """Source: headers of api.twilio.com, 2023-11 (inferred)."""
    assert re.fullmatch(r"RQ[0-9a-f]{32}", answer.headers["Twilio-Request-Id"])
    assert re.fullmatch(r"\d+\.\d{3}", answer.headers["Twilio-Request-Duration"])
    assert answer.headers["Twilio-Concurrent-Requests"] == "1"
    assert answer.headers["X-Home-Region"] == "us1"
    assert answer.headers["X-API-Domain"] == "verify.twilio.com"
    assert answer.headers["X-Powered-By"] == "AT-5000"
    assert answer.headers["X-Shenanigans"] == "none"


@every_answer
def test_every_answer_has_a_date(answer: requests.Response) -> None:
    """Source: twilio-verify-android corrects its clock by this header (observed)."""
    form = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT"
    assert re.fullmatch(form, answer.headers["Date"])


@pytest.mark.parametrize("answer", ["200", "201", "400", "401", "404", "405"], indirect=True)
def test_every_answer_with_a_body_is_json(answer: requests.Response) -> None:
    """Source: twilio.com/docs/usage/twilios-response (observed)."""
    assert answer.headers["Content-Type"] == "application/json"
    assert isinstance(answer.json(), dict)


@every_answer
def test_no_answer_but_a_rate_limit_says_when_to_come_back(answer: requests.Response) -> None:
    """Source: the OpenAPI file of Verify declares them with 20429 (documented)."""
    assert "Retry-After" not in answer.headers
    assert "Twilio-Reached-Rate-Limit" not in answer.headers


@pytest.mark.needs("any_host")
@every_answer
def test_without_tls_nothing_is_said_about_transport_security(answer: requests.Response) -> None:
    """Source: the header belongs to https, RFC 6797 section 7.2 (inferred)."""
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("path", [SERVICES, "/v2/Services/VA0/Verifications", "/v2/Nothing"])
def test_a_preflight_request_needs_no_credentials(http: Wire, path: str) -> None:
    """Source: no recording, but browsers send it without credentials (guess)."""
    answer = http.request("OPTIONS", path, auth=as_nobody)
    assert answer.status_code in (200, 204)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_request_ids_differ(http: Wire) -> None:
    """Source: headers of api.twilio.com, 2023-11 (inferred)."""
    assert len({http.get(SERVICES).headers["Twilio-Request-Id"] for _ in range(3)}) == 3


@pytest.mark.needs("connection")
def test_a_connection_that_should_close_is_closed(http: Wire) -> None:
    """Source: twilio-node up to 4.x sends Connection: close and reuses an open socket (observed)."""
    answer = http.get(SERVICES, headers={"Connection": "close"})
    assert answer.headers["Connection"].lower() == "close"
