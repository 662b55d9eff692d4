"""SIDs and codes: random, or repeatable under a seed. Source of all: our contract."""

from collections.abc import Callable

import pytest
from harness.local import Local

from verify_emulator.ids import Ids, is_sid


def draw(emulator: Local) -> list[str]:
    drawn = [emulator.service()]
    for index in range(3):
        body = emulator.start(f"+1501712266{index}").json
        drawn += [
            body["sid"],
            body["send_code_attempts"][0]["attempt_sid"],
            emulator.code(f"+1501712266{index}"),
        ]
    return drawn


def test_a_seed_makes_everything_repeatable(make_emulator: Callable[..., Local]) -> None:
    first, second, other = (draw(make_emulator(seed=seed)) for seed in (7, 7, 8))
    assert first == second
    assert not set(first) & set(other)


def test_without_a_seed_nothing_repeats(make_emulator: Callable[..., Local]) -> None:
    assert not set(draw(make_emulator())[:2]) & set(draw(make_emulator())[:2])


def test_a_sid_is_two_letters_and_32_hex_digits() -> None:
    for _ in range(100):
        assert is_sid(Ids().sid("VE"), "VE")


@pytest.mark.parametrize("length", range(4, 11))
def test_a_code_has_as_many_digits_as_asked_for(length: int) -> None:
    ids = Ids(seed=length)
    codes = [ids.code(length) for _ in range(500)]
    assert all(len(code) == length and code.isdigit() for code in codes)
    assert any(code.startswith("0") for code in codes)


@pytest.mark.parametrize(
    ("text", "prefix", "expected"),
    [
        ("AC" + "0" * 32, "", True),
        ("AC" + "aF" * 16, "AC", True),
        ("AC" + "0" * 32, "VA", False),
        ("ac" + "0" * 32, "", False),
        ("AC" + "0" * 31, "", False),
        ("AC" + "0" * 33, "", False),
        ("AC" + "g" * 32, "", False),
        ("AC" + "0" * 32 + "\n", "", False),
        ("", "", False),
    ],
)
def test_the_shape_of_a_sid(text: str, prefix: str, expected: bool) -> None:
    assert is_sid(text, prefix) is expected


def test_the_code_of_a_recipient_can_be_pinned(make_emulator: Callable[..., Local]) -> None:
    emulator = make_emulator(code=["+15017122661=424242", "+1501*=1111", "*@example.com=999999"])
    for to, channel, code in (
        ("+15017122661", "sms", "424242"),
        ("+15017122662", "call", "1111"),
        ("a@example.com", "email", "999999"),
    ):
        emulator.start(to, channel)
        assert emulator.code(to) == code
        assert emulator.check(code, to).json["status"] == "approved"


def test_a_custom_code_goes_before_a_pinned_one(make_emulator: Callable[..., Local]) -> None:
    emulator = make_emulator(code=["*=424242"])
    service = emulator.service(CustomCodeEnabled="true")
    emulator.start(service=service, CustomCode="1234")
    assert emulator.code() == "1234"


def test_one_source_goes_on_where_another_one_was() -> None:
    first, second = Ids(seed=1), Ids(seed=2)
    first.sid("VE")
    second.go_to(first.position)
    assert (first.sid("VE"), first.code(6)) == (second.sid("VE"), second.code(6))


@pytest.mark.parametrize("position", [(), (1, 2), [0] * 625, [-1] * 625, [2**70] * 625, [0.5] * 625])
def test_what_is_no_position_is_refused_and_changes_nothing(position: list[int]) -> None:
    ids = Ids(seed=1)
    with pytest.raises(ValueError, match="not a position of the source of randomness"):
        ids.go_to(position)
    assert ids.sid("VE") == Ids(seed=1).sid("VE")
