"""/_emulator/verifications. Source of all: our contract."""

from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local, wrong

OTHER = "AC" + "1" * 32
PATH = "/_emulator/verifications"


def listed(emulator: Local, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = emulator.get(f"{PATH}{query}").json["verifications"]
    return found


def end(emulator: Local, sid: str, status: str) -> Any:
    return emulator.post(f"{PATH}/{ACCOUNT}/{SERVICE}/{sid}", status=status)


def test_a_verification_is_shown_with_its_code_and_the_time_left(emulator: Local) -> None:
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
    sid = emulator.start().json["sid"]
    emulator.start()
    emulator.check(wrong(emulator.code()))
    emulator.post("/_emulator/clock", advance="60")
    assert listed(emulator) == [
        {
            "sid": sid,
            "service_sid": SERVICE,
            "account_sid": ACCOUNT,
            "to": TO,
            "channel": "sms",
            "status": "pending",
            "code": emulator.code(),
            "sends": 2,
            "wrong_checks": 1,
            "max_checks": 5,
            "date_created": "2026-01-02T03:04:05.000Z",
            "date_updated": "2026-01-02T03:04:05.000Z",
            "expires_at": "2026-01-02T03:14:05.000Z",
            "seconds_left": 540,
        }
    ]


def test_the_newest_come_first_across_services_and_accounts(emulator: Local) -> None:
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
    second = emulator.service()
    sids = []
    for service in (SERVICE, second, SERVICE):
        emulator.post("/_emulator/clock", advance="1")
        sids.append(emulator.start(f"+1501712266{len(sids)}", service=service).json["sid"])
    emulator.account, emulator.token = OTHER, "token"
    emulator.post("/_emulator/clock", advance="1")
    sids.append(emulator.start().json["sid"])
    assert [found["sid"] for found in listed(emulator)] == sids[::-1]
    assert [found["sid"] for found in listed(emulator, "?limit=2&skip=1")] == sids[2:0:-1]
    assert [found["sid"] for found in listed(emulator, f"?account_sid={OTHER}")] == sids[3:]
    assert [found["sid"] for found in listed(emulator, f"?service_sid={second}")] == sids[1:2]
    assert [found["sid"] for found in listed(emulator, "?to=+15017122660")] == sids[:1]


def test_they_are_found_by_the_state_they_are_in_now(emulator: Local) -> None:
    emulator.start()
    emulator.post("/_emulator/clock", advance="10m")
    emulator.start("+15017122662")
    assert [found["to"] for found in listed(emulator, "?status=expired")] == [TO]
    assert listed(emulator, "?status=expired")[0]["seconds_left"] == 0
    assert [found["to"] for found in listed(emulator, "?status=pending")] == ["+15017122662"]


def test_one_can_be_approved_by_hand(emulator: Local) -> None:
    sid = emulator.start().json["sid"]
    answer = end(emulator, sid, "approved")
    assert (answer.status, answer.json["status"]) == (200, "approved")
    assert emulator.fetch(sid).status == 404
    assert emulator.get("/v2/Attempts").json["attempts"][0]["conversion_status"] == "converted"


def test_one_can_be_canceled_by_hand(emulator: Local) -> None:
    sid = emulator.start().json["sid"]
    assert end(emulator, sid, "canceled").json["status"] == "canceled"
    assert emulator.fetch(sid).json["status"] == "canceled"


def test_one_can_be_let_expire_at_once(emulator: Local) -> None:
    sid = emulator.start().json["sid"]
    shown = end(emulator, sid, "expired").json
    assert (shown["status"], shown["seconds_left"]) == ("expired", 0)
    assert emulator.fetch(sid).status == 404
    assert "expired 0 s ago" in emulator.check("123456").headers["x-emulator-hint"]
    assert emulator.start().json["sid"] != sid


def test_so_can_one_whose_checks_are_used_up(emulator: Local) -> None:
    sid = emulator.start().json["sid"]
    for _ in range(5):
        emulator.check(wrong(emulator.code()))
    assert emulator.start().status == 429
    assert end(emulator, sid, "expired").status == 200
    assert emulator.start().status == 201


@pytest.mark.parametrize("status", ["approved", "canceled", "expired"])
def test_one_that_has_ended_cannot_end_again(emulator: Local, status: str) -> None:
    sid = emulator.start().json["sid"]
    emulator.check(emulator.code())
    answer = end(emulator, sid, status)
    assert answer.status == 409
    assert "was approved" in answer.json["error"]


@pytest.mark.parametrize(
    "path",
    [
        f"{ACCOUNT}/{SERVICE}/VE{'1' * 32}",
        f"{ACCOUNT}/VA{'1' * 32}/VE{'1' * 32}",
        f"{OTHER}/{SERVICE}/VE{'1' * 32}",
    ],
)
def test_what_is_not_there_is_404(emulator: Local, path: str) -> None:
    emulator.start()
    answer = emulator.post(f"{PATH}/{path}", status="approved")
    assert (answer.status, list(answer.json)) == (404, ["error"])


@pytest.mark.parametrize("form", [{}, {"status": "pending"}, {"status": "approved", "more": "1"}])
def test_another_end_is_refused(emulator: Local, form: dict[str, str]) -> None:
    sid = emulator.start().json["sid"]
    answer = emulator.post(f"{PATH}/{ACCOUNT}/{SERVICE}/{sid}", form)
    assert answer.status == 400
    assert listed(emulator)[0]["status"] == "pending"


@pytest.mark.parametrize("query", ["limit=0", "skip=-1", "status=lost", "page=2"])
def test_a_bad_query_is_refused_by_name(emulator: Local, query: str) -> None:
    answer = emulator.get(f"{PATH}?{query}")
    assert answer.status == 400
    assert answer.json["error"].startswith(query.split("=")[0])


def test_its_end_by_hand_is_told_to_the_event_sink_once(emulator: Local) -> None:
    service = emulator.service(VerifyEventSubscriptionEnabled="true")
    emulator.allow(event_sink="http://127.0.0.1:9/")
    sid = emulator.start(service=service).json["sid"]
    assert emulator.post(f"{PATH}/{ACCOUNT}/{service}/{sid}", status="expired").status == 200
    emulator.post("/_emulator/clock", advance="1h")
    events = [
        delivery["event"].rpartition(".")[2]
        for delivery in emulator.get("/_emulator/webhooks/deliveries").json["deliveries"]
    ]
    assert events == ["pending", "expired"]
