"""The headers of every answer, and the addresses in it."""

from collections.abc import Callable

import pytest
from harness.local import ACCOUNT, FORM, SERVICE, TOKEN, Local, basic

CREDENTIALS = basic(ACCOUNT, TOKEN)
SAME = {
    "content-type": "application/json",
    "twilio-concurrent-requests": "1",
    "x-home-region": "us1",
    "x-api-domain": "verify.twilio.com",
    "x-powered-by": "AT-5000",
    "x-shenanigans": "none",
    "access-control-allow-origin": "*",
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "ETag",
    "access-control-allow-methods": "GET, POST, DELETE, OPTIONS",
}


@pytest.mark.parametrize(("path", "status"), [("/v2/Services", 200), ("/v2/Nothing", 404)])
def test_every_answer_has_twilios_headers(emulator: Local, path: str, status: int) -> None:
    """Observed on api.twilio.com 2023-11; twilio-oai for the CORS names."""
    answer = emulator.get(path)
    assert answer.status == status
    assert {name: answer.headers[name] for name in SAME} == SAME
    assert "Idempotency-Key" in answer.headers["access-control-allow-headers"]
    assert answer.headers["content-length"] == str(len(answer.body))
    assert float(answer.headers["twilio-request-duration"]) >= 0
    assert len(answer.headers["twilio-request-duration"].partition(".")[2]) == 3


def test_every_request_has_an_id_of_its_own(emulator: Local) -> None:
    """Observed on api.twilio.com 2023-11: RQ and 32 hex digits."""
    ids = [emulator.get("/v2/Services").headers["twilio-request-id"] for _ in range(3)]
    assert len(set(ids)) == 3
    assert all(len(one) == 34 and one.startswith("RQ") and int(one[2:], 16) for one in ids)


def test_an_empty_answer_has_no_length(emulator: Local) -> None:
    """RFC 9110, 8.6."""
    answer = emulator.send("DELETE", f"/v2/Services/{SERVICE}")
    assert (answer.status, "content-length" in answer.headers) == (204, False)


def test_the_date_follows_the_clock(emulator: Local) -> None:
    """Our contract: push SDKs correct their clock by it."""
    emulator.post("/_emulator/clock", freeze="2030-05-06T07:08:09.999Z")
    assert emulator.get("/v2/Services").headers["date"] == "Mon, 06 May 2030 07:08:09 GMT"
    assert emulator.get("/v2/Nothing").headers["date"] == "Mon, 06 May 2030 07:08:09 GMT"


def test_the_date_follows_the_accounts_clock(emulator: Local) -> None:
    """Our contract: an account may have a time of its own."""
    emulator.post(f"/_emulator/clock?account_sid={ACCOUNT}", freeze="2031-05-06T07:08:09Z")
    assert emulator.get("/v2/Services").headers["date"] == "Tue, 06 May 2031 07:08:09 GMT"


@pytest.mark.parametrize(
    ("headers", "scheme", "base"),
    [
        ([(b"host", b"localhost:8739")], "http", "http://localhost:8739"),
        ([(b"host", b"verify.twilio.com")], "https", "https://verify.twilio.com"),
        ([], "http", "http://localhost"),
        (
            [(b"host", b"a"), (b"x-forwarded-host", b"b:1"), (b"x-forwarded-proto", b"https")],
            "http",
            "https://b:1",
        ),
    ],
)
def test_addresses_have_the_scheme_and_host_of_the_request(
    emulator: Local, headers: list[tuple[bytes, bytes]], scheme: str, base: str
) -> None:
    """The twilio package follows absolute URLs: they must not lead to the real Twilio."""
    answer = emulator.send("GET", "/v2/Services", headers=[*headers, CREDENTIALS], scheme=scheme)
    assert answer.json["meta"]["url"] == f"{base}/v2/Services?PageSize=50&Page=0"
    assert answer.json["services"][0]["url"] == f"{base}/v2/Services/{SERVICE}"
    assert ("strict-transport-security" in answer.headers) is base.startswith("https")


def test_a_public_url_goes_before_the_requests_own(make_emulator: Callable[..., Local]) -> None:
    """Our contract: --public-url."""
    emulator = make_emulator(public_url="https://verify.test")
    headers = [(b"host", b"a"), (b"x-forwarded-host", b"b"), FORM, CREDENTIALS]
    answer = emulator.send(
        "POST", f"/v2/Services/{SERVICE}/Verifications", b"To=%2B15017122661&Channel=sms", headers
    )
    assert answer.json["url"].startswith(f"https://verify.test/v2/Services/{SERVICE}/Verifications/VE")


@pytest.mark.parametrize(
    ("to", "status", "hint"),
    [
        ("1", 400, "1 is none. Phone numbers are E.164: +, country code and number, such as +15017122661."),
        (
            "+14155552671",
            403,
            "The account is one for trial: the account setting trial (PATCH /_emulator/accounts/{AccountSid}/settings) "
            "is on. It sends to its verified_numbers only, and +14155552671 is not one of them.",
        ),
    ],
)
def test_an_error_explains_itself(emulator: Local, to: str, status: int, hint: str) -> None:
    """Our contract: X-Emulator-Hint."""
    emulator.allow(trial=True)
    answer = emulator.start(to)
    assert (answer.status, answer.hint) == (status, hint)
