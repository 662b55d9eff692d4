"""Verifications that run out by themselves, and who is told. Source where none is named: our contract."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from harness.enrolment import advance, freeze
from harness.local import ACCOUNT, SERVICE, TO, TOKEN, Local, wrong

from verify_emulator.app import App
from verify_emulator.outbox.posts import Post
from verify_emulator.verify import expiries
from verify_emulator.verify.expiries import Expiries
from verify_emulator.verify.verification_events import Expiring

SINK = "http://127.0.0.1:9/events"
TYPE = "com.twilio.accountsecurity.verify.verification."
OTHER = "AC" + "1" * 32
LIFE = timedelta(minutes=10)
TURNS = 50
"""Of the event loop, within which everything has happened that is to happen at once."""


@pytest.fixture
def emulator(emulator: Local) -> Local:
    """Time stands still; two accounts have a sink, and their ready services have subscribed."""
    freeze(emulator)
    for account, token in ((OTHER, "token"), (ACCOUNT, TOKEN)):
        emulator.account, emulator.token = account, token
        emulator.allow(event_sink=SINK)
        emulator.post(f"/v2/Services/{SERVICE}", VerifyEventSubscriptionEnabled="true")
    return emulator


@pytest.fixture
def posts(emulator: Local, monkeypatch: pytest.MonkeyPatch) -> list[Post]:
    """What would be posted, in its order; nothing is."""
    noted: list[Post] = []
    monkeypatch.setattr(emulator.app.deliveries, "add", noted.append)
    return noted


def become(emulator: Local, account: str) -> None:
    emulator.account, emulator.token = account, TOKEN if account == ACCOUNT else "token"


def start(emulator: Local, to: str = TO, service: str = SERVICE) -> str:
    sid: str = emulator.start(to, service=service).json["sid"]
    return sid


def expired(posts: list[Post]) -> list[str]:
    """Whose end was told, in that order."""
    return [post.document[0]["data"]["verification_sid"] for post in posts if post.event == TYPE + "expired"]


# When the control plane moves a clock


def test_a_verification_that_runs_out_is_told_as_it_is_then(emulator: Local, posts: list[Post]) -> None:
    """docs/verify/verification-stream: expired, ten minutes after creation."""
    sid = start(emulator)
    emulator.check(wrong(emulator.code()))
    advance(emulator, 601.5)
    assert [post.event.removeprefix(TYPE) for post in posts] == ["pending", "expired"]
    last = posts[1]
    (event,) = last.document
    assert (last.url, last.webhook_sid, last.account_sid) == (SINK, "", ACCOUNT)
    assert last.created_at.isoformat() == "2026-01-02T03:14:06.500000+00:00"
    assert (event["type"], event["time"]) == (TYPE + "expired", "2026-01-02T03:14:06.500Z")
    assert event["source"].endswith(sid)
    data = event["data"]
    assert (data["verification_status"], data["verified_at"]) == ("EXPIRED", None)
    assert data["expired_at"] == "2026-01-02T03:14:05.000Z"
    assert [check["status"] for check in data["check_attempts"]["attempts"]] == ["FAILURE"]


def test_it_is_told_at_the_moment_itself_and_once(emulator: Local, posts: list[Post]) -> None:
    """docs/verify/api/rate-limits-and-timeouts."""
    sid = start(emulator)
    advance(emulator, 599.999)
    assert expired(posts) == []
    advance(emulator, 0.001)
    assert expired(posts) == [sid]
    advance(emulator, 86_400)
    assert expired(posts) == [sid]


def test_a_verification_that_was_sent_again_is_told_once(emulator: Local, posts: list[Post]) -> None:
    """A guess from the published samples, whose expired_at counts from the creation."""
    sids = [start(emulator) for _ in range(5)]
    other = start(emulator, "+15017122662")
    advance(emulator, 600)
    assert expired(posts) == sorted({sids[0], other})
    assert set(sids) == {sids[0]}


@pytest.mark.parametrize("status", ["approved", "canceled"])
def test_one_that_has_ended_does_not_expire(emulator: Local, posts: list[Post], status: str) -> None:
    start(emulator)
    emulator.update(TO, status)
    advance(emulator, 600)
    assert [post.event.removeprefix(TYPE) for post in posts] == ["pending", status]


def test_one_with_too_many_checks_expires_as_well(emulator: Local, posts: list[Post]) -> None:
    """A guess: its status is expired from then on."""
    sid = start(emulator)
    for _ in range(5):
        emulator.check(wrong(emulator.code()))
    advance(emulator, 600)
    told = [post.event.removeprefix(TYPE) for post in posts]
    assert told == ["pending", "max-attempts-reached", "expired"]
    assert expired(posts) == [sid]


def test_the_first_to_run_out_is_told_first(emulator: Local, posts: list[Post]) -> None:
    long = emulator.service(Ttl=1200, VerifyEventSubscriptionEnabled="true")
    short = emulator.service(Ttl=60, VerifyEventSubscriptionEnabled="true")
    last = start(emulator, service=long)
    first = start(emulator, service=short)
    middle = start(emulator)
    advance(emulator, 60)
    assert expired(posts) == [first]
    advance(emulator, 3600)
    assert expired(posts) == [first, middle, last]


def test_an_account_has_a_time_of_its_own(emulator: Local, posts: list[Post]) -> None:
    mine = start(emulator)
    become(emulator, OTHER)
    theirs = start(emulator)
    emulator.post(f"/_emulator/clock?account_sid={OTHER}", advance="10m")
    assert expired(posts) == [theirs]
    assert posts[-1].account_sid == OTHER
    emulator.post(f"/_emulator/clock?account_sid={ACCOUNT}", advance="10m")
    assert expired(posts) == [theirs, mine]


def test_one_that_comes_after_an_expired_one_is_another(emulator: Local, posts: list[Post]) -> None:
    sids = []
    for _ in range(3):
        sids.append(start(emulator))
        advance(emulator, 600)
    assert expired(posts) == sids
    assert len({post.document[0]["id"] for post in posts}) == 6


def test_whoever_subscribes_before_the_last_send_is_told_the_end(emulator: Local, posts: list[Post]) -> None:
    service = emulator.service()
    start(emulator, service=service)
    emulator.post(f"/v2/Services/{service}", VerifyEventSubscriptionEnabled="true")
    sid = start(emulator, service=service)
    advance(emulator, 600)
    assert expired(posts) == [sid]


def test_whoever_wants_to_hear_no_more_is_told_nothing(emulator: Local, posts: list[Post]) -> None:
    start(emulator)
    emulator.post(f"/v2/Services/{SERVICE}", VerifyEventSubscriptionEnabled="false")
    become(emulator, OTHER)
    start(emulator)
    emulator.allow(event_sink=None)
    advance(emulator, 600)
    assert expired(posts) == []


def test_a_deleted_service_takes_its_verifications_along(emulator: Local, posts: list[Post]) -> None:
    service = emulator.service(VerifyEventSubscriptionEnabled="true")
    start(emulator, service=service)
    emulator.send("DELETE", f"/v2/Services/{service}")
    advance(emulator, 600)
    assert expired(posts) == []


def test_a_reset_of_one_account_leaves_those_of_others(emulator: Local, posts: list[Post]) -> None:
    start(emulator)
    become(emulator, OTHER)
    theirs = start(emulator)
    emulator.post(f"/_emulator/reset?account_sid={ACCOUNT}")
    advance(emulator, 600)
    assert expired(posts) == [theirs]


def test_a_reset_of_everything_leaves_nothing(emulator: Local, posts: list[Post]) -> None:
    start(emulator)
    emulator.post("/_emulator/reset")
    advance(emulator, 86_400)
    assert expired(posts) == []


def test_a_clock_that_is_moved_back_expires_nothing(emulator: Local, posts: list[Post]) -> None:
    sid = start(emulator)
    advance(emulator, -3600)
    assert expired(posts) == []
    advance(emulator, 4200)
    assert expired(posts) == [sid]


# When time passes by itself


class Watch:
    """Expiries of their own on a running event loop, and what they publish."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.published: list[Any] = []
        self.looks = 0
        self.told = asyncio.Event()
        self.expiries = Expiries(app.accounts, app.store, self._publish)
        self._look, self.expiries.look = self.expiries.look, self._counted  # type: ignore[method-assign]

    def _publish(self, event: object) -> None:
        self.published.append(event)
        self.told.set()

    def _counted(self) -> None:
        self.looks += 1
        self._look()

    def begin(self, sid: str, account: str = ACCOUNT) -> None:
        expires_at = self.app.accounts.get(account).clock.now() + LIFE
        self.expiries.watch(Expiring(account, SERVICE, sid, expires_at))

    async def until_told(self) -> list[str]:
        await asyncio.wait_for(self.told.wait(), 10)
        return expired(self.published)


async def pass_turns() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


@pytest.fixture
def sid(emulator: Local, posts: list[Post], monkeypatch: pytest.MonkeyPatch) -> str:
    """A verification that nobody else watches any more; those who watch now do so without pause."""
    monkeypatch.setattr(expiries, "LONGEST_PAUSE", 0)
    sid = start(emulator)
    emulator.run(emulator.app.stop())
    return sid


def watched(emulator: Local, scenario: Callable[[Watch], Awaitable[Any]]) -> Any:
    """What becomes of a scenario on an event loop of its own."""

    async def main() -> Any:
        watch = Watch(emulator.app)
        try:
            return await scenario(watch)
        finally:
            watch.expiries.stop()

    return asyncio.run(main())


def test_it_is_told_though_nobody_moves_a_clock_through_the_control_plane(emulator: Local, sid: str) -> None:
    """The account's clock follows the system's, which freezegun and the like move."""

    async def scenario(watch: Watch) -> list[str]:
        watch.begin(sid)
        await pass_turns()
        assert watch.published == []
        watch.app.clock.advance(LIFE)
        return await watch.until_told()

    assert watched(emulator, scenario) == [sid]


def test_nobody_looks_while_there_is_nothing_to_wait_for(emulator: Local, sid: str) -> None:
    """Before anything is watched, and after all has been told."""

    async def scenario(watch: Watch) -> int:
        await pass_turns()
        assert watch.looks == 0
        watch.begin(sid)
        watch.app.clock.advance(LIFE)
        assert await watch.until_told() == [sid]
        looks = watch.looks
        await pass_turns()
        return watch.looks - looks

    assert watched(emulator, scenario) == 0


def test_one_timer_does_for_all(emulator: Local, sid: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is started, the time is looked at once in a pause; and a stream of starts does not put it off."""

    async def scenario(watch: Watch) -> int:
        loop, timers = asyncio.get_running_loop(), []
        call_later = loop.call_later
        monkeypatch.setattr(loop, "call_later", lambda *call: timers.append(call_later(*call)) or timers[-1])
        for _ in range(10):
            watch.begin(sid)
        return len(timers)

    assert watched(emulator, scenario) == 1


def test_nothing_is_told_after_the_end(emulator: Local, sid: str) -> None:
    async def scenario(watch: Watch) -> tuple[int, list[Any]]:
        watch.begin(sid)
        watch.expiries.stop()
        watch.expiries.stop()
        watch.app.clock.advance(LIFE)
        await pass_turns()
        return watch.looks, watch.published

    assert watched(emulator, scenario) == (0, [])


def test_a_reset_forgets_what_is_watched(emulator: Local, sid: str) -> None:
    async def scenario(watch: Watch) -> list[Any]:
        for account_sid in (ACCOUNT, None):
            watch.begin(sid)
            watch.expiries.reset(OTHER)
            watch.expiries.reset(account_sid)
            watch.expiries.reset(account_sid)
        watch.app.clock.advance(LIFE)
        await pass_turns()
        return watch.published

    assert watched(emulator, scenario) == []


def test_what_was_watched_elsewhere_is_watched_here(emulator: Local, sid: str) -> None:
    async def scenario(watch: Watch) -> list[str]:
        watch.begin(sid)
        watch.begin(sid)
        kept = watch.expiries.watched(ACCOUNT)
        assert [(one.account_sid, one.verification_sid) for one in kept] == [(ACCOUNT, sid)] * 2
        assert watch.expiries.watched(OTHER) == ()
        watch.expiries.restore((), OTHER)
        assert watch.expiries.is_watching
        watch.expiries.restore(())
        assert not watch.expiries.is_watching
        watch.expiries.restore(kept)
        watch.app.clock.advance(LIFE)
        watch.expiries.look()
        return await watch.until_told()

    assert watched(emulator, scenario) == [sid]


def test_another_event_loop_takes_over(emulator: Local, sid: str) -> None:
    """A test-suite may give every test a loop of its own, and keep the emulator."""
    watch = Watch(emulator.app)

    async def first() -> None:
        watch.begin(sid)

    async def second() -> list[str]:
        watch.begin(sid)
        emulator.app.clock.advance(LIFE)
        told = await watch.until_told()
        watch.expiries.stop()
        return told

    asyncio.run(first())
    assert asyncio.run(second()) == [sid]


def test_an_account_that_was_forgotten_stays_so(emulator: Local, sid: str) -> None:
    """Looking at its time is no use of an account."""

    async def scenario(watch: Watch) -> None:
        watch.begin(sid)
        watch.app.accounts.reset(ACCOUNT)
        watch.app.clock.advance(LIFE)
        await pass_turns()
        assert watch.app.accounts.known(ACCOUNT) is None
        assert watch.published == []

    watched(emulator, scenario)


def test_watching_keeps_no_account_from_being_the_longest_idle(
    make_emulator: Callable[..., Local], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiries, "LONGEST_PAUSE", 0)
    emulator = make_emulator(keep_accounts=2)
    emulator.allow(event_sink=SINK)
    emulator.post(f"/v2/Services/{SERVICE}", VerifyEventSubscriptionEnabled="true")
    start(emulator)
    become(emulator, OTHER)
    emulator.get("/v2/Services")
    emulator.run(pass_turns())
    emulator.account = "AC" + "2" * 32
    emulator.get("/v2/Services")
    known = [account for account in (ACCOUNT, OTHER) if emulator.app.accounts.known(account)]
    assert known == [OTHER]


def test_the_emulators_end_is_that_of_watching(emulator: Local, posts: list[Post], sid: str) -> None:
    """The fixture has stopped the emulator."""
    emulator.app.clock.advance(LIFE)
    emulator.run(pass_turns())
    assert expired(posts) == []


def test_where_nobody_has_subscribed_nothing_is_watched(make_emulator: Callable[..., Local]) -> None:
    """What only Verify Events need is not even loaded."""
    emulator = make_emulator()
    start(emulator)
    assert "expiries" not in vars(emulator.app)
