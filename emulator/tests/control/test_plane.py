"""The control plane as a whole. Source of all: our contract."""

from collections.abc import Callable
from datetime import datetime

import pytest
from harness.local import ACCOUNT, Local

import verify_emulator


def test_health_says_that_all_is_well(emulator: Local) -> None:
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
    answer = emulator.get("/_emulator/health")
    assert answer.status == 200
    body = answer.json
    assert list(body) == ["status", "version", "now", "uptime_seconds", "operations"]
    assert (body["status"], body["version"]) == ("ok", verify_emulator.__version__)
    assert body["now"] == "2026-01-02T03:04:05.000Z"
    assert 0 <= body["uptime_seconds"] < 60
    listed = emulator.get("/_emulator/operations").json["operations"]
    implemented = sum(operation["implemented"] for operation in listed)
    assert body["operations"] == {"implemented": implemented, "total": 57}


def test_the_time_of_health_is_iso_8601(emulator: Local) -> None:
    assert datetime.fromisoformat(emulator.get("/_emulator/health").json["now"]).tzinfo is not None


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/health/", "/clock/", "x"])
def test_an_unknown_path_is_404(emulator: Local, path: str) -> None:
    answer = emulator.get(f"/_emulator{path}")
    assert answer.status == 404
    assert list(answer.json) == ["error"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/reset"),
        ("GET", "/clock"),
        ("POST", "/clock"),
        ("GET", "/state"),
        ("PUT", "/state"),
        ("GET", "/state/points"),
        ("POST", "/state/points/here"),
        ("DELETE", "/state/points/here"),
        ("POST", "/state/points/here/restore"),
        ("GET", "/phones"),
        ("POST", "/phones"),
        ("DELETE", "/phones/YF1"),
        ("POST", "/phones/YF1/challenges/YC1"),
        ("GET", "/events"),
        ("DELETE", "/faults/FA1"),
        ("POST", "/verifications/AC1/VA1/VE1"),
        ("POST", "/webhooks/deliveries/WD1/replay"),
        ("PATCH", f"/accounts/AC{'0' * 32}/settings"),
    ],
)
def test_what_is_misspelt_in_a_query_is_refused_by_name(emulator: Local, method: str, path: str) -> None:
    """Or else it would be everybody's clock that is moved."""
    answer = emulator.send(method, f"/_emulator{path}?acount_sid=AC{'1' * 32}")
    assert answer.status == 400
    assert answer.json["error"].startswith("acount_sid: ")


@pytest.mark.parametrize(
    "path", ["/messages", "/messages/latest", "/code", "/verifications", "/requests", "/webhooks/deliveries"]
)
def test_what_is_no_account_has_nothing_and_is_told_so(emulator: Local, path: str) -> None:
    for sid in ("x", "AC1", ""):
        answer = emulator.get(f"/_emulator{path}?account_sid={sid}")
        error = "account_sid: not an Account SID (AC and 32 hex digits)"
        assert (answer.status, answer.json) == (400, {"error": error})


def test_multipart_is_not_taken(emulator: Local) -> None:
    """As `curl -F` sends it; its fields would be those of no form."""
    body = b'--b\r\nContent-Disposition: form-data; name="error"\r\n\r\n60203\r\n--b--\r\n'
    for path in ("/faults", "/reset", "/clock"):
        headers = [(b"content-type", b"Multipart/form-data; boundary=b")]
        answer = emulator.send("POST", f"/_emulator{path}", body, headers)
        assert answer.status == 415
        assert answer.json == {"error": "multipart/form-data is not taken: send JSON or a form (curl -d)."}


@pytest.mark.parametrize("path", ["/state/points/here", "/state/points/here/restore"])
def test_a_save_point_may_be_named_as_an_accounts_in_the_body(emulator: Local, path: str) -> None:
    emulator.send("POST", "/_emulator/state/points/here")
    emulator.send("POST", f"/_emulator/state/points/here?account_sid={ACCOUNT}")
    for body in (f"account_sid={ACCOUNT}", f'{{"account_sid": "{ACCOUNT}"}}'):
        answer = emulator.send("POST", f"/_emulator{path}", body.encode())
        assert answer.json["account_sid"] == ACCOUNT


@pytest.mark.parametrize("path", ["/reset", "/clock", "/messages"])
def test_pages_of_other_sites_may_not_steer(emulator: Local, path: str) -> None:
    emulator.start()
    headers = [(b"sec-fetch-site", b"cross-site")]
    answer = emulator.send("POST", f"/_emulator{path}", b"advance=1d", headers)
    assert (answer.status, answer.json) == (
        403,
        {"error": "Pages of other sites may not steer the emulator."},
    )
    assert emulator.messages()
    assert abs(emulator.get("/_emulator/clock").json["offset_seconds"]) < 1


@pytest.mark.parametrize("site", [b"same-origin", b"same-site", b"none"])
def test_ones_own_pages_may(emulator: Local, site: bytes) -> None:
    assert emulator.send("POST", "/_emulator/reset", headers=[(b"sec-fetch-site", site)]).status == 204


AT_LAN = [(b"host", b"192.0.2.2:8739")]
"""Browsers send no Sec-Fetch-Site to plain HTTP on another machine."""


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.com",
        "https://evil.com",
        "null",
        "",
        "http://192.0.2.2:3000",
        "http://192.0.2.2",
        "http://192.0.2.2.evil.com:8739",
        "http://192.0.2.2:8739@evil.com",
        "http://[evil",
        "http://192.0.2.2:99999",
        "http://192.0.2.2:8739\xff",
    ],
)
def test_a_page_that_only_its_origin_betrays_may_not_steer(emulator: Local, origin: str) -> None:
    headers = [*AT_LAN, (b"origin", origin.encode("latin-1"))]
    answer = emulator.send("POST", "/_emulator/clock", b"advance=1d", headers)
    assert answer.status == 403
    assert answer.json["error"].startswith("Pages of other sites may not steer the emulator. If '")
    assert abs(emulator.get("/_emulator/clock").json["offset_seconds"]) < 1


@pytest.mark.parametrize(
    ("origin", "headers"),
    [
        ("http://192.0.2.2:8739", {"host": "192.0.2.2:8739"}),
        ("http://build-server", {"host": "build-server"}),
        ("http://build-server", {"host": "BUILD-SERVER:80"}),
        ("https://build-server", {"host": "build-server:443"}),
        ("http://[fd00::2]:8739", {"host": "[fd00::2]:8739"}),
        ("http://build-server:8080", {"host": "build-server"}),
        ("https://inbox.test", {"host": "emulator:8739", "x-forwarded-host": "inbox.test"}),
        ("https://inbox.test", {"host": "emulator:8739", "x-forwarded-host": "inbox.test, 10.0.0.1:8739"}),
        ("https://tunnel.evil.com", {"host": "emulator:8739"}),
        ("https://inbox.test", {"host": "emulator:8739", "sec-fetch-site": "same-origin"}),
        ("http://localhost:3000", {"host": "localhost:8739", "sec-fetch-site": "same-site"}),
    ],
)
def test_the_inbox_may_wherever_it_is_shown(
    make_emulator: Callable[..., Local], origin: str, headers: dict[str, str]
) -> None:
    """Directly, and by proxies that say where they are, or that --public-url names, or whose browser says it."""
    emulator = make_emulator(public_url="https://tunnel.evil.com")
    sent = [(name.encode(), value.encode()) for name, value in {"origin": origin, **headers}.items()]
    assert emulator.send("POST", "/_emulator/reset", headers=sent).status == 204


@pytest.mark.parametrize(
    "host", ["evil.example.com", "evil.com:8739", "1.2.3.4.nip.io", "localhost.evil.com", "", "a b"]
)
def test_a_page_whose_name_was_made_to_lead_here_may_neither_steer_nor_read(
    emulator: Local, host: str
) -> None:
    """DNS rebinding: such a page is of the same origin as the emulator, so browsers let it."""
    emulator.start()
    answer = emulator.send("GET", "/_emulator/messages", headers=[(b"host", host.encode())])
    assert answer.status == 403
    assert "--public-url" in answer.json["error"]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8739",
        "[::1]:8739",
        "10.1.2.3",
        "localhost",
        "LOCALHOST:8739",
        "verify-emulator",
        "verify-emulator:8739",
        "emulator.default.svc",
        "emulator.default.svc.cluster.local",
        "host.docker.internal",
        "verify.twilio.com",
        "api.twilio.com:443",
    ],
)
def test_names_that_nobody_else_can_give_may(emulator: Local, host: str) -> None:
    assert emulator.send("GET", "/_emulator/messages", headers=[(b"host", host.encode())]).status == 200


def test_so_may_those_that_the_emulator_was_told(make_emulator: Callable[..., Local]) -> None:
    emulator = make_emulator(public_url="https://tunnel.evil.com", tls_name=["Name.Example.com"])
    for host in (b"tunnel.evil.com", b"name.example.com:8443"):
        assert emulator.send("GET", "/_emulator/messages", headers=[(b"host", host)]).status == 200


def test_programs_that_send_no_host_may(emulator: Local) -> None:
    assert emulator.send("GET", "/_emulator/messages", headers=[]).status == 200
