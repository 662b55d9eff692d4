"""Cutting pages out of records: which, in which order, and where the neighbours begin."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from harness.local import ACCOUNT
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.account_settings import AccountSettings
from verify_emulator.errors import INVALID_REQUEST, PAGE_TOO_LARGE, ErrorKind, TwilioError
from verify_emulator.ids import Ids
from verify_emulator.resources.call import Call
from verify_emulator.resources.pages import MAX_PAGE_SIZE, Page, PageParams, cut, filters_of
from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Session
from verify_emulator.settings import Settings
from verify_emulator.store.memory import Memory


@dataclass(slots=True, kw_only=True)
class Thing(Resource):
    INDEXES: ClassVar[tuple[str, ...]] = ("kind",)

    sid: str
    kind: str
    good: bool = True


class Shelf:
    """Things in the order of their numbers; the odd ones are `odd`, every third is not good."""

    def __init__(self, count: int) -> None:
        self.memory = Memory(furnish=lambda session, sid: None, children=dict, keep={})
        self.made = 0
        for _ in range(count):
            self.add()

    def add(self) -> int:
        number, self.made = self.made, self.made + 1
        with self.memory.transaction(ACCOUNT) as session:
            session.put(Thing(sid=str(number), kind=("even", "odd")[number % 2], good=number % 3 != 0))
        return number

    def drop(self, number: int) -> None:
        with self.memory.transaction(ACCOUNT) as session:
            thing = session.get(Thing, str(number))
            assert thing is not None
            session.delete(thing)

    def cut(self, *, strict: bool = False, how: dict[str, Any] | None = None, **params: Any) -> Page:
        form = [("".join(map(str.capitalize, name.split("_"))), str(value)) for name, value in params.items()]
        with self.memory.transaction(ACCOUNT) as session:
            return cut(call_of(session, strict), PageParams.parse(form), Thing, "", **(how or {}))

    def numbers(self, page: Page) -> list[int]:
        return [int(thing.sid) for thing in page.records]


def call_of(session: Session, strict: bool) -> Call:
    return Call(
        account_sid=ACCOUNT,
        now=datetime(2026, 1, 2, tzinfo=UTC),
        store=session,
        model=Thing,
        ids=Ids(1),
        settings=Settings(strict=strict),
        account=AccountSettings(),
    )


def is_good(thing: Thing) -> bool:
    return thing.good


WAYS: dict[str, dict[str, Any]] = {
    "all": {},
    "newest first": {"newest_first": True},
    "by an index": {"where": ("kind", "odd")},
    "those that match": {"matching": is_good},
    "all at once": {"where": ("kind", "odd"), "matching": is_good, "newest_first": True},
}


def expected(count: int, how: dict[str, Any]) -> list[int]:
    chosen = [
        number
        for number in range(count)
        if ("where" not in how or number % 2) and ("matching" not in how or number % 3)
    ]
    return chosen[::-1] if how.get("newest_first") else chosen


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 12, 13, 1000])
def test_following_the_tokens_meets_everything_once_on_and_back(way: str, size: int) -> None:
    """twilio.com/docs/usage/twilios-response."""
    shelf, how = Shelf(12), WAYS[way]
    page = shelf.cut(how=how, page_size=size)
    assert (page.previous_token, page.token, page.number, page.size) == (None, None, 0, size)
    met, pages = shelf.numbers(page), [page]
    while page.next_token:
        page = shelf.cut(how=how, page_size=size, page=page.number + 1, page_token=page.next_token)
        met += shelf.numbers(page)
        pages.append(page)
    assert met == expected(12, how)
    for earlier in reversed(pages[:-1]):
        page = shelf.cut(how=how, page_size=size, page=earlier.number, page_token=page.previous_token)
        assert shelf.numbers(page) == shelf.numbers(earlier)
        assert page.next_token == earlier.next_token
    assert page.previous_token is None


@pytest.mark.parametrize("way", WAYS)
def test_a_page_number_alone_counts_what_is_wanted(way: str) -> None:
    """twilio.com/docs/usage/twilios-response; that it does is ours."""
    shelf, how = Shelf(12), WAYS[way]
    for number in range(8):
        page = shelf.cut(how=how, page_size=2, page=number)
        assert shelf.numbers(page) == expected(12, how)[2 * number : 2 * number + 2]
        assert (page.previous_token is None) is (number == 0 or not page.records)


def test_a_page_number_with_a_token_is_only_shown() -> None:
    """twilio-oai: Page is for the client's own use."""
    shelf = Shelf(6)
    token = shelf.cut(page_size=2).next_token
    page = shelf.cut(page_size=2, page=99, page_token=token)
    assert (shelf.numbers(page), page.number) == ([2, 3], 99)


@pytest.mark.parametrize("number", [10**17, 10**18 - 1])
def test_a_page_number_may_be_absurd(number: int) -> None:
    """Our contract: no answer is a 5xx."""
    page = Shelf(3).cut(page_size=1000, page=number)
    assert (page.records, page.previous_token, page.next_token) == ([], None, None)


def test_nothing_has_no_neighbours() -> None:
    """twilio-oai: the example of an empty list."""
    for how in WAYS.values():
        page = Shelf(0).cut(how=how)
        assert (page.records, page.size, page.previous_token, page.next_token) == ([], 50, None, None)


@pytest.mark.parametrize("newest_first", [True, False])
def test_records_that_come_and_go_do_not_shift_the_rest(newest_first: bool) -> None:
    """Our contract: a token names a record, even one that is gone."""
    shelf, how = Shelf(9), {"newest_first": newest_first}
    first = shelf.cut(how=how, page_size=3)
    order = expected(9, how)
    shelf.drop(order[2])
    shelf.drop(order[4])
    new = shelf.add()
    second = shelf.cut(how=how, page_size=3, page=1, page_token=first.next_token)
    assert shelf.numbers(second) == [order[3], order[5], order[6]]
    back = shelf.cut(how=how, page_size=3, page_token=second.previous_token)
    assert shelf.numbers(back) == ([new, order[0], order[1]] if newest_first else [order[0], order[1]])


@given(
    st.integers(1, 4),
    st.sampled_from(list(WAYS)),
    st.lists(st.sampled_from(["on", "back", "add", "drop"]), max_size=25),
    st.randoms(use_true_random=False),
)
def test_wherever_one_walks_pages_are_runs_of_what_is_wanted(
    size: int, way: str, steps: list[str], draw: Any
) -> None:
    """Our contract: whatever comes and goes, a page is some records that stand next to each other."""
    shelf, how, there = Shelf(10), WAYS[way], set(range(10))
    page = shelf.cut(how=how, page_size=size)
    for step in steps:
        if step == "add":
            there.add(shelf.add())
        elif step == "drop" and there:
            gone = draw.choice(sorted(there))
            there.remove(gone)
            shelf.drop(gone)
        elif step in ("on", "back"):
            token = page.next_token if step == "on" else page.previous_token
            if token:
                page = shelf.cut(how=how, page_size=size, page_token=token)
                order = [number for number in expected(shelf.made, how) if number in there]
                numbers = shelf.numbers(page)
                assert len(numbers) <= size
                start = order.index(numbers[0]) if numbers else 0
                assert numbers == order[start : start + len(numbers)]


@pytest.mark.parametrize(("asked", "given_"), [(1, 1), (1000, 1000), (1001, 1000), (10**18 - 1, 1000)])
def test_an_oversized_page_is_clamped_or_refused_when_strict(asked: int, given_: int) -> None:
    """twilio.com/docs/api/errors/20007; SDKs send PageSize=<limit>."""
    shelf = Shelf(2)
    assert shelf.cut(page_size=asked).size == given_
    if asked <= MAX_PAGE_SIZE:
        assert shelf.cut(strict=True, page_size=asked).size == asked
    else:
        with pytest.raises(TwilioError) as refused:
            shelf.cut(strict=True, page_size=asked)
        assert refused.value.kind is PAGE_TOO_LARGE


@pytest.mark.parametrize(
    "token",
    ["P", "PA", "PC1", "pa1", "PA-1", "PA1 ", " PA1", "PA1.0", "PA\uff11", "PA" + "9" * 19, "xPA1", "PA1\n"],
)
def test_an_unreadable_token_is_refused_as_the_parameters_say(token: str) -> None:
    """Twilio's tokens are opaque; 60200 by default."""

    class Own(PageParams):
        WHEN_BAD: ClassVar[ErrorKind] = INVALID_REQUEST

    shelf = Shelf(2)
    with pytest.raises(TwilioError) as refused:
        shelf.cut(page_token=token)
    assert refused.value.body()["message"] == "Invalid parameter: PageToken"
    with shelf.memory.transaction(ACCOUNT) as session, pytest.raises(TwilioError) as refused:
        cut(call_of(session, False), Own.parse([("PageToken", token)]), Thing, "")
    assert refused.value.kind is INVALID_REQUEST


@pytest.mark.parametrize("token", ["PA0", "PB0", "PA999", "PB999", "PA" + "9" * 18, "PB" + "9" * 18, "PA007"])
def test_a_token_beyond_everything_is_a_page_all_the_same(token: str) -> None:
    """Our contract: what a token named may be gone."""
    page = Shelf(3).cut(page_token=token, page_size=2)
    assert len(page.records) <= 2


def test_filters_are_what_is_not_about_paging() -> None:
    """Our rule: the addresses of pages keep the filters, in their order."""
    form = [
        ("B", "1"),
        ("PageSize", "2"),
        ("A", ""),
        ("Page", "0"),
        ("B", "2"),
        ("PageToken", "x"),
        ("page", "7"),
    ]
    assert filters_of(form) == [("B", "1"), ("A", ""), ("B", "2"), ("page", "7")]
