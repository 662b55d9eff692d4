"""Which failure a request meets, and when. Source of all: our contract."""

from typing import Any

import pytest

from verify_emulator.faults.fault import Fault
from verify_emulator.faults.faults import MOST_FAULTS, Faults
from verify_emulator.faults.scripted import REMEMBERED_REQUESTS, Facts

ACCOUNT = "AC" + "1" * 32
OTHER = "AC" + "2" * 32
SERVICE = "VA" + "1" * 32


def facts(**more: Any) -> Facts:
    request = {
        "operation": "CreateVerification",
        "account_sid": ACCOUNT,
        "service_sid": SERVICE,
        "to": "+15017122661",
        "channel": "sms",
    }
    return Facts(**{**request, **more})


def scripted(*faults: dict[str, Any], seed: int | None = None) -> Faults:
    made = Faults(seed)
    for fault in faults:
        made.add(Fault.model_validate({"error": 60203} | fault))
    return made


def who_happens(faults: Faults, request: Facts) -> int | None:
    """The place of the failure that a request meets."""
    met = faults.meet(request)
    if met is None or met.used is None:
        return None
    return faults.read().index(met.used)


def happens(faults: Faults, count: int, **more: Any) -> str:
    """What becomes of so many requests: x for a failure."""
    return "".join("." if who_happens(faults, facts(**more)) is None else "x" for _ in range(count))


@pytest.mark.parametrize(
    ("wanted", "meets"),
    [
        ({}, True),
        ({"operation": "CreateVerification"}, True),
        ({"operation": "Create*"}, True),
        ({"operation": "*Check"}, False),
        ({"operation": "createverification"}, False),
        ({"to": "+15017122661"}, True),
        ({"to": "+1501*"}, True),
        ({"to": "+1502*"}, False),
        ({"channel": "sms"}, True),
        ({"channel": "call"}, False),
        ({"account_sid": ACCOUNT}, True),
        ({"account_sid": OTHER}, False),
        ({"service_sid": SERVICE}, True),
        ({"service_sid": "VA" + "2" * 32}, False),
        ({"operation": "Create*", "to": "+1*", "channel": "sms", "account_sid": ACCOUNT}, True),
        ({"operation": "Create*", "to": "+1*", "channel": "sms", "account_sid": OTHER}, False),
    ],
)
def test_all_that_it_names_has_to_match(wanted: dict[str, Any], meets: bool) -> None:
    assert (who_happens(scripted(wanted), facts()) is not None) is meets


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ({}, "xxxxxx"),
        ({"times": 1}, "x....."),
        ({"times": 3}, "xxx..."),
        ({"nth": 1}, "x....."),
        ({"nth": 3}, "..x..."),
        ({"nth": 3, "times": 2}, "..xx.."),
        ({"nth": 6}, ".....x"),
        ({"probability": 1}, "xxxxxx"),
    ],
)
def test_it_happens_when_it_is_to(counts: dict[str, Any], outcome: str) -> None:
    faults = scripted(counts)
    assert happens(faults, 6) == outcome
    (one,) = faults.read()
    assert one.happened == outcome.count("x")
    assert one.remaining == (None if one.fault.most is None else 0)


def test_the_nth_alone_is_that_one_and_no_later_one() -> None:
    """Whatever spares it: its chance here."""
    outcomes = {happens(scripted({"nth": 2, "probability": 0.5}, seed=seed), 9) for seed in range(20)}
    assert outcomes == {".x.......", "........."}


def test_the_nth_alone_whose_outcome_was_not_used_is_over() -> None:
    """Its message was never sent, because the request was refused by itself."""
    faults = scripted({**DELIVERY, "nth": 1})
    assert faults.meet(facts()) is not None
    later = faults.meet(facts())
    assert later is None or later.receipt("sms") is None
    (one,) = faults.read()
    assert (one.happened, one.remaining, one.is_over) == (0, 0, True)


def test_the_nth_is_hit_though_another_one_came_meanwhile() -> None:
    faults = scripted({**DELIVERY, "nth": 1})
    first, second = faults.meet(facts()), faults.meet(facts())
    assert first is not None
    assert first.receipt("sms") is not None
    assert second is None or second.receipt("sms") is None


def test_requests_that_do_not_match_are_not_counted() -> None:
    faults = scripted({"nth": 2, "to": "+1*"})
    assert happens(faults, 1) == "."
    assert happens(faults, 3, to="+44123") == "..."
    assert happens(faults, 2) == "x."
    assert faults.read()[0].matched == 2  # when it was over, nobody asked it any more


def test_the_first_that_was_added_decides_until_it_is_over() -> None:
    faults = scripted({"times": 2}, {"error": 60202, "times": 1}, {"error": 60212})
    assert [who_happens(faults, facts()) for _ in range(5)] == [0, 0, 1, 2, 2]


def test_one_whose_turn_it_is_not_lets_the_next_one_decide() -> None:
    faults = scripted({"nth": 2}, {"error": 60202})
    assert [who_happens(faults, facts()) for _ in range(3)] == [1, 0, 1]


def test_how_likely_it_is_repeats_under_a_seed() -> None:
    runs = {happens(scripted({"probability": 0.3}, seed=7), 200) for _ in range(3)}
    assert len(runs) == 1
    (run,) = runs
    assert 30 < run.count("x") < 90


def test_other_seeds_and_other_failures_draw_differently() -> None:
    chance = {"probability": 0.5}
    assert happens(scripted(chance, seed=7), 64) != happens(scripted(chance, seed=8), 64)
    apart = scripted(chance, chance, seed=7)
    alone = scripted(chance, seed=7)
    for _ in range(64):
        apart.meet(facts())
    first, second = apart.read()
    assert first.happened == happens(alone, 64).count("x")
    assert first.id != second.id


def test_what_is_likely_is_used_up_only_when_it_happens() -> None:
    faults = scripted({"probability": 0.2, "times": 3}, seed=1)
    assert happens(faults, 200).count("x") == 3


@pytest.mark.parametrize(
    ("counted", "outcome"),
    [
        (True, ["x", "x", ".", "."]),
        (False, ["x", "x", "x", "."]),
    ],
)
def test_a_retry_is_counted_or_not(counted: bool, outcome: list[str]) -> None:
    """The third and the second request are the same; the fourth is another one."""
    faults = scripted({"times": 2, "count_retries": counted})
    assert [happens(faults, 1, identity=name) for name in ("a", "b", "b", "c")] == outcome


def test_a_retry_is_not_the_next_request_that_matches() -> None:
    faults = scripted({"nth": 2, "count_retries": False})
    assert [happens(faults, 1, identity=name) for name in ("a", "b", "b", "b", "c")] == list(".xxx.")
    (one,) = faults.read()
    assert (one.matched, one.happened) == (3, 1)


def test_only_so_many_requests_are_known_again() -> None:
    faults = scripted({"count_retries": False})
    for number in range(REMEMBERED_REQUESTS + 1):
        faults.meet(facts(identity=number))
    (one,) = faults.read()
    assert one.happened == REMEMBERED_REQUESTS + 1
    faults.meet(facts(identity=REMEMBERED_REQUESTS))
    assert one.happened == REMEMBERED_REQUESTS + 1
    faults.meet(facts(identity=0))
    assert one.happened == REMEMBERED_REQUESTS + 2


def test_there_are_only_so_many_and_what_is_over_makes_room() -> None:
    faults = scripted({"times": 1}, *[{}] * (MOST_FAULTS - 1))
    with pytest.raises(ValueError, match=r"there are 1000 already"):
        faults.add(Fault(error=60203))
    over = faults.read()[0]
    assert who_happens(faults, facts()) == 0
    faults.add(Fault(error=60202))
    assert over not in faults.read()
    assert len(faults.read()) == MOST_FAULTS


def test_an_operation_that_there_is_not_is_refused() -> None:
    faults = Faults(operations=lambda: ("CreateVerification",))
    faults.add(Fault(operation="Create*", error=60203))
    with pytest.raises(ValueError, match=r"^operation: there is none that CreateVerfication matches$"):
        faults.add(Fault(operation="CreateVerfication", error=60203))


def test_those_of_one_account_are_dropped_by_themselves() -> None:
    faults = scripted({}, {"account_sid": ACCOUNT}, {"account_sid": OTHER})
    everybodys, own, others = faults.read()
    assert faults.read(ACCOUNT) == [own]
    faults.clear(ACCOUNT)
    assert faults.read() == [everybodys, others]
    faults.clear()
    assert faults.read() == []
    assert faults.meet(facts()) is None


def test_one_is_dropped_once() -> None:
    faults = scripted({})
    (one,) = faults.read()
    assert [faults.remove(one.id), faults.remove(one.id)] == [True, False]
    assert not faults.live


def test_every_change_is_told() -> None:
    told: list[int] = []
    faults = Faults(changed=lambda: told.append(len(faults.read())))
    one = faults.add(Fault(error=60203, times=1))
    faults.meet(facts())
    faults.meet(facts())
    faults.remove(one.id)
    faults.clear()
    assert told == [1, 1, 0]


def test_its_hint_counts() -> None:
    faults = scripted({"times": 3, "to": "+1*"}, {})
    limited, unlimited = faults.read()
    for to in ("+11", "+11", "+22"):
        faults.meet(facts(to=to))
    assert limited.hint == f"Scripted failure {limited.id} (2 of 3 times)."
    assert unlimited.hint == f"Scripted failure {unlimited.id} (time 1)."


DELIVERY = {"error": None, "delivery": {"status": "undelivered"}}


def fates(faults: Faults, *channels: str, request: Facts | None = None) -> list[str]:
    """What becomes of the messages of one request."""
    met = faults.meet(request or facts())
    receipts = [None if met is None else met.receipt(channel) for channel in channels]
    return ["delivered" if receipt is None else receipt.fate for receipt in receipts]


def test_a_messages_fate_is_used_up_only_if_there_is_a_message() -> None:
    faults = scripted({**DELIVERY, "times": 1})
    assert fates(faults) == []  # the call was refused before
    assert fates(faults, "sms") == ["undelivered"]
    assert fates(faults, "sms") == ["delivered"]


def test_the_message_in_the_place_of_another_is_held_against_all_again() -> None:
    whatsapp = facts(channel="whatsapp")
    assert fates(scripted(DELIVERY), "whatsapp", "sms", request=whatsapp) == ["undelivered"] * 2
    once = scripted({**DELIVERY, "times": 1})
    assert fates(once, "whatsapp", "sms", request=whatsapp) == ["undelivered", "delivered"]
    both = scripted({**DELIVERY, "times": 1}, {"error": None, "delivery": {"status": "failed"}})
    assert fates(both, "whatsapp", "sms", request=whatsapp) == ["undelivered", "failed"]


def test_it_is_held_against_its_own_channel() -> None:
    whatsapp = facts(channel="whatsapp")
    faults = scripted(
        {**DELIVERY, "channel": "whatsapp"}, {"error": None, "channel": "sms", "delivery": {"delay": 9}}
    )
    met = faults.meet(whatsapp)
    assert met is not None
    receipts = [met.receipt("whatsapp"), met.receipt("sms")]
    assert [receipt and (receipt.fate, receipt.delay) for receipt in receipts] == [
        ("undelivered", 0),
        ("delivered", 9),
    ]
    assert fates(faults, "sms") == ["delivered"]
    assert [one.matched for one in faults.read()] == [1, 2]


def test_a_request_of_many_messages_counts_once() -> None:
    faults = scripted({**DELIVERY, "nth": 2, "times": 9})
    assert fates(faults, "whatsapp", "sms") == ["delivered", "delivered"]
    assert fates(faults, "whatsapp", "sms") == ["undelivered", "undelivered"]
    assert faults.read()[0].matched == 2


def test_a_failure_of_the_request_leaves_its_messages_alone() -> None:
    faults = scripted({"error": None, "delay": 1}, DELIVERY)
    assert fates(faults, "sms") == ["delivered"]


def test_two_requests_in_flight_do_not_both_take_the_last_time() -> None:
    faults = scripted({**DELIVERY, "times": 1})
    first, second = faults.meet(facts()), faults.meet(facts())
    assert first is not None
    assert second is not None
    assert [first.receipt("sms") is None, second.receipt("sms") is None] == [False, True]


def test_a_code_is_approved_as_often_as_that_mattered() -> None:
    faults = scripted({"error": None, "approves": True, "times": 1})
    check = facts(operation="CreateVerificationCheck")
    unused, used = faults.meet(check), faults.meet(check)
    assert unused is not None
    assert used is not None
    assert used.approves()
    assert not unused.approves()
    assert faults.meet(check) is None
