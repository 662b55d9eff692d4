"""/_emulator/faults and /_emulator/magic. Source of all: our contract."""

import json
from typing import Any

import pytest
from harness.answers import Answer
from harness.local import FORM, Local, basic

from verify_emulator.events import FaultsChanged

MINE, OTHERS = "AC" + "1" * 32, "AC" + "2" * 32


def script(emulator: Local, **fields: Any) -> Any:
    answer = emulator.send("POST", "/_emulator/faults", json.dumps(fields).encode())
    assert answer.status == 201, answer.body
    return answer.json


def faults(emulator: Local, query: str = "") -> list[Any]:
    found: list[Any] = emulator.get(f"/_emulator/faults{query}").json["faults"]
    return found


def test_a_failure_is_added_shown_and_dropped(emulator: Local) -> None:
    assert faults(emulator) == []
    added = script(emulator, operation="CreateVerification", error=60203, times=2)
    assert added == {
        "id": added["id"],
        "operation": "CreateVerification",
        "times": 2,
        "count_retries": True,
        "error": 60203,
        "delay": 0,
        "matched": 0,
        "happened": 0,
        "remaining": 2,
    }
    assert added["id"].startswith("FA")
    assert len(added["id"]) == 34
    assert emulator.start().refusal == (429, 60203, "Max send attempts reached")
    counted = {**added, "matched": 1, "happened": 1, "remaining": 1}
    assert faults(emulator) == [counted]
    assert emulator.get(f"/_emulator/faults/{added['id']}").json == counted
    gone = emulator.send("DELETE", f"/_emulator/faults/{added['id']}")
    assert (gone.status, gone.body) == (204, b"")
    assert emulator.start().status == 201


def test_the_error_of_a_message_may_be_a_number(emulator: Local) -> None:
    """As that of a call."""
    added = script(emulator, delivery={"status": "undelivered", "error_code": 30003})
    assert added["delivery"]["error_code"] == "30003"


def test_a_form_says_the_same_as_json(emulator: Local) -> None:
    answer = emulator.post(
        "/_emulator/faults",
        {"delivery.status": "undelivered", "delivery.error_code": "30003", "delivery.delay": "2"},
        times=1,
        count_retries="false",
    )
    assert answer.status == 201
    assert answer.json["delivery"] == {"status": "undelivered", "error_code": "30003", "delay": 2.0}
    assert (answer.json["times"], answer.json["count_retries"]) == (1, False)
    assert emulator.post("/_emulator/faults", error="MAX_SENDS").json["error"] == "MAX_SENDS"
    assert emulator.post("/_emulator/faults", approves="true").json["approves"] is True
    assert emulator.post("/_emulator/faults", drop="true").json["drop"] == "before"


@pytest.mark.parametrize(
    ("written", "to"),
    [
        ("+1*", "+1*"),
        ("%2B1*", "+1*"),
        ("*+1", "* 1"),
        ("ada+1@example.com", "ada+1@example.com"),
        ("+*@example.com", "+*@example.com"),
    ],
)
def test_a_plus_that_was_not_escaped_in_a_form_is_forgiven(emulator: Local, written: str, to: str) -> None:
    """As in a query: `curl -d to='+1*'` escapes nothing. Where it could be meant otherwise it is left alone."""
    answer = emulator.send("POST", "/_emulator/faults", f"to={written}&error=60203".encode())
    assert answer.json["to"] == to


def test_what_was_written_with_a_plus_is_met(emulator: Local) -> None:
    emulator.send("POST", "/_emulator/faults", b"to=+1*&error=60203")
    assert emulator.start().refusal == (429, 60203, "Max send attempts reached")


@pytest.mark.parametrize("verb", ["GET", "DELETE"])
def test_one_that_there_is_not_is_404(emulator: Local, verb: str) -> None:
    answer = emulator.send(verb, "/_emulator/faults/FA1")
    assert (answer.status, answer.json) == (404, {"error": "There is no scripted failure FA1."})


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "fields: nothing is to happen: say one of error,"),
        (b"error=1", "error: no call of Verify fails with 1"),
        (
            b"operation=CreateVerfication&error=60203",
            "operation: there is none that CreateVerfication matches",
        ),
        (b"error=60203&times=0", "times: input should be greater than or equal to 1"),
        (b"error=60203&tmies=1", "tmies: Extra inputs are not permitted"),
        (b"delivery=x", "delivery: input should be a valid dictionary"),
        (b"delivery=x&delivery.status=never", "delivery: either one value or several"),
        (b"delivery.status=lost", "delivery.status: input should be 'delivered'"),
        (b"a.b.c=1", "a: Extra inputs are not permitted"),
        (b"{}", "fields: nothing is to happen"),
        (b"[]", "The body is not a JSON object."),
        (b"{", "The body is not JSON:"),
        (b'{"delivery": []}', "delivery: input should be a valid dictionary"),
        (b'{"error": {}}', "error"),
        (b'{"error": 1e999}', ""),
        (b'{"to": 1, "error": 60203}', "to: input should be a valid string"),
        (b'{"times": 1e30, "error": 60203}', "times:"),
        (b'{"operation": null, "error": 60203}', "operation:"),
        (b"\xff=\xff", "\ufffd: Extra inputs"),
    ],
)
def test_a_bad_one_is_refused_by_name_and_changes_nothing(emulator: Local, body: bytes, error: str) -> None:
    answer = emulator.send("POST", "/_emulator/faults", body)
    assert answer.status == 400
    assert answer.json.keys() == {"error"}
    assert answer.json["error"].startswith(error)
    assert faults(emulator) == []


def test_there_can_only_be_so_many(emulator: Local) -> None:
    for _ in range(1000):
        script(emulator, error=60203)
    answer = emulator.post("/_emulator/faults", error=60203)
    assert (answer.status, answer.json) == (400, {"error": "there are 1000 already: delete some"})


def test_those_of_one_account_are_read_and_dropped_by_themselves(emulator: Local) -> None:
    script(emulator, error=60203)
    script(emulator, error=60203, account_sid=MINE)
    script(emulator, error=60203, account_sid=OTHERS)
    assert [one["account_sid"] for one in faults(emulator, f"?account_sid={MINE}")] == [MINE]
    assert emulator.send("DELETE", f"/_emulator/faults?account_sid={MINE}").status == 204
    assert [one.get("account_sid") for one in faults(emulator)] == [None, OTHERS]
    assert emulator.send("DELETE", "/_emulator/faults").status == 204
    assert faults(emulator) == []
    assert emulator.send("DELETE", "/_emulator/faults?account_sid=x").status == 400


@pytest.mark.parametrize("fields", ["operation=FetchService", "acount_sid=x"])
def test_they_are_not_dropped_by_anything_but_the_account(emulator: Local, fields: str) -> None:
    script(emulator, error=60203)
    error = {"error": f"{fields.partition('=')[0]}: only account_sid is taken here"}
    assert emulator.send("DELETE", f"/_emulator/faults?{fields}").json == error
    assert emulator.send("DELETE", "/_emulator/faults", fields.encode()).json == error
    assert emulator.get(f"/_emulator/faults?{fields}").json == error
    assert len(faults(emulator)) == 1


def test_the_account_in_the_query_is_the_failures(emulator: Local) -> None:
    added = emulator.post(f"/_emulator/faults?account_sid={MINE}", error=60203)
    assert (added.status, added.json["account_sid"]) == (201, MINE)
    assert [start_as(emulator, sid).status for sid in (OTHERS, MINE)] == [201, 429]
    same = emulator.post(f"/_emulator/faults?account_sid={MINE}", error=60203, account_sid=MINE)
    assert same.json["account_sid"] == MINE


@pytest.mark.parametrize(
    ("query", "error"),
    [
        (f"account_sid={OTHERS}", f"account_sid: {MINE} in the body, and {OTHERS} in the query"),
        ("error=60203", "error: only account_sid is taken here"),
    ],
)
def test_a_query_that_says_something_else_is_refused(emulator: Local, query: str, error: str) -> None:
    answer = emulator.post(f"/_emulator/faults?{query}", error=60203, account_sid=MINE)
    assert (answer.status, answer.json) == (400, {"error": error})
    assert faults(emulator) == []


def test_a_reset_drops_them(emulator: Local) -> None:
    script(emulator, error=60203)
    script(emulator, error=60203, account_sid=MINE)
    emulator.post(f"/_emulator/reset?account_sid={MINE}")
    assert [one.get("account_sid") for one in faults(emulator)] == [None]
    emulator.post("/_emulator/reset")
    assert faults(emulator) == []


def start_as(emulator: Local, account: str) -> Answer:
    headers = [(b"host", b"emulator.test"), FORM, basic(account, "token")]
    path = "/v2/Services/VA" + "0" * 32 + "/Verifications"
    return emulator.send("POST", path, b"To=%2B15017122661&Channel=sms", headers)


def test_an_accounts_failure_is_no_other_accounts(emulator: Local) -> None:
    script(emulator, error=60203, account_sid=MINE)
    assert [start_as(emulator, sid).status for sid in (OTHERS, MINE, OTHERS)] == [201, 429, 201]


def test_changes_are_published(emulator: Local) -> None:
    told: list[FaultsChanged] = []
    emulator.app.events.subscribe(FaultsChanged, told.append)
    script(emulator, error=60203)
    emulator.start()
    emulator.send("DELETE", "/_emulator/faults")
    assert len(told) == 3


def test_the_control_plane_itself_does_not_fail(emulator: Local) -> None:
    script(emulator, status=500)
    assert emulator.get("/_emulator/health").status == 200
    assert emulator.get("/v2/Services").status == 500


def test_magic_recipients_are_told(emulator: Local) -> None:
    shown = emulator.get("/_emulator/magic").json["magic"]
    assert {"name", "phone", "email", "effect"} == set().union(*shown)
    assert ("slow", "+15005550000", "slow@magic.test") in [
        (row["name"], row["phone"], row["email"]) for row in shown
    ]
