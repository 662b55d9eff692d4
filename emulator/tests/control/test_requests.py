"""/_emulator/requests and /requests/count. Source of all: our contract."""

import asyncio
import time
from typing import Any

import pytest
from harness.local import ACCOUNT, FORM, SERVICE, TO, Local, basic

OTHER = "AC" + "f" * 32


def requests(emulator: Local, query: str = "") -> list[dict[str, Any]]:
    answer = emulator.get(f"/_emulator/requests?{query}")
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.json["requests"]
    return found


def cursors(emulator: Local, query: str) -> list[int]:
    found = [request["cursor"] for request in requests(emulator, query)]
    assert emulator.get(f"/_emulator/requests/count?{query}").json == {"count": len(found)}
    return found


def test_there_are_no_requests_at_first(emulator: Local) -> None:
    assert emulator.get("/_emulator/requests").json == {"requests": [], "cursor": 0}
    assert emulator.get("/_emulator/requests?after=7").json == {"requests": [], "cursor": 7}
    assert emulator.get("/_emulator/requests/count").json == {"count": 0}


def test_a_request_is_shown_with_its_answer_and_the_rule_that_decided(emulator: Local) -> None:
    emulator.send("POST", f"/_emulator/clock?account_sid={ACCOUNT}", b"freeze=2030-01-02T03:04:05Z")
    answer = emulator.start()
    (shown,) = requests(emulator)
    assert shown.pop("seconds") > 0
    assert shown.pop("source").startswith("docs/verify/api/rate-limits-and-timeouts")
    assert shown == {
        "cursor": 1,
        "id": answer.headers["twilio-request-id"],
        "at": "2030-01-02T03:04:05.000Z",
        "account_sid": ACCOUNT,
        "method": "POST",
        "path": f"/v2/Services/{SERVICE}/Verifications",
        "params": [{"name": "To", "value": TO}, {"name": "Channel", "value": "sms"}],
        "status": 201,
        "code": None,
        "hint": "",
        "operation": "CreateVerification",
        "rule": "verify.verifications.start",
        "fault": "",
        "answer": answer.json,
        "truncated": False,
    }


def test_a_refusal_is_shown_with_its_code_its_hint_and_the_rule(emulator: Local) -> None:
    emulator.allow(blocked_countries=["FR"])
    answer = emulator.start("+33612345678")
    (shown,) = requests(emulator)
    assert (shown["status"], shown["code"]) == (403, 60605)
    assert shown["rule"] == "verify.rules.destinations.check_geo_permissions"
    assert "verify-geo-permissions" in shown["source"]
    assert shown["hint"] == answer.headers["x-emulator-hint"]
    assert shown["answer"] == answer.json


def test_an_answer_without_a_body_is_null(emulator: Local) -> None:
    emulator.send("DELETE", f"/v2/Services/{emulator.service()}")
    assert requests(emulator)[-1]["answer"] is None


def test_secrets_are_masked(emulator: Local) -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    form = {"FactorType": "totp", "FriendlyName": "Phone", "Binding.Secret": secret}
    emulator.post(f"/v2/Services/{SERVICE}/Entities/user-0001/Factors", form)
    (shown,) = requests(emulator)
    assert {"name": "Binding.Secret", "value": "…"} in shown["params"]
    assert shown["answer"]["binding"] == {"secret": "…", "uri": "…"}
    assert secret not in emulator.get("/_emulator/requests").text


def test_requests_can_be_asked_for_by_what_they_are(emulator: Local) -> None:
    emulator.start()
    emulator.check("123456", "+15017122669")
    emulator.get("/v2/Services")
    emulator.send("GET", "/v2/Services/nothing", headers=[basic(OTHER, "t")])
    assert cursors(emulator, "") == [1, 2, 3, 4]
    assert cursors(emulator, f"account_sid={ACCOUNT}") == [1, 2, 3]
    assert cursors(emulator, f"account_sid={OTHER}") == [4]
    assert cursors(emulator, "operation=CreateVerification") == [1]
    assert cursors(emulator, "method=get") == [3, 4]
    assert cursors(emulator, "status=404") == [2, 4]
    assert cursors(emulator, "code=20404&method=POST") == [2]
    assert cursors(emulator, "to=%2B15017122661") == [1]
    assert cursors(emulator, "after=2") == [3, 4]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("/v2/Services", [2]),
        ("/v2/Services/*", [1]),
        ("*/Verifications/%2B1501*", [1]),
        ("*/Verifications/%252B1501*", [1]),
        ("/v2/Services/[V]A*", []),
        ("*?*", []),
        ("", []),
    ],
)
def test_in_a_path_a_star_stands_for_any_text(emulator: Local, pattern: str, found: list[int]) -> None:
    emulator.fetch("%2B15017122661")
    emulator.get("/v2/Services")
    assert cursors(emulator, f"path={pattern}") == found


def test_a_plus_that_was_not_escaped_is_forgiven(emulator: Local) -> None:
    emulator.start()
    assert cursors(emulator, f"to={TO}") == [1]


def test_a_cursor_leads_to_what_came_since(emulator: Local) -> None:
    for _ in range(3):
        emulator.get("/v2/Services")
    first = emulator.get("/_emulator/requests?limit=2").json
    assert (len(first["requests"]), first["cursor"]) == (2, 2)
    second = emulator.get(f"/_emulator/requests?after={first['cursor']}").json
    assert ([request["cursor"] for request in second["requests"]], second["cursor"]) == ([3], 3)


@pytest.mark.parametrize("path", ["requests", "requests/count"])
@pytest.mark.parametrize("operation", ["CreateVerificatoin", "createverification", "Create*"])
def test_a_misspelt_operation_is_refused(emulator: Local, path: str, operation: str) -> None:
    """Or else nobody would ever have asked for it."""
    answer = emulator.get(f"/_emulator/{path}?operation={operation}")
    error = f"operation: there is none that is called {operation}"
    assert (answer.status, answer.json) == (400, {"error": error})


def test_the_list_of_messages_and_what_is_no_operation_can_be_asked_for(emulator: Local) -> None:
    emulator.get(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json")
    emulator.get("/v2/Nothing")
    assert cursors(emulator, "operation=ListMessage") == [1]
    assert cursors(emulator, "operation=") == [2]


def test_a_connection_that_was_cut_has_the_status_0(emulator: Local) -> None:
    emulator.post("/_emulator/faults", drop="before")
    emulator.get("/v2/Services")
    assert cursors(emulator, "status=0") == [1]


@pytest.mark.parametrize(
    "query",
    [
        "status=99",
        "status=-1",
        "account_sid=AC1",
        "account_sid=",
        "status=x",
        "status=1000",
        "code=-1",
        "after=-1",
        "limit=0",
        "wait=301",
        "phone=1",
    ],
)
def test_a_bad_filter_is_named(emulator: Local, query: str) -> None:
    answer = emulator.get(f"/_emulator/requests?{query}")
    assert answer.status == 400
    assert answer.json["error"].startswith(query.partition("=")[0] + ": ")


@pytest.mark.parametrize("query", ["account_sid=AC1", "status=x", "wait=1", "limit=1"])
def test_a_count_takes_filters_and_nothing_else(emulator: Local, query: str) -> None:
    answer = emulator.get(f"/_emulator/requests/count?{query}")
    assert answer.status == 400
    assert answer.json["error"].startswith(query.partition("=")[0] + ": ")


def test_the_journal_can_be_emptied(emulator: Local) -> None:
    """Of one account or of all; the rest of the account stays as it is."""
    sid = emulator.start().json["sid"]
    emulator.send("GET", "/v2/Services", headers=[FORM, basic(OTHER, "t")])
    assert emulator.send("DELETE", "/_emulator/requests?account_sid=nobody").status == 400
    assert emulator.send("DELETE", f"/_emulator/requests?account_sid={ACCOUNT}").status == 204
    assert cursors(emulator, "") == [2]
    answer = emulator.send("DELETE", "/_emulator/requests")
    assert (answer.status, answer.body) == (204, b"")
    assert cursors(emulator, "") == []
    assert emulator.fetch(sid).status == 200


@pytest.mark.parametrize("query", ["operation=FetchService", f"account_sid={ACCOUNT}&status=201", "foo=1"])
def test_it_is_not_emptied_by_what_it_can_be_asked_for(emulator: Local, query: str) -> None:
    """Whoever names a filter does not want all of it gone."""
    emulator.start()
    answer = emulator.send("DELETE", f"/_emulator/requests?{query}")
    name = query.rpartition("&")[2].partition("=")[0]
    assert (answer.status, answer.json) == (400, {"error": f"{name}: only account_sid is taken here"})
    assert emulator.send("DELETE", "/_emulator/requests", query.encode()).status == 400
    assert cursors(emulator, "") == [1]


def test_a_body_can_name_the_account_whose_journal_is_emptied(emulator: Local) -> None:
    emulator.start()
    emulator.send("GET", "/v2/Services", headers=[FORM, basic(OTHER, "t")])
    assert emulator.send("DELETE", "/_emulator/requests", f"account_sid={ACCOUNT}".encode()).status == 204
    assert cursors(emulator, "") == [2]


def test_waiting_ends_as_soon_as_one_that_matches_comes(emulator: Local) -> None:
    """Without polling: the answer comes at once, though there would be a minute to wait."""
    emulator.get("/v2/Services")

    async def wait_and_ask() -> tuple[list[int], float]:
        began = time.monotonic()
        path = "/_emulator/requests?operation=CreateVerification&wait=60"
        waiting = asyncio.ensure_future(emulator.ask("GET", path))
        while not emulator.app.journal._waiters:
            await asyncio.sleep(0)
        await emulator.ask("GET", "/v2/Services")
        body = b"To=%2B15017122661&Channel=sms"
        await emulator.ask("POST", f"/v2/Services/{SERVICE}/Verifications", body)
        found = (await waiting).json["requests"]
        return [request["cursor"] for request in found], time.monotonic() - began

    found, seconds = emulator.run(wait_and_ask())
    assert found == [3]
    assert seconds < 50
    assert not emulator.app.journal._waiters


def test_who_waits_in_vain_gets_an_empty_list(emulator: Local) -> None:
    assert emulator.get("/_emulator/requests?after=5&wait=0.01").json == {"requests": [], "cursor": 5}


def test_nobody_waits_for_what_is_there(emulator: Local) -> None:
    emulator.get("/v2/Services")
    assert cursors(emulator, "") == [1]
    assert len(requests(emulator, "wait=300")) == 1


def test_who_waits_is_sent_away_when_the_emulator_stops(emulator: Local) -> None:
    async def wait_and_stop() -> Any:
        waiting = asyncio.ensure_future(emulator.ask("GET", "/_emulator/requests?wait=300"))
        while not emulator.app.journal._waiters:
            await asyncio.sleep(0)
        emulator.app.stop_waiting()
        return (await waiting).json

    assert emulator.run(wait_and_stop()) == {"requests": [], "cursor": 0}


def test_credentials_are_not_needed_and_the_token_is_nowhere(emulator: Local) -> None:
    emulator.send("GET", "/v2/Services", headers=[basic(OTHER, "a-token-of-mine")])
    text = emulator.send("GET", "/_emulator/requests", headers=[]).text
    assert OTHER in text
    assert "a-token-of-mine" not in text
    assert basic(OTHER, "a-token-of-mine")[1].decode() not in text
