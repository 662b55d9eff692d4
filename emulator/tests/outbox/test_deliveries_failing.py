"""Receivers that answer badly or not at all, and the tries that follow. Source where none is named: our contract."""

import asyncio
import time
from threading import Event
from typing import Any, ClassVar

import pytest
from harness import receiver as receivers
from harness.posting import play, post
from harness.receiver import Behaviour, Receiver, answer, hang, held, redirect

from verify_emulator.outbox import dispatch
from verify_emulator.outbox.deliveries import Attempt, Deliveries, Delivery, Wanted
from verify_emulator.outbox.dispatch import MOST_AT_ONCE, MOST_AT_ONE_RECEIVER, may_help, pause_after
from verify_emulator.outbox.transport import ration

LONG = 60
SOON = 0.15
"""Seconds until a receiver is given up, where a test waits for that."""

BAD_URL = "The URL is not a valid one of http:// or https:// and a host"
BAD = {
    "500": (answer(500, b"oops"), 500, "Status 500"),
    "404": (answer(404), 404, "Status 404"),
    "redirect": (redirect("/elsewhere"), 302, "Status 302: redirects are not followed"),
    "permanent redirect": (redirect("/elsewhere", 308), 308, "Status 308: redirects are not followed"),
    "not modified": (answer(304), 304, "Status 304: redirects are not followed"),
    "switches protocols": (answer(101), None, "RemoteProtocolError: "),
    "closes": (receivers.close, None, "RemoteProtocolError: Server disconnected without sending a response."),
    "garbage": (receivers.garbage, None, "RemoteProtocolError: illegal status line"),
    "half an answer": (receivers.truncated, 200, "RemoteProtocolError: peer closed connection"),
    "large": (answer(200, b"x" * 65_537), 200, "The answer is longer than 65536 bytes"),
    "endless body": (receivers.endless_body, 200, "The answer is longer than 65536 bytes"),
    "endless chunks": (receivers.endless_chunks, 200, "The answer is longer than 65536 bytes"),
    "endless headers": (receivers.endless_headers, None, "RemoteProtocolError: Receive buffer too long"),
    "endless header": (receivers.endless_header, None, "RemoteProtocolError: Receive buffer too long"),
    "promises": (receivers.endless_promises, None, "The answer is longer than 65536 bytes"),
}
SLOW = {
    "hangs": (hang, None, "No answer within 0.15 s"),
    "goes silent": (receivers.answer_without_end, 200, "No end of the answer within 0.15 s"),
    "drips": (receivers.drip, 200, "No end of the answer within 0.15 s"),
}


def deliver(url: str, timeout: float = LONG, **options: Any) -> Delivery:
    """A delivery to a URL, settled."""

    async def scenario(deliveries: Deliveries) -> Delivery:
        delivery = deliveries.add(post(url))
        assert await deliveries.finish(LONG)
        return delivery

    return play(scenario, timeout=timeout, **options)


class Pauses:
    """Notes how long it was to sleep, and goes on at once."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.mark.parametrize(("behaviour", "status", "error"), BAD.values(), ids=BAD)
def test_a_bad_answer_is_a_failure_that_says_why(
    behaviour: Behaviour, status: int | None, error: str
) -> None:
    with Receiver(behaviour) as receiver:
        delivery = deliver(receiver.url)
        receiver.wait_until_alone()
    assert delivery.state == "failed"
    assert delivery.error.startswith(error)
    assert [(attempt.status, attempt.error) for attempt in delivery.attempts] == [(status, delivery.error)]
    assert len(receiver.received) == 1


@pytest.mark.parametrize(("behaviour", "status", "error"), SLOW.values(), ids=SLOW)
def test_a_slow_answer_is_a_failure_after_a_time(
    behaviour: Behaviour, status: int | None, error: str
) -> None:
    with Receiver(behaviour) as receiver:
        delivery = deliver(receiver.url, SOON)
        receiver.wait_until_alone()
    assert (delivery.state, delivery.error) == ("failed", error)
    assert [attempt.status for attempt in delivery.attempts] == [status]
    assert SOON <= delivery.attempts[0].seconds < 5


def test_the_largest_answer_is_not_too_large() -> None:
    """twilio.com/docs/api/errors/11750."""
    with Receiver(answer(200, b"x" * 65_536)) as receiver:
        assert deliver(receiver.url).state == "delivered"


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://127.0.0.1:1/", "ConnectError: All connection attempts failed"),
        ("http://127.0.0.1:0/", "ConnectError: "),
        ("http://127.0.0.1:99999/", ""),
        ("http://receiver.invalid/", "ConnectError: "),
        ("nonsense", BAD_URL),
        ("", BAD_URL),
        ("http://", BAD_URL),
        ("ftp://127.0.0.1/", BAD_URL),
        ("http://[::", BAD_URL),
        ("http://h/\n", BAD_URL),
        ("http://\ud800/", BAD_URL),
        ("http://h/" + "x" * 100_000, BAD_URL),
        ("\ud800", BAD_URL),
    ],
    ids=lambda text: ascii(text[:30]),
)
def test_a_url_that_leads_nowhere_is_a_failure_that_says_why(url: str, error: str) -> None:
    delivery = deliver(url)
    assert delivery.state == "failed"
    assert delivery.error.startswith(error)
    assert 5 < len(delivery.error) <= 300


@pytest.mark.parametrize(
    "changes",
    [
        {"document": {1, 2}},
        {"document": float("nan")},
        {"document": b"bytes"},
    ],
)
def test_a_document_that_is_no_json_is_a_failure_that_says_why(changes: dict[str, Any]) -> None:
    async def scenario(deliveries: Deliveries) -> Delivery:
        delivery = deliveries.add(post("http://127.0.0.1:1/", **changes))
        assert await deliveries.finish(LONG)
        return delivery

    delivery = play(scenario)
    assert (delivery.state, delivery.attempts) == ("failed", [])
    assert "JSON" in delivery.error


def test_a_receiver_that_does_not_speak_tls_is_a_failure() -> None:
    """It waits for an HTTP request and hears a handshake: nobody says anything more."""
    with Receiver() as receiver:
        delivery = deliver(f"https://{receiver.host}/", SOON)
        receiver.wait_until_alone()
    assert (delivery.state, delivery.error) == ("failed", "No answer within 0.15 s")


def test_what_goes_wrong_while_composing_is_told_and_raises_nothing() -> None:
    def token_of(sid: str) -> str:
        raise KeyError(sid)

    delivery = deliver("http://127.0.0.1:1/", token_of=token_of)
    assert (delivery.state, delivery.error) == ("failed", "KeyError: 'AC1'")


def test_without_an_event_loop_there_is_a_failure_and_no_exception() -> None:
    deliveries: list[Deliveries] = []

    async def scenario(of_a_loop: Deliveries) -> None:
        deliveries.append(of_a_loop)

    play(scenario)
    delivery = deliveries[0].add(post("http://127.0.0.1:1/"))
    assert (delivery.state, delivery.error) == ("failed", "There is no event loop to deliver from")


@pytest.mark.parametrize(
    "behaviour",
    [hang, receivers.answer_without_end, receivers.drip, receivers.endless_body, receivers.endless_headers],
)
def test_a_bad_receiver_delays_neither_the_caller_nor_other_receivers(behaviour: Behaviour) -> None:
    """Though there are more deliveries to the bad one than may be on their way at once."""

    async def scenario(deliveries: Deliveries) -> tuple[Delivery, list[Delivery], float]:
        began = time.perf_counter()
        stuck = [deliveries.add(post(bad.url)) for _ in range(2 * MOST_AT_ONCE)]
        fine = deliveries.add(post(good.url))
        seconds = time.perf_counter() - began
        await asyncio.to_thread(good.wait)
        while not fine.is_settled:
            await asyncio.sleep(0)
        return fine, [delivery for delivery in stuck if delivery.state != "delivered"], seconds

    with Receiver(behaviour) as bad, Receiver() as good:
        fine, stuck, seconds = play(scenario, timeout=LONG)
    assert fine.state == "delivered"
    assert len(stuck) == 2 * MOST_AT_ONCE
    assert seconds < 1


def test_all_that_wait_for_their_turn_get_it() -> None:
    async def scenario(deliveries: Deliveries) -> set[str]:
        added = [deliveries.add(post(receiver.url)) for _ in range(50)]
        assert await deliveries.finish(LONG)
        return {delivery.state for delivery in added}

    with Receiver() as receiver:
        assert play(scenario) == {"delivered"}
        assert len(receiver.received) == 50


def test_only_so_many_are_on_their_way_to_one_receiver() -> None:
    async def scenario(deliveries: Deliveries) -> bool:
        for _ in range(3 * MOST_AT_ONE_RECEIVER):
            deliveries.add(post(receiver.url))
        await asyncio.to_thread(receiver.wait, MOST_AT_ONE_RECEIVER)
        return await deliveries.finish(0.05)

    with Receiver(hang) as receiver:
        assert play(scenario, timeout=LONG) is False
        assert len(receiver.received) == MOST_AT_ONE_RECEIVER


def test_only_so_many_are_on_their_way_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "MOST_AT_ONCE", 2)

    gate = Event()

    async def scenario(deliveries: Deliveries) -> list[str]:
        added = [deliveries.add(post(one.url)) for one in (first, second, third)]
        await asyncio.to_thread(first.wait)
        await asyncio.to_thread(second.wait)
        assert not await deliveries.finish(0.05)
        assert third.received == []
        gate.set()
        assert await deliveries.finish(LONG)
        return [delivery.state for delivery in added]

    with Receiver(held(gate)) as first, Receiver(held(gate)) as second, Receiver() as third:
        assert play(scenario, timeout=LONG) == ["delivered"] * 3


def test_beyond_the_bound_of_what_is_pending_there_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "MOST_PENDING", 2)

    async def scenario(deliveries: Deliveries) -> list[str]:
        added = [deliveries.add(post(receiver.url)) for _ in range(3)]
        assert await deliveries.wait_until_settled(Wanted(state="failed"), 0)
        assert await deliveries.finish(LONG)
        added.append(deliveries.add(post(receiver.url)))
        assert await deliveries.finish(LONG)
        return [delivery.error or delivery.state for delivery in added]

    with Receiver() as receiver:
        assert play(scenario) == ["delivered", "delivered", "2 others are pending", "delivered"]


def test_a_failure_is_tried_again_until_it_succeeds() -> None:
    pauses = Pauses()
    with Receiver(answer(500), receivers.close, redirect("/"), answer(201)) as receiver:
        delivery = deliver(receiver.url, retries=5, sleep=pauses.sleep)
    assert (delivery.state, delivery.error) == ("delivered", "")
    assert [attempt.status for attempt in delivery.attempts] == [500, None, 302, 201]
    assert [round(seconds / (1 + 0.25 / 2), 0) for seconds in pauses.seconds[1:]] == [1, 2]
    assert len({received.headers["i-twilio-idempotency-token"] for received in receiver.received}) == 1
    assert len({received.headers["x-twilio-signature"] for received in receiver.received}) == 1


def test_in_the_end_it_has_failed_with_the_last_reason() -> None:
    pauses = Pauses()
    with Receiver(answer(500), answer(503)) as receiver:
        delivery = deliver(receiver.url, retries=2, sleep=pauses.sleep)
    assert (delivery.state, delivery.error) == ("failed", "Status 503")
    assert len(delivery.attempts) == len(receiver.received) == 3
    assert len(pauses.seconds) == 2


def test_what_cannot_be_sent_is_not_tried_again() -> None:
    pauses = Pauses()
    assert deliver("nonsense", retries=5, sleep=pauses.sleep).state == "failed"
    assert pauses.seconds == []


def test_pauses_hold_no_place_that_others_could_have() -> None:
    """Five deliveries to one receiver pause after a failure, and the sixth goes out meanwhile."""
    go_on = asyncio.Event()

    async def sleep(seconds: float) -> None:
        await go_on.wait()

    async def scenario(deliveries: Deliveries) -> list[str]:
        added = [deliveries.add(post(receiver.url)) for _ in range(6)]
        await asyncio.to_thread(receiver.wait, 6)
        assert [delivery.state for delivery in added[:5]] == ["queued"] * 5
        go_on.set()
        assert await deliveries.finish(LONG)
        return [delivery.state for delivery in added]

    with Receiver(*[answer(500)] * 6, answer()) as receiver:
        assert play(scenario, retries=1, sleep=sleep) == ["delivered"] * 6
    assert len(receiver.received) == 12


@pytest.mark.parametrize("delivery_id", ["WD1", "WD2", "WD" + "f" * 32])
def test_pauses_double_from_half_a_second_to_half_a_minute_and_a_quarter_more(delivery_id: str) -> None:
    """twilio.com/docs/events/event-delivery-and-duplication: exponential, with jitter."""
    pauses = [pause_after(attempt, delivery_id) for attempt in (1, 2, 3, 6, 7, 100, 10_000)]
    for pause, least in zip(pauses, (0.5, 1, 2, 16, 30, 30, 30), strict=True):
        assert least <= pause <= least * 1.25
    assert pauses == [pause_after(attempt, delivery_id) for attempt in (1, 2, 3, 6, 7, 100, 10_000)]


def test_pauses_differ_between_deliveries() -> None:
    assert len({pause_after(1, f"WD{number:032x}") for number in range(100)}) > 90


@pytest.mark.parametrize(
    ("webhook_sid", "status", "expected"),
    [
        ("YW1", 404, True),
        ("YW1", None, True),
        ("", None, True),
        ("", 500, True),
        ("", 503, True),
        ("", 429, True),
        ("", 302, True),
        ("", 400, False),
        ("", 404, False),
        ("", 499, False),
    ],
)
def test_a_sink_that_refuses_an_event_does_not_get_it_again(
    webhook_sid: str, status: int | None, expected: bool
) -> None:
    """twilio.com/docs/events/event-delivery-and-duplication."""
    assert may_help(post("http://h/", webhook_sid=webhook_sid), status) is expected


def test_a_sinks_refusal_ends_its_delivery() -> None:
    """twilio.com/docs/events/event-delivery-and-duplication."""

    async def scenario(deliveries: Deliveries) -> list[int | None]:
        delivery = deliveries.add(post(receiver.url, webhook_sid=""))
        assert await deliveries.finish(LONG)
        return [attempt.status for attempt in delivery.attempts]

    with Receiver(answer(503), answer(429), answer(403), answer()) as receiver:
        assert play(scenario, retries=9, sleep=Pauses().sleep) == [503, 429, 403]


def test_a_sink_has_five_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """twilio.com/docs/events/webhook-quickstart."""
    monkeypatch.setattr(dispatch, "SINK_SECONDS", 0.05)

    async def scenario(deliveries: Deliveries) -> list[Attempt]:
        delivery = deliveries.add(post(receiver.url, webhook_sid=""))
        assert await deliveries.finish(LONG)
        return delivery.attempts

    with Receiver(hang) as receiver:
        (attempt,) = play(scenario, timeout=LONG)
    assert attempt.error == "No answer within 0.05 s"


def test_what_a_receiver_sends_is_read_in_small_pieces_and_not_for_ever() -> None:
    """What is read at once is taken apart at once, and meanwhile nobody else is served."""

    class Connection:
        asked: ClassVar[list[int]] = []

        async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            self.asked.append(max_bytes)
            return b"x" * max_bytes

    async def read_all() -> None:
        connection = Connection()
        ration(connection)
        while True:
            await connection.read(65_536)

    with pytest.raises(ValueError, match="The answer is longer than 65536 bytes"):
        asyncio.run(read_all())
    assert Connection.asked == [4096] * 33
