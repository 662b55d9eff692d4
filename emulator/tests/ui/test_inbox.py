"""The inbox over plain HTTP: what it takes, what it says about itself, who may look. Source: our contract."""

import re
import subprocess
import sys

import pytest
from harness.answers import Answer
from harness.local import ACCOUNT, FORM, SERVICE, TO, Local, basic

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def look(emulator: Local, path: str = "/", host: str = "127.0.0.1:8739", **headers: str) -> Answer:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return emulator.send("GET", path, headers=[(b"host", host.encode()), *sent])


@pytest.mark.parametrize("path", ["/", "/phones", f"/phones?to=%2B{TO[1:]}"])
def test_pages_are_there_for_everybody(emulator: Local, path: str) -> None:
    answer = look(emulator, path)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["/", "/phones/nothing", "/ui/fragments/nothing", "/ui/files/1/x.js"])
def test_whatever_it_is_it_is_guarded(emulator: Local, path: str) -> None:
    """No inline script, no frame around it, nothing kept by the browser."""
    answer = look(emulator, path)
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"


def test_no_page_has_script_or_style_of_its_own(emulator: Local) -> None:
    emulator.start()
    text = look(emulator).text
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)", text)


@pytest.mark.parametrize("host", ["verify.twilio.com", "api.twilio.com:443", "verify.dublin.ie1.twilio.com"])
def test_at_a_name_of_twilios_there_is_only_twilio(emulator: Local, host: str) -> None:
    answer = look(emulator, host=host, authorization=basic(emulator.account, emulator.token)[1].decode())
    assert answer.refusal[:2] == (404, 20404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_of_the_inbox(emulator: Local, method: str) -> None:
    answer = emulator.send(method, "/phones", headers=[(b"host", b"127.0.0.1"), FORM])
    assert "content-security-policy" not in answer.headers


@pytest.mark.parametrize(
    "host",
    [
        "localhost:8739",
        "127.0.0.1",
        "[::1]:8739",
        "192.168.1.5:8739",
        "emulator:8739",
        "verify.test",
        "a.local",
        "x.svc",
    ],
)
def test_names_that_nobody_can_register_are_let_in(emulator: Local, host: str) -> None:
    """Containers and machines next door must find it."""
    assert look(emulator, host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example.com", "a.b.c:8739", "localhost.evil.net", "[evil", "127.0.0.1.nip.io"]
)
def test_other_names_are_not(emulator: Local, host: str) -> None:
    """A page of that name, led here by its own name server, would read codes (DNS rebinding)."""
    answer = look(emulator, host=host)
    assert answer.status == 403
    assert "--public-url" in answer.text


def test_the_public_name_is_let_in(make_emulator: type[Local]) -> None:
    emulator = make_emulator(public_url="https://verify.staging.example.com", tls_name=("inbox.example.org",))
    assert look(emulator, host="verify.staging.example.com").status == 200
    assert look(emulator, host="inbox.example.org").status == 200
    assert look(emulator, host="other.example.org").status == 403


def test_pages_of_other_sites_read_nothing(emulator: Local) -> None:
    assert look(emulator, sec_fetch_site="cross-site", sec_fetch_mode="no-cors").status == 403
    assert (
        look(emulator, "/ui/fragments/recipients", sec_fetch_site="cross-site", sec_fetch_mode="cors").status
        == 403
    )


def test_links_of_other_sites_lead_here(emulator: Local) -> None:
    assert look(emulator, sec_fetch_site="cross-site", sec_fetch_mode="navigate").status == 200


def file_in(page: str, name: str) -> str:
    found = re.search(rf"/ui/files/\w+/{re.escape(name)}", page)
    assert found
    return found[0]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("frame.css", "text/css; charset=utf-8"),
        ("phones.js", "text/javascript; charset=utf-8"),
        ("mark.svg", "image/svg+xml"),
    ],
)
def test_files_are_kept_for_as_long_as_they_stay_the_same(emulator: Local, name: str, kind: str) -> None:
    path = file_in(look(emulator).text, name)
    answer = look(emulator, path)
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert look(emulator, path, if_none_match=answer.headers["etag"]).status == 304
    assert look(emulator, path, if_none_match='"another"').status == 200


def test_an_old_page_gets_what_there_is_now_and_asks_again(emulator: Local) -> None:
    answer = look(emulator, "/ui/files/0123456789abcdef/frame.css")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache")


def test_the_icon_is_there_without_being_named(emulator: Local) -> None:
    """Browsers ask for it when somebody looks at JSON; as a 404 it would stand among the requests to Twilio."""
    assert look(emulator, "/favicon.ico").headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize("path", ["/phones/nothing", "/ui/nothing", "/ui/files/1/..%2f__init__.py"])
def test_a_page_that_does_not_exist_says_so(emulator: Local, path: str) -> None:
    answer = look(emulator, path)
    assert answer.status == 404
    assert "There is no such" in answer.text


def test_an_account_that_is_none_is_refused(emulator: Local) -> None:
    answer = look(emulator, "/?account_sid=%3Cscript%3E")
    assert answer.status == 400
    assert "not an Account SID" in answer.text
    assert "<script>" not in answer.text


def test_nothing_of_it_is_imported_before_somebody_looks() -> None:
    """A start costs what it cost before there was an inbox."""
    program = (
        "import sys; from verify_emulator.app import App; App();"
        "print([name for name in sys.modules if name.startswith(('verify_emulator.ui', 'jinja2', 'segno'))])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("path", ["/", "/phones/authenticators", "/verifications"])
def test_a_clock_of_an_account_may_be_thousands_of_years_away(emulator: Local, path: str) -> None:
    emulator.start()
    emulator.post(f"/_emulator/clock?account_sid={ACCOUNT}", freeze="8000-01-01T00:00:00Z")
    emulator.post(f"/v2/Services/{SERVICE}/Entities/person-0001/Factors", FriendlyName="A", FactorType="totp")
    assert look(emulator, path).status == 200
