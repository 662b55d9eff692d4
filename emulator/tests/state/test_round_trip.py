"""A document has all that an emulator has, to the last digit.

Source of all: our contract (docs/state.md).
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from conftest import MakeLocal
from harness.local import ACCOUNT, SERVICE, TO, Local
from harness.operations import OPERATIONS
from harness.tenant import Tenant
from harness.twins import dateless, document_of, load
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import from_json

from verify_emulator.clock import Setting
from verify_emulator.outbox.messages import Message, Wanted
from verify_emulator.state.codecs import EARLIEST, LATEST, codec_of
from verify_emulator.verify.catalogue import records
from verify_emulator.verify.rules.factor_states import FactorStatus
from verify_emulator.verify.rules.windows import Window


@pytest.fixture(scope="module")
def lived() -> Iterator[Local]:
    """An emulator in which every operation has been performed, each by a tenant of its own."""
    emulator = Local(seed=1)
    for name, performances in OPERATIONS.items():
        for number, perform in enumerate(performances):
            perform(Tenant(emulator.send, f"{name} {number}"))
    limits = f"/v2/Services/{SERVICE}/RateLimits"
    limit = emulator.post(limits, UniqueName="ip").json["sid"]
    emulator.post(f"{limits}/{limit}/Buckets", Max=5, Interval=60)
    emulator.start(RateLimits='{"ip": "192.0.2.1"}')
    yield emulator
    emulator.close()


def rows(emulator: Local) -> list[tuple[str, Any, int]]:
    found = []
    for account in emulator.app.accounts.seen():
        for section in emulator.app.store.sections(account.sid) or ():
            found += [(account.sid, row, row.number) for row in section.rows]
    return sorted(found, key=lambda one: (one[0], type(one[1]).__name__, getattr(one[1], type(one[1]).KEY)))


def fields_of(message: Message) -> list[Any]:
    return [getattr(message, field.name) for field in fields(message)]


Moved = Callable[..., Local]


@pytest.fixture
def moved(make_emulator: MakeLocal) -> Moved:
    """Another emulator, with the options given, that has what the first one has."""

    def move(emulator: Local, **options: Any) -> Local:
        other = make_emulator(**options)
        load(other, document_of(emulator))
        return other

    return move


def test_every_record_is_the_same_afterwards(lived: Local, moved: Moved) -> None:
    assert rows(moved(lived)) == rows(lived)
    assert {type(row) for _, row, _ in rows(lived)} == set(records().values())


def test_every_message_is_the_same_afterwards_and_its_text_can_be_read(lived: Local, moved: Moved) -> None:
    before, after = (one.app.outbox.read(Wanted(), 1000) for one in (lived, moved(lived)))
    assert list(map(fields_of, after)) == list(map(fields_of, before))
    assert [(message.locale, message.body) for message in after] == [
        (message.locale, message.body) for message in before
    ]


def test_a_message_on_its_way_arrives_after_the_restart(make_emulator: MakeLocal, moved: Moved) -> None:
    emulator = make_emulator()
    emulator.app.clock.freeze()
    fault = {"delivery": {"delay": 60}}
    answer = emulator.send("POST", "/_emulator/faults", json.dumps(fault).encode())
    assert answer.status == 201, answer.body
    emulator.start()
    other = moved(emulator)
    for one in (emulator, other):
        assert one.get(f"/_emulator/code?to=%2B{TO[1:]}").status == 404
        one.post("/_emulator/clock", advance="60")
        assert one.messages()[0]["status"] == "delivered"
    assert other.code() == emulator.code()


def test_a_document_of_what_was_loaded_is_the_same_document(lived: Local, moved: Moved) -> None:
    document = document_of(lived)
    assert dateless(document_of(moved(lived, seed=1))) == dateless(document)


def test_a_page_token_leads_on_where_the_newest_record_was_deleted(
    make_emulator: MakeLocal, moved: Moved
) -> None:
    emulator = make_emulator()
    sids = [emulator.service() for _ in range(3)]
    page = emulator.get("/v2/Services?PageSize=4").json
    token = (
        emulator.get("/v2/Services?PageSize=3")
        .json["meta"]["next_page_url"]
        .removeprefix("http://emulator.test")
    )
    emulator.send("DELETE", f"/v2/Services/{sids[2]}")
    other = moved(emulator)
    new = [one.service() for one in (emulator, other)]
    assert [one.get(token).json["services"][0]["sid"] for one in (emulator, other)] == new
    assert len(page["services"]) == 4


def test_a_table_whose_records_are_all_gone_goes_on_counting(make_emulator: MakeLocal, moved: Moved) -> None:
    emulator = make_emulator()
    emulator.start()
    with emulator.app.store.transaction(ACCOUNT) as session:
        kind = records()["Verification"]
        session.delete(next(session.read(kind, SERVICE)))
    other = moved(emulator)
    for one in (emulator, other):
        one.start()
    numbers = [number for one in (emulator, other) for _, row, number in rows(one) if type(row) is kind]
    assert numbers == [2, 2]


def test_clocks_tokens_and_settings_are_the_same_afterwards(make_emulator: MakeLocal, moved: Moved) -> None:
    emulator = make_emulator()
    emulator.account, emulator.token = "AC" + "a" * 32, "secret"
    emulator.start()
    emulator.allow(sna=True, undeliverable=["+1*"], attempt_price={"value": "1.5", "currency": "usd"})
    emulator.app.clock.set(Setting(timedelta(days=-3, microseconds=7)))
    account = emulator.app.accounts.get(emulator.account)
    account.clock.freeze(datetime(2030, 1, 2, 3, 4, 5, 678_901, tzinfo=UTC))
    other = moved(emulator)
    restored = other.app.accounts.get(emulator.account)
    assert (restored.token, restored.settings) == ("secret", account.settings)
    assert (restored.clock.setting, other.app.clock.setting) == (
        account.clock.setting,
        emulator.app.clock.setting,
    )


def test_an_account_that_nothing_was_asked_of_is_furnished_later(
    make_emulator: MakeLocal, moved: Moved
) -> None:
    emulator = make_emulator()
    emulator.allow(sna=True)
    other = moved(emulator)
    assert other.app.store.sections(ACCOUNT) is None
    assert other.start().status == 201


def test_accounts_keep_their_order_of_use(make_emulator: MakeLocal, moved: Moved) -> None:
    emulator = make_emulator()
    sids = [f"AC{digit * 32}" for digit in "abcab"]
    for sid in sids:
        emulator.app.accounts.get(sid)
    assert [account.sid[2] for account in moved(emulator).app.accounts.seen()] == ["c", "a", "b"]


def test_what_is_more_than_is_kept_goes_the_oldest_first(make_emulator: MakeLocal, moved: Moved) -> None:
    emulator = make_emulator()
    for digit in range(5):
        emulator.start(f"+1501712266{digit}")
    emulator.app.accounts.get("AC" + "b" * 32)
    emulator.app.accounts.get(ACCOUNT)
    other = moved(emulator, keep_verifications=2, keep_messages=3, keep_attempts=1, keep_accounts=1)
    kept = [row.to[-1] for _, row, _ in rows(other) if type(row).__name__ == "Verification"]
    assert sorted(kept) == ["3", "4"]
    assert [message.to[-1] for message in other.app.outbox.kept()] == ["2", "3", "4"]
    assert [account.sid for account in other.app.accounts.seen()] == [ACCOUNT]


def test_a_run_that_goes_on_under_its_seed_draws_on(make_emulator: MakeLocal, moved: Moved) -> None:
    emulator = make_emulator(seed=7)
    emulator.start()
    assert moved(emulator, seed=7).service() == emulator.service()


def test_a_run_under_another_seed_or_none_draws_its_own(make_emulator: MakeLocal, moved: Moved) -> None:
    emulator = make_emulator(seed=7)
    emulator.start()
    assert moved(emulator, seed=8).service() == make_emulator(seed=8).service()
    assert b'"random"' not in document_of(moved(emulator))


def test_a_listed_token_goes_before_the_one_in_the_document(make_emulator: MakeLocal, moved: Moved) -> None:
    emulator = make_emulator()
    emulator.app.accounts.get(ACCOUNT).token = "stolen"
    assert moved(emulator).get("/v2/Services").status == 200


@given(
    st.datetimes(
        EARLIEST.replace(tzinfo=None),
        (LATEST - timedelta(microseconds=1)).replace(tzinfo=None),
        timezones=st.just(UTC),
    )
)
def test_times_are_kept_to_the_microsecond(moment: datetime) -> None:
    window = Window(moment, 1)
    read = codec_of(Window).read(from_json(codec_of(Window).write(window)))
    assert (read, read.began.tzinfo) == (window, UTC)


@given(offset=st.timedeltas())
def test_how_far_a_clock_is_ahead_is_kept_to_the_microsecond(
    offset: timedelta, make_emulator: MakeLocal, moved: Moved
) -> None:
    emulator = make_emulator()
    emulator.app.clock.set(Setting(offset))
    assert moved(emulator).app.clock.setting.offset == offset


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=3), below, max_size=3),
    max_leaves=5,
)


@given(
    st.dictionaries(st.text(max_size=3), JSON, max_size=3), st.text(st.characters(exclude_categories=["Cs"]))
)
def test_what_applications_bring_along_is_kept_as_it_is(found: dict[str, Any], text: str) -> None:
    kind = records()["Factor"]
    names = dict.fromkeys(("sid", "account_sid", "service_sid", "entity_sid", "identity"), text)
    now = datetime(2026, 1, 2, tzinfo=UTC)
    factor: Any = kind(
        **names,
        date_created=now,
        date_updated=now,
        friendly_name=text,
        status=FactorStatus.VERIFIED,
        factor_type="push",
        config=found,
        metadata=found,
    )
    read = codec_of(kind).read(from_json(codec_of(kind).write(factor)))
    assert (read.identity, repr(read.config)) == (text, repr(found))


def test_a_message_to_nobody_in_particular_is_kept(make_emulator: MakeLocal, moved: Moved) -> None:
    """One of an account that has been forgotten since."""
    emulator = make_emulator(keep_accounts=1)
    emulator.start()
    emulator.app.accounts.get("AC" + "b" * 32)
    other = moved(emulator)
    assert [message.to for message in other.app.outbox.kept()] == [TO]
