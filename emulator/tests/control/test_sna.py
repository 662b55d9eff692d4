"""/_emulator/sna/…: where the handset proves its number. Source where none is named: our contract."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from harness.answers import Answer
from harness.caller import JSON
from harness.local import ACCOUNT, FORM, SERVICE, TO, Local, basic

SUCCESS = "ErrorCode=0&ErrorDescription=Success&Carrier=Emulated"
FAILURE = "ErrorCode=-10&ErrorDescription=Failure"
SETTINGS = f"/_emulator/accounts/{ACCOUNT}/settings"
OTHER = "AC" + "1" * 32


@pytest.fixture(autouse=True)
def _set_up_with_carriers(emulator: Local) -> None:
    emulator.allow(sna=True)


def path_of(started: Any, base: str = "http://emulator.test") -> str:
    url: str = started.json["sna"]["url"]
    assert url.startswith(base + "/_emulator/sna/")
    return url.removeprefix(base)


def is_approved(emulator: Local, to: str = TO) -> bool:
    return bool(emulator.check(None, to).json["valid"])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_handset_needs_no_credentials(emulator: Local, method: str) -> None:
    """docs/verify/api/verification, Invoke the SNA URL: GET or POST; 200 and plain text."""
    path = path_of(emulator.start(channel="sna"))
    answer = emulator.send(method, path, b"anything=1" if method == "POST" else b"", headers=[FORM])
    assert (answer.status, answer.text) == (200, SUCCESS)
    assert answer.headers["content-type"].startswith("text/plain")
    assert is_approved(emulator)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused_and_use_nothing_up(emulator: Local, method: str) -> None:
    path = path_of(emulator.start(channel="sna"))
    assert emulator.send(method, path).status == 405
    assert emulator.get(path).text == SUCCESS


def test_a_query_changes_nothing(emulator: Local) -> None:
    assert emulator.get(path_of(emulator.start(channel="sna")) + "?data=1&cipherSalt=2").text == SUCCESS


def test_the_url_leads_where_the_caller_came_from(emulator: Local) -> None:
    headers = [(b"host", b"phone.example:8739"), (b"x-forwarded-proto", b"https"), FORM]
    body = b"To=%2B15017122661&Channel=sna"
    target = f"/v2/Services/{SERVICE}/Verifications"
    started = emulator.send("POST", target, body, [*headers, basic(ACCOUNT, emulator.token)])
    assert emulator.get(path_of(started, "https://phone.example:8739")).text == SUCCESS


def test_the_url_leads_to_the_public_address(make_emulator: Callable[..., Local]) -> None:
    emulator = make_emulator(public_url="https://tunnel.example")
    emulator.allow(sna=True)
    assert emulator.get(path_of(emulator.start(channel="sna"), "https://tunnel.example")).text == SUCCESS


# Whoever opens a URL


@pytest.mark.parametrize("site", ["cross-site", "same-site", "same-origin", "none"])
def test_a_page_of_the_application_may_open_it(emulator: Local, site: str) -> None:
    """docs/verify/sna/tech-overview: a page in the phone's browser, which is not one of the emulator's."""
    path = path_of(emulator.start(channel="sna"))
    headers = [(b"sec-fetch-site", site.encode()), (b"origin", b"https://shop.example")]
    answer = emulator.send("GET", path, headers=headers)
    assert (answer.status, answer.text) == (200, SUCCESS)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert is_approved(emulator)


@pytest.mark.parametrize(
    "path", ["/_emulator/clock", "/_emulator/sna", "/_emulator/snake/", "/_emulator/./sna/"]
)
def test_that_lets_no_page_steer_the_emulator(emulator: Local, path: str) -> None:
    answer = emulator.send("POST", path, b"advance=1d", [FORM, (b"sec-fetch-site", b"cross-site")])
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/_emulator/sna/../clock", "/_emulator/sna/%2e%2e/clock", "/_emulator/sna//clock"]
)
def test_no_way_leads_from_there_to_the_rest(emulator: Local, path: str) -> None:
    assert (
        emulator.send("POST", path, b"advance=1d", [FORM, (b"sec-fetch-site", b"cross-site")]).status == 404
    )
    assert abs(emulator.get("/_emulator/clock").json["offset_seconds"]) < 1


def test_whatever_looks_ahead_uses_nothing_up(emulator: Local) -> None:
    """docs/verify/sna-testing-guide warns of previews of links; by HEAD they come to nothing."""
    path = path_of(emulator.start(channel="sna"))
    answer = emulator.send("HEAD", path)
    assert (answer.status, answer.headers["allow"], answer.body) == (405, "GET, POST", b"")
    assert emulator.get(path).text == SUCCESS


def test_no_account_is_made_for_a_url(make_emulator: Callable[..., Local]) -> None:
    """It needs no credentials, and beyond the bound real accounts would go."""
    emulator = make_emulator(keep_accounts=1)
    emulator.allow(sna=True)
    path = path_of(emulator.start(channel="sna"))
    for digit in "123":
        answer = emulator.get(path.replace(ACCOUNT, "AC" + digit * 32))
        assert (answer.status, answer.text) == (200, FAILURE)
    assert emulator.get(path).text == SUCCESS


# Tenants


def test_tenants_are_apart(emulator: Local) -> None:
    """What one account is told does not open anything of another."""
    path = path_of(emulator.start(channel="sna"))
    emulator.account, emulator.token = OTHER, "token"
    emulator.allow(sna=True, sna_results=[TO])
    other = path_of(emulator.start(channel="sna"))
    assert emulator.get(path.replace(ACCOUNT, OTHER)).text == FAILURE
    assert emulator.get(other.replace(OTHER, ACCOUNT)).text == FAILURE
    assert [emulator.get(path).text, emulator.get(other).text] == [SUCCESS, SUCCESS]
    assert not is_approved(emulator)
    emulator.account, emulator.token = ACCOUNT, "0" * 32
    assert is_approved(emulator)


def test_a_url_goes_by_the_clock_of_its_account(emulator: Local) -> None:
    """twilio.com/docs/verify/sna-testing-guide: ten minutes."""
    paths = []
    for account in (ACCOUNT, OTHER):
        emulator.account = account
        emulator.allow(sna=True)
        paths.append(path_of(emulator.start(channel="sna")))
    assert emulator.post(f"/_emulator/clock?account_sid={OTHER}", advance="10m").status == 200
    assert [emulator.get(path).text for path in paths] == [SUCCESS, FAILURE]


@pytest.mark.parametrize("query", ["", f"?account_sid={ACCOUNT}"])
def test_after_a_reset_a_url_fails(emulator: Local, query: str) -> None:
    path = path_of(emulator.start(channel="sna"))
    emulator.post(f"/_emulator/reset{query}")
    assert emulator.get(path).text == FAILURE


def test_after_its_service_was_deleted_a_url_fails(emulator: Local) -> None:
    service = emulator.service()
    path = path_of(emulator.start(channel="sna", service=service))
    assert emulator.send("DELETE", f"/v2/Services/{service}").status == 204
    assert emulator.get(path).text == FAILURE


# Paths that were never told

NAMES = (SERVICE, "VE" + "2" * 32, "VL" + "3" * 32)


@pytest.mark.parametrize("account", ["AC123", "VA" + "0" * 32, "AC" + "g" * 32, "ac" + "0" * 32, "%00", "ü"])
def test_a_url_of_no_account_is_404(emulator: Local, account: str) -> None:
    answer = emulator.get("/".join(("/_emulator/sna", account, *NAMES)))
    assert (answer.status, answer.json) == (404, {"error": "No such URL."})


@pytest.mark.parametrize(
    "names",
    [
        NAMES,
        ("VE1", "VL1", "VA1"),
        ("x", "y", "z"),
        ("%00", "%ff", "%2e%2e"),
        ("..", "..", ".."),
        ("'", '"', "<script>"),
        ("ü" * 500, "😀", "a" * 5000),
    ],
    ids=str,
)
def test_a_url_of_nothing_fails(emulator: Local, names: tuple[str, ...]) -> None:
    """twilio.com/docs/verify/sna."""
    answer = emulator.get("/".join(("/_emulator/sna", ACCOUNT, *names)))
    assert (answer.status, answer.text) == (200, FAILURE)


@pytest.mark.parametrize(
    "rest", ["", "/", f"/{SERVICE}", f"/{SERVICE}/VE1", f"/{SERVICE}/VE1/VL1/more", "////"]
)
def test_part_of_a_url_is_404(emulator: Local, rest: str) -> None:
    answer = emulator.get(f"/_emulator/sna/{ACCOUNT}{rest}")
    assert answer.status == 404
    assert list(answer.json) == ["error"]


def test_a_url_tells_nothing_of_what_there_is(emulator: Local) -> None:
    """The same answer for a used URL, a foreign one and one of nothing."""
    path = path_of(emulator.start(channel="sna"))
    emulator.get(path)
    used, none = emulator.get(path), emulator.get("/".join(("/_emulator/sna", ACCOUNT, *NAMES)))
    assert (used.status, used.text) == (none.status, none.text)


# The setting


def change(emulator: Local, results: Any) -> Answer:
    return emulator.send("PATCH", SETTINGS, json.dumps({"sna_results": results}).encode(), [JSON])


@pytest.mark.parametrize(
    "results",
    [
        "+1501*",
        [{"to": TO, "code": 60519}],
        [{"to": TO, "code": 0}],
        [{"to": TO, "code": 60200}],
        [{"to": TO, "code": "none"}],
        [{"code": 60500}],
        [{"to": TO, "channel": "sna"}],
        [5],
        [[TO]],
        {TO: 60500},
    ],
    ids=str,
)
def test_what_is_no_result_is_refused(emulator: Local, results: Any) -> None:
    before = emulator.get(SETTINGS).json
    answer = change(emulator, results)
    assert (answer.status, list(answer.json)) == (400, ["error"])
    assert answer.json["error"].startswith("sna_results")
    assert emulator.get(SETTINGS).json == before


def test_the_setting_is_shown_in_full(emulator: Local) -> None:
    assert change(emulator, [TO, {"to": "+44*", "code": 60540}]).status == 200
    shown = emulator.get(SETTINGS).json["sna_results"]
    assert shown == [{"to": TO, "code": 60500}, {"to": "+44*", "code": 60540}]
