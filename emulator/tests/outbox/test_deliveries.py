"""What is posted to a receiver, and the journal of it. Source where none is named: our contract."""

import asyncio
from base64 import b64encode
from typing import Any

import pytest
from harness.posting import NOW, TOKEN, play, post
from harness.receiver import Received, Receiver, answer, answer_and_linger, hang
from twilio.request_validator import RequestValidator

from verify_emulator.outbox.deliveries import Deliveries, Delivery, Wanted

UNUSED = "http://127.0.0.1:1/"
LONG = 60


def deliver(*urls: str, settings: dict[str, Any] | None = None, **changes: Any) -> list[Delivery]:
    """One delivery to each URL, settled."""

    async def scenario(deliveries: Deliveries) -> list[Delivery]:
        added = [deliveries.add(post(url, **changes)) for url in urls]
        assert await deliveries.finish(LONG)
        return added

    return play(scenario, **settings or {})


def received_after(path: str = "", **changes: Any) -> Received:
    with Receiver() as receiver:
        (delivery,) = deliver(receiver.url + path, **changes)
        assert (delivery.state, delivery.error) == ("delivered", "")
        (received,) = receiver.received
    return received


def is_valid(received: Received, params: object) -> bool:
    signature = received.headers["x-twilio-signature"]
    return bool(RequestValidator(TOKEN).validate(received.url, params, signature))


def test_fields_are_posted_as_a_form_in_their_order() -> None:
    """twilio.com/docs/verify/api/webhooks."""
    fields = (("type", "factor.created"), ("a", "ü€😀 &=+%"), ("z", ""), ("b", "\r\n\0"))
    received = received_after(fields=fields)
    assert (received.method, received.target) == ("POST", "/hook")
    assert received.headers["content-type"] == "application/x-www-form-urlencoded; charset=UTF-8"
    assert tuple(received.form) == fields
    assert is_valid(received, dict(fields))
    assert not is_valid(received, dict(fields) | {"type": "factor.deleted"})


@pytest.mark.parametrize(
    "path", ["", "?a=1&b=%20x&c=", "/ü/b c?d=é f", "?", "/%7Ex%2f;v=1?q='[]|", "/a/../b"]
)
def test_the_signature_is_valid_wherever_the_url_leads(path: str) -> None:
    """The RequestValidator of twilio-python 9.13.0, at the URL as the receiver sees it."""
    assert is_valid(received_after(path), {"type": "factor.created", "entity_identity": "jane"})


def test_fields_can_be_posted_as_json_with_their_hash_in_the_query() -> None:
    """twilio.com/docs/usage/webhooks/webhooks-security."""
    received = received_after("?a=1", as_json=True, fields=(("type", "x"), ("e", "1"), ("e", "ü")))
    assert received.headers["content-type"] == "application/json"
    assert received.json == {"type": "x", "e": ["1", "ü"]}
    assert received.target.startswith("/hook?a=1&bodySHA256=")
    assert is_valid(received, received.body.decode())
    assert not is_valid(received, received.body.decode() + " ")


def test_a_document_is_posted_as_json() -> None:
    """twilio.com/docs/events/webhook-quickstart: an array of CloudEvents, signed by its hash."""
    document = [{"specversion": "1.0", "data": {"to": "+1", "name": "ü\ud800"}}]
    received = received_after(webhook_sid="", document=document)
    assert received.headers["content-type"] == "application/json"
    assert received.json == document
    assert is_valid(received, received.body.decode())


def test_the_headers_are_twilios() -> None:
    headers = received_after().headers
    assert headers["user-agent"] == "TwilioProxy/1.1"
    assert headers["accept"] == "*/*"
    assert set(headers) == {
        "host",
        "accept",
        "user-agent",
        "connection",
        "content-type",
        "content-length",
        "i-twilio-idempotency-token",
        "x-twilio-signature",
    }


@pytest.mark.parametrize(
    ("userinfo", "sent"),
    [("jane:secret", "jane:secret"), ("j%40ne:p%3Ass%C3%BC", "j@ne:p:ssü"), ("jane", "jane:")],
)
def test_credentials_in_the_url_become_basic_authentication(userinfo: str, sent: str) -> None:
    """twilio.com/docs/events/webhook-quickstart."""
    with Receiver() as receiver:
        deliver(receiver.url.replace("//", f"//{userinfo}@"))
        (received,) = receiver.received
    assert received.headers["authorization"] == "Basic " + b64encode(sent.encode()).decode()
    assert "@" not in received.headers["host"] + received.target
    assert is_valid(received, {"type": "factor.created", "entity_identity": "jane"})


def test_what_cannot_be_signed_goes_out_unsigned() -> None:
    with Receiver() as receiver:
        deliver(receiver.url, settings={"token_of": lambda sid: None})
        (received,) = receiver.received
    assert "x-twilio-signature" not in received.headers


def test_it_is_signed_with_the_token_of_its_account() -> None:
    with Receiver() as receiver:
        deliver(receiver.url, settings={"token_of": {"AC1": "a", "AC2": "b"}.get}, account_sid="AC2")
        (received,) = receiver.received
    assert RequestValidator("b").validate(
        received.url, dict(received.form), received.headers["x-twilio-signature"]
    )


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_success_counts_as_delivered(status: int) -> None:
    with Receiver(answer(status)) as receiver:
        (delivery,) = deliver(receiver.url)
    assert delivery.state == "delivered"
    assert [attempt.status for attempt in delivery.attempts] == [status]


def test_the_beginning_of_the_answer_is_kept() -> None:
    with Receiver(answer(200, b"ok " + b"x" * 5000)) as receiver:
        (delivery,) = deliver(receiver.url)
    (attempt,) = delivery.attempts
    assert attempt.body == b"ok " + b"x" * 997
    assert (attempt.started_at, attempt.status, attempt.error) == (NOW, 200, "")
    assert 0 <= attempt.seconds < 5


def test_the_sender_closes_the_connection() -> None:
    with Receiver(answer_and_linger) as receiver:
        (delivery,) = deliver(receiver.url)
        receiver.wait_until_alone()
    assert delivery.state == "delivered"


@pytest.mark.parametrize("host", ["localhost", "[::1]"])
def test_other_names_of_this_machine_are_reached(host: str) -> None:
    with Receiver(host=host.strip("[]")) as receiver:
        (delivery,) = deliver(f"http://{host}:{receiver.port}/")
        (received,) = receiver.received
    assert delivery.state == "delivered"
    assert received.headers["host"] == f"{host}:{receiver.port}"
    assert is_valid(received, dict(received.form))


def test_a_replay_is_a_new_delivery_of_the_same_post_signed_afresh() -> None:
    tokens = iter(["first", "second"])

    async def scenario(deliveries: Deliveries) -> tuple[Delivery, Delivery]:
        first = deliveries.add(post(receiver.url))
        await deliveries.finish(LONG)
        second = deliveries.replay(first.id)
        await deliveries.finish(LONG)
        return first, second

    with Receiver(answer(500), answer()) as receiver:
        first, second = play(scenario, token_of=lambda sid: next(tokens))
        one, two = receiver.received
    assert (first.state, second.state) == ("failed", "delivered")
    assert (first.replay_of, second.replay_of) == ("", first.id)
    assert first.post is second.post
    assert second.cursor == first.cursor + 1
    assert one.body == two.body
    for name in ("x-twilio-signature", "i-twilio-idempotency-token"):
        assert one.headers[name] != two.headers[name]
    assert RequestValidator("second").validate(two.url, dict(two.form), two.headers["x-twilio-signature"])


def test_what_is_not_in_the_journal_cannot_be_replayed() -> None:
    async def scenario(deliveries: Deliveries) -> None:
        with pytest.raises(KeyError):
            deliveries.replay("WD" + "0" * 32)

    play(scenario)


def test_ids_and_idempotency_tokens_are_all_different() -> None:
    """The latter also between two runs, whose receiver may remember those of the first."""
    with Receiver() as receiver:
        ids = [delivery.id for delivery in deliver(*[receiver.url] * 20)]
        deliver(receiver.url, fields=(("uuid", "another"),))
        tokens = {received.headers["i-twilio-idempotency-token"] for received in receiver.received}
    assert len(set(ids)) == 20
    assert all(id.startswith("WD") and len(id) == 34 for id in ids)
    assert len(tokens) == 21


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), [1, 2, 3, 4]),
        (Wanted(account_sid="AC2"), [2]),
        (Wanted(service_sid="VA2"), [3]),
        (Wanted(webhook_sid=""), [4]),
        (Wanted(event="factor.deleted"), [2]),
        (Wanted(state="failed"), [1, 2, 3, 4]),
        (Wanted(state="delivered"), []),
        (Wanted(after=2), [3, 4]),
    ],
)
def test_deliveries_are_found_by_what_is_wanted(wanted: Wanted, expected: list[int]) -> None:
    async def scenario(deliveries: Deliveries) -> list[int]:
        deliveries.add(post(UNUSED))
        deliveries.add(post(UNUSED, account_sid="AC2", event="factor.deleted"))
        deliveries.add(post(UNUSED, service_sid="VA2"))
        deliveries.add(post(UNUSED, webhook_sid=""))
        await deliveries.finish(LONG)
        return [delivery.cursor for delivery in deliveries.read(wanted, 10)]

    assert play(scenario) == expected


def test_the_journal_is_read_up_to_a_limit_and_by_id() -> None:
    async def scenario(deliveries: Deliveries) -> None:
        first, second, _ = [deliveries.add(post(UNUSED)) for _ in range(3)]
        assert deliveries.read(Wanted(), 2) == [first, second]
        assert deliveries.get(second.id) is second
        assert deliveries.get("WD") is None

    play(scenario)


def test_beyond_the_bound_the_oldest_leave_the_journal_but_are_delivered() -> None:
    async def scenario(deliveries: Deliveries) -> list[int]:
        for _ in range(30):
            deliveries.add(post(receiver.url))
        await deliveries.finish(LONG)
        return [delivery.cursor for delivery in deliveries.read(Wanted(), 100)]

    with Receiver() as receiver:
        assert play(scenario, keep=3) == [28, 29, 30]
        assert len(receiver.received) == 30


def test_a_reset_forgets_and_ends_the_deliveries_of_one_account() -> None:
    async def scenario(deliveries: Deliveries) -> list[str]:
        ours = deliveries.add(post(slow.url, account_sid="AC2"))
        deliveries.add(post(slow.url, account_sid="AC1"))
        await asyncio.to_thread(slow.wait, 2)
        deliveries.reset("AC1")
        assert not await deliveries.finish(0.05)
        assert slow.open == 1
        assert deliveries.read(Wanted(), 10) == [ours]
        assert not ours.is_settled
        deliveries.reset()
        assert await deliveries.finish(LONG)
        assert deliveries.read(Wanted(), 10) == []
        return [ours.state, ours.error, str(deliveries.add(post(UNUSED)).cursor)]

    with Receiver(hang) as slow:
        assert play(scenario) == [
            "failed",
            "The emulator was stopped or reset before the post was delivered",
            "3",
        ]


def test_a_reset_ends_even_what_has_left_the_journal() -> None:
    async def scenario(deliveries: Deliveries) -> bool:
        for _ in range(3):
            deliveries.add(post(slow.url))
        await asyncio.to_thread(slow.wait)
        deliveries.reset()
        return await deliveries.finish(LONG)

    with Receiver(hang) as slow:
        assert play(scenario, keep=1, timeout=LONG)


def test_waiting_ends_when_one_that_is_wanted_is_settled() -> None:
    async def scenario(deliveries: Deliveries) -> list[bool]:
        waiting = [
            asyncio.ensure_future(deliveries.wait_until_settled(wanted, seconds))
            for wanted, seconds in (
                (Wanted(), LONG),
                (Wanted(event="factor.created", state="delivered"), LONG),
                (Wanted(state="queued"), LONG),
                (Wanted(state="failed"), 0.05),
                (Wanted(event="factor.verified"), 0.05),
            )
        ]
        await asyncio.sleep(0)
        deliveries.add(post(receiver.url))
        return await asyncio.gather(*waiting)

    with Receiver() as receiver:
        assert play(scenario) == [True, True, True, False, False]


def test_what_is_settled_already_needs_no_waiting() -> None:
    async def scenario(deliveries: Deliveries) -> list[bool]:
        before = await deliveries.wait_until_settled(Wanted(), 0)
        deliveries.add(post(UNUSED))
        await deliveries.finish(LONG)
        return [before, await deliveries.wait_until_settled(Wanted(), 0)]

    assert play(scenario) == [False, True]


def test_nothing_to_wait_for_is_finished() -> None:
    assert play(lambda deliveries: deliveries.finish(0))


def test_no_token_is_in_what_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    with Receiver(answer(500)) as receiver, caplog.at_level("DEBUG", "verify_emulator"):
        (delivery,) = deliver(receiver.url)
    assert TOKEN not in repr(delivery) + caplog.text


@pytest.mark.parametrize(
    "url", ["http://jane:secret@h:port/?secret", "http://jane:secret", "http://jane:secret@h:1/?secret"]
)
def test_a_failure_is_logged_without_what_may_be_secret_in_the_url(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    (delivery,) = deliver(url)
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert record.getMessage().startswith("factor.created was not delivered to ")
    assert record.getMessage().endswith(f": {delivery.error}")
    assert "secret" not in record.getMessage()
