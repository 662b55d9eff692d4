"""Recipients that bring about a failure by themselves. Source of all: our contract."""

from typing import Any

import pytest

from verify_emulator.faults.faults import Faults
from verify_emulator.faults.magic import PATTERNS, RECIPIENTS, bring_about, table
from verify_emulator.faults.scripted import Facts
from verify_emulator.verify.rules import phones

SENDS, CHECKS = "CreateVerification", "CreateVerificationCheck"


def effect(to: str, operation: str = SENDS, channel: str = "sms", **options: Any) -> Any:
    """What a request to somebody meets: the error's code or name, or the fields that say what happens."""
    met = Faults(**options).meet(Facts(operation, "AC", to=to, channel=channel))
    if met is None:
        return None
    assert met.chosen is not None
    fields = met.chosen.fault.model_dump(exclude_defaults=True, exclude={"operation", "channel"})
    return fields["error"] if fields.keys() == {"error"} else fields


OUTCOMES = {
    "invalid": "INVALID_TO",
    "undeliverable": {"delivery": {"status": "undelivered"}},
    "geo-blocked": "GEO_BLOCKED",
    "fraud-blocked": "FRAUD_BLOCKED",
    "rate-limited": {"error": "TOO_MANY_REQUESTS", "retry_after": 5},
    "ordinary": None,
    "always-approve": None,
    "late": {"delivery": {"delay": 30.0}},
    "landline": "LANDLINE",
    "slow": {"delay": 5.0},
}


def test_the_table_has_an_outcome_for_every_digit() -> None:
    assert sorted(one.digit for one in RECIPIENTS) == list("0123456789")
    assert {one.name for one in RECIPIENTS} == OUTCOMES.keys()


@pytest.mark.parametrize("one", RECIPIENTS, ids=lambda one: one.name)
def test_each_has_ten_numbers_and_where_it_makes_sense_an_address(one: Any) -> None:
    numbers = [f"+150055500{tens}{one.digit}" for tens in range(10)]
    assert one.phone == numbers[0]
    assert [effect(number) for number in numbers] == [OUTCOMES[one.name]] * 10
    if one.has_email:
        addresses = [one.email, one.email.replace("@", "-7@"), one.email.replace("@", "-of-mine@")]
        assert [effect(address, channel="email") for address in addresses] == [OUTCOMES[one.name]] * 3


@pytest.mark.parametrize("to", ["+15005550007", "+15005550097", "always-approve@magic.test"])
def test_codes_of_some_are_always_right(to: str) -> None:
    assert effect(to, CHECKS) == {"approves": True}


@pytest.mark.parametrize(
    ("to", "sent", "checked"),
    [
        ("+15006602030", 60203, None),
        ("+15006604129", 60412, None),
        ("+15006300031", {"delivery": {"status": "undelivered", "error_code": "30003"}}, None),
        ("+15007602020", None, 60202),
        ("60217@magic.test", 60217, None),
        ("60217-3@magic.test", 60217, None),
        ("check-60202@magic.test", None, 60202),
        ("check-60202-3@magic.test", None, 60202),
        ("30007@magic.test", {"delivery": {"status": "undelivered", "error_code": "30007"}}, None),
    ],
)
def test_some_say_which_error_they_bring_about(to: str, sent: Any, checked: Any) -> None:
    assert (effect(to), effect(to, CHECKS)) == (sent, checked)


@pytest.mark.parametrize(
    "to",
    [
        "+15005550006",
        "+15005550106",
        "+1500555000",
        "+150055500011",
        "+15006999991",
        "+15006000001",
        "+15007300031",
        "+15008602030",
        "+150066020301",
        "+15017122661",
        "invalid@example.com",
        "invalidated@magic.test",
        "late",
        "@magic.test",
        "landline@magic.test",
        "6021@magic.test",
        "602170@magic.test",
        "check@magic.test",
        "check-late@magic.test",
        "invalid@magic.test.example.com",
        "",
    ],
)
def test_all_others_are_ordinary(to: str) -> None:
    assert effect(to) is None
    assert effect(to, CHECKS) is None


@pytest.mark.parametrize("to", ["+15005550004", "+15005550009"])
def test_what_is_for_sms_only_is_for_sms_only(to: str) -> None:
    assert effect(to, channel="call") is None


@pytest.mark.parametrize("operation", ["FetchVerification", "UpdateVerification", "CreateNewFactor"])
@pytest.mark.parametrize("one", RECIPIENTS, ids=lambda one: one.name)
def test_other_operations_know_nothing_of_them(one: Any, operation: str) -> None:
    assert effect(one.phone, operation) is None


@pytest.mark.parametrize("one", RECIPIENTS, ids=lambda one: one.name)
def test_they_can_be_turned_off(one: Any) -> None:
    assert effect(one.phone, magic=False) is None
    assert effect(one.phone, CHECKS, magic=False) is None


def test_what_somebody_has_scripted_goes_before() -> None:
    from verify_emulator.faults.fault import Fault

    faults = Faults()
    own = faults.add(Fault(error=60212))
    met = faults.meet(Facts(SENDS, "AC", to="+15005550001", channel="sms"))
    assert met is not None
    assert met.used is own


@pytest.mark.parametrize("one", RECIPIENTS, ids=lambda one: one.name)
def test_their_numbers_are_assigned_ones_so_that_strict_lets_them_pass(one: Any) -> None:
    """Source: libphonenumber; 500 is an area code of personal numbers."""
    assert phones.is_phone(one.phone, strict=True)
    assert phones.is_phone("+15006602030", strict=True)
    assert phones.is_phone("+15007602029", strict=True)
    assert phones.is_email(one.email) is one.has_email


def test_the_table_shows_all() -> None:
    shown = table()
    assert len(shown) == len(RECIPIENTS) + len(PATTERNS)
    assert all(row["effect"] and row["phone"] for row in shown)
    for row in shown[: len(RECIPIENTS)]:
        assert (bring_about(row["phone"]) == ()) is (row["name"] == "ordinary")
