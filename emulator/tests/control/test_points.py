"""/_emulator/state/points: named states to go back to. Source of all: our contract (docs/state.md)."""

import pytest
from harness.answers import Answer
from harness.local import ACCOUNT, TO, Local

OTHER = "AC" + "b" * 32
POINTS = "/_emulator/state/points"


def listed(emulator: Local, query: str = "") -> list[tuple[str, str | None]]:
    points = emulator.get(POINTS + query).json["points"]
    return [(point["name"], point["account_sid"]) for point in points]


def save(emulator: Local, name: str, query: str = "") -> Answer:
    return emulator.send("POST", f"{POINTS}/{name}{query}")


def restore(emulator: Local, name: str, query: str = "") -> Answer:
    return emulator.send("POST", f"{POINTS}/{name}/restore{query}")


def test_one_goes_back_as_often_as_wanted(emulator: Local) -> None:
    emulator.start()
    code = emulator.code()
    save(emulator, "sent")
    for _ in range(2):
        assert emulator.check(code).json["status"] == "approved"
        emulator.app.clock.freeze()
        emulator.allow(trial=True)
        assert restore(emulator, "sent").status == 200
        assert not emulator.app.clock.frozen
        assert not emulator.app.accounts.get(ACCOUNT).settings.trial


def test_a_point_is_shown_with_what_it_has(emulator: Local) -> None:
    emulator.start()
    answer = save(emulator, "a.b-C_1")
    assert answer.status == 201
    shown = answer.json
    assert shown == emulator.get(POINTS).json["points"][0]
    assert shown == restore(emulator, "a.b-C_1").json
    assert shown.pop("saved_at").endswith("Z")
    assert shown.pop("records") > 2
    assert shown == {"name": "a.b-C_1", "account_sid": None, "accounts": 1, "messages": 1}


def test_what_is_saved_again_is_replaced(emulator: Local) -> None:
    save(emulator, "a")
    save(emulator, "b")
    emulator.start()
    save(emulator, "a")
    restore(emulator, "a")
    assert emulator.fetch(TO).status == 200
    assert listed(emulator) == [("b", None), ("a", None)]


def test_points_of_an_account_are_its_own(emulator: Local) -> None:
    emulator.account, emulator.token = OTHER, "other"
    emulator.start()
    save(emulator, "a", f"?account_sid={OTHER}")
    save(emulator, "a")
    emulator.update(TO, "canceled")
    emulator.account, emulator.token = ACCOUNT, "0" * 32
    emulator.start()
    assert restore(emulator, "a", f"?account_sid={OTHER}").status == 200
    assert emulator.fetch(TO).status == 200
    emulator.account, emulator.token = OTHER, "other"
    assert emulator.fetch(TO).json["status"] == "pending"
    assert listed(emulator) == [("a", OTHER), ("a", None)]
    assert listed(emulator, f"?account_sid={OTHER}") == [("a", OTHER)]
    assert listed(emulator, f"?account_sid={ACCOUNT}") == []
    assert restore(emulator, "a", f"?account_sid={ACCOUNT}").status == 404


def test_an_account_that_had_nothing_has_nothing_again(emulator: Local) -> None:
    query = f"?account_sid={ACCOUNT}"
    save(emulator, "new", query)
    emulator.start()
    restore(emulator, "new", query)
    assert emulator.fetch(TO).status == 404
    assert emulator.get("/_emulator/messages").json["messages"] == []


def test_a_point_survives_a_reset(emulator: Local) -> None:
    emulator.start()
    save(emulator, "a")
    emulator.post("/_emulator/reset")
    restore(emulator, "a")
    assert emulator.fetch(TO).status == 200


def test_a_deleted_point_is_gone(emulator: Local) -> None:
    save(emulator, "a")
    assert emulator.send("DELETE", f"{POINTS}/a").status == 204
    assert listed(emulator) == []


def test_what_there_is_not_is_told(emulator: Local) -> None:
    for answer in (restore(emulator, "a"), emulator.send("DELETE", f"{POINTS}/a")):
        assert (answer.status, answer.json) == (404, {"error": "There is no save point of that name."})


@pytest.mark.parametrize("name", ["a%20b", "%C3%A9", "a" * 65, "%0A", "a%0A"])
def test_what_is_no_name_is_told(emulator: Local, name: str) -> None:
    answer = save(emulator, name)
    expected = {"error": "name: 1 to 64 letters, digits, dots, dashes and underscores"}
    assert (answer.status, answer.json) == (400, expected)


def test_there_are_a_hundred_at_most(emulator: Local) -> None:
    for number in range(100):
        assert save(emulator, str(number)).status == 201
    answer = save(emulator, "more")
    assert (answer.status, answer.json) == (
        400,
        {"error": "there are 100 save points already; delete one"},
    )
    assert save(emulator, "7").status == 201
    assert save(emulator, "more", f"?account_sid={OTHER}").status == 201


def test_points_of_the_oldest_account_go_where_there_are_too_many(
    emulator: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verify_emulator.state.points.MOST_ACCOUNTS", 2)
    for digit in "abca":
        save(emulator, "p", f"?account_sid=AC{digit * 32}")
    assert {sid[2] for _, sid in listed(emulator) if sid} == {"a", "c"}
