"""/_emulator/state: all that there is as a document, and back. Source of all: our contract (docs/state.md)."""

import json
from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local
from harness.twins import dateless, document_of

from verify_emulator.control import state as control
from verify_emulator.events import Reset

OTHER = "AC" + "b" * 32
STATE = "/_emulator/state"


def use(emulator: Local, account: str, token: str = "0" * 32) -> Local:
    emulator.account, emulator.token = account, token
    return emulator


@pytest.fixture
def two(emulator: Local) -> Local:
    """Two accounts with a message each."""
    use(emulator, OTHER, "other").start("+447400123456")
    use(emulator, ACCOUNT).start()
    return emulator


def put(emulator: Local, document: bytes, query: str = "") -> Any:
    answer = emulator.send("PUT", STATE + query, document)
    return (answer.status, answer.json["error"] if answer.body else None)


def recipients(emulator: Local) -> list[str]:
    return [message["to"] for message in emulator.get("/_emulator/messages").json["messages"]]


def test_it_is_a_document_that_nobody_keeps(two: Local) -> None:
    answer = two.get(STATE)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["cache-control"] == "no-store"
    assert dateless(answer.body) == dateless(document_of(two))
    assert [account["sid"] for account in answer.json["accounts"]] == [OTHER, ACCOUNT]


def test_asked_for_its_head_it_sends_no_body(two: Local) -> None:
    answer = two.send("HEAD", STATE)
    assert (answer.status, answer.body) == (200, b"")


def test_put_replaces_all(two: Local, make_emulator: Any) -> None:
    other = make_emulator()
    other.start("+4915112345678")
    assert put(other, two.get(STATE).body) == (204, None)
    assert recipients(other) == ["+447400123456", TO]
    assert other.fetch("+4915112345678").status == 404
    assert other.check(other.code()).json["status"] == "approved"


def test_put_of_an_empty_state_leaves_nothing(two: Local, make_emulator: Any) -> None:
    assert put(two, make_emulator().get(STATE).body) == (204, None)
    assert two.app.accounts.seen() == ()
    assert two.fetch(TO).status == 404


def test_a_document_of_one_account_has_nothing_of_the_others(two: Local) -> None:
    document = two.get(f"{STATE}?account_sid={OTHER}").json
    assert [account["sid"] for account in document["accounts"]] == [OTHER]
    assert [message["to"] for message in document["messages"]] == ["+447400123456"]
    assert TO not in json.dumps(document)


def test_put_of_one_account_leaves_the_others_as_they_are(two: Local) -> None:
    document = two.get(STATE).body
    two.start("+33612345678")
    use(two, OTHER, "other").start("+33612345679")
    two.app.clock.freeze()
    assert put(two, document, f"?account_sid={OTHER}") == (204, None)
    assert two.app.clock.frozen
    assert two.fetch("+33612345679").status == 404
    assert use(two, ACCOUNT).fetch("+33612345678").status == 200
    assert recipients(two) == ["+447400123456", TO, "+33612345678"]


def test_put_of_an_account_that_the_document_has_not(two: Local) -> None:
    missing = "AC" + "c" * 32
    expected = f"accounts: there is no {missing}"
    assert put(two, two.get(STATE).body, f"?account_sid={missing}") == (400, expected)
    assert recipients(two) == ["+447400123456", TO]


def test_what_is_no_account_is_refused(two: Local) -> None:
    for method in ("GET", "PUT"):
        assert two.send(method, f"{STATE}?account_sid=x").status == 400


def test_cursors_never_go_back(two: Local) -> None:
    """Whoever reads on from one would miss what comes next."""
    document = two.get(STATE).body
    two.start("+33612345678")
    cursor = two.get("/_emulator/messages").json["cursor"]
    put(two, document)
    two.start("+33612345679")
    following = two.get(f"/_emulator/messages?after={cursor}").json["messages"]
    assert [message["to"] for message in following] == ["+33612345679"]


def test_messages_of_another_emulator_never_share_a_cursor(two: Local, make_emulator: Any) -> None:
    elsewhere = use(make_emulator(), OTHER, "other")
    for digit in range(3):
        elsewhere.start(f"+3361234567{digit}")
    put(two, elsewhere.get(STATE).body, f"?account_sid={OTHER}")
    found, cursor = [], 0
    while page := two.get(f"/_emulator/messages?after={cursor}&limit=1").json:
        if not page["messages"]:
            break
        found.append(page["messages"][0]["to"])
        cursor = page["cursor"]
    assert found == [TO, "+33612345670", "+33612345671", "+33612345672"]


def test_who_looks_on_is_told(two: Local) -> None:
    told: list[object] = []
    two.app.events.subscribe(Reset, told.append)
    document = two.get(STATE).body
    put(two, document)
    put(two, document, f"?account_sid={OTHER}")
    put(two, b"{")
    assert told == [Reset(None), Reset(OTHER)]


def test_a_document_that_is_too_large_is_not_read(two: Local, monkeypatch: pytest.MonkeyPatch) -> None:
    document = two.get(STATE).body
    monkeypatch.setattr(control, "MAX_BODY", len(document) - 1)
    assert put(two, document) == (413, f"The body is larger than {len(document) - 1} bytes.")
    monkeypatch.setattr(control, "MAX_BODY", len(document))
    assert put(two, document) == (204, None)


def test_the_fault_of_a_document_is_told_by_its_place(two: Local) -> None:
    document = two.get(STATE).json
    del document["accounts"][1]["records"]["Service"][0]["friendly_name"]
    expected = "accounts[1].records.Service[0].friendly_name: is required"
    assert put(two, json.dumps(document).encode()) == (400, expected)


def test_it_is_put_while_calls_go_on(two: Local) -> None:
    """The document is read on a thread; until then everything is as it was."""
    document = two.get(STATE).body

    async def both() -> list[int]:
        import asyncio

        answers = await asyncio.gather(
            two.ask("PUT", STATE, document),
            *(two.ask("GET", f"/v2/Services/{SERVICE}") for _ in range(20)),
        )
        return [answer.status for answer in answers]

    assert two.run(both()) == [204] + [200] * 20


def test_other_methods_are_refused(two: Local) -> None:
    for method in ("POST", "DELETE", "PATCH"):
        assert two.send(method, STATE).status == 405
