"""/_emulator/webhooks/deliveries and their replay. Source of all: our contract."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest
from harness.posting import NOW, TOKEN, play, post
from harness.receiver import Receiver, answer, hang
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount

from verify_emulator.control import PREFIX
from verify_emulator.control.webhooks import routes
from verify_emulator.outbox.deliveries import Deliveries

LONG = 60
UNUSED = "http://127.0.0.1:1/"

Scenario = Callable[[Deliveries, httpx2.AsyncClient], Awaitable[Any]]

MINE, OTHER = "AC" + "1" * 32, "AC" + "2" * 32


async def refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code)


def control(scenario: Scenario, **options: Any) -> Any:
    """The outcome of a scenario with deliveries and a client of the control plane."""

    async def main(deliveries: Deliveries) -> Any:
        app = Starlette(
            routes=[Mount(PREFIX, routes=routes(deliveries))], exception_handlers={HTTPException: refuse}
        )
        base = f"http://emulator.test{PREFIX}"
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=base) as client:
            return await scenario(deliveries, client)

    return play(main, **options)


def test_there_are_no_deliveries_at_first() -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> None:
        assert (await client.get("/webhooks/deliveries")).json() == {"deliveries": [], "cursor": 0}
        assert (await client.get("/webhooks/deliveries?after=7")).json() == {"deliveries": [], "cursor": 7}

    control(scenario)


def test_a_delivery_is_shown_with_its_request_and_its_attempts() -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> Any:
        deliveries.add(post(receiver.url.replace("//", "//jane:secret@")))
        await deliveries.finish(LONG)
        return (await client.get("/webhooks/deliveries")).json()

    with Receiver(answer(500, b"oops \xff"), answer()) as receiver:
        body = control(scenario, retries=1, sleep=lambda seconds: asyncio.sleep(0))
        received = receiver.received[0]
    assert body["cursor"] == 1
    (shown,) = body["deliveries"]
    attempts = shown.pop("attempts")
    headers = shown["request"].pop("headers")
    assert shown == {
        "id": f"WD{1:032x}",
        "account_sid": "AC1",
        "service_sid": "VA1",
        "webhook_sid": "YW1",
        "event": "factor.created",
        "state": "delivered",
        "error": None,
        "replay_of": None,
        "created_at": "2026-01-02T03:04:05.678Z",
        "request": {"method": "POST", "url": received.url, "body": received.body.decode()},
    }
    assert [attempt.pop("seconds") >= 0 for attempt in attempts] == [True, True]
    assert attempts == [
        {
            "started_at": "2026-01-02T03:04:05.678Z",
            "status": 500,
            "error": "Status 500",
            "response_body": "oops \ufffd",
        },
        {"started_at": "2026-01-02T03:04:05.678Z", "status": 200, "error": None, "response_body": ""},
    ]
    assert headers["X-Twilio-Signature"] == received.headers["x-twilio-signature"]
    assert headers["Authorization"] == "Basic …"
    assert {name.lower() for name in headers} | {"host", "content-length"} == set(received.headers)


def test_a_failed_delivery_says_why() -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> Any:
        deliveries.add(post("http://jane:secret@h:port/"))
        await deliveries.finish(LONG)
        return (await client.get("/webhooks/deliveries")).json()["deliveries"][0]

    shown = control(scenario)
    assert (shown["state"], shown["request"], shown["attempts"]) == ("failed", None, [])
    assert shown["error"] == "The URL is not a valid one of http:// or https:// and a host"


def test_neither_tokens_nor_receivers_passwords_are_shown() -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> str:
        deliveries.add(post(receiver.url.replace("//", "//jane:secret@")))
        deliveries.add(post("http://jane:secret@h:port/"))
        replayed = await client.post(f"/webhooks/deliveries/WD{1:032x}/replay")
        await deliveries.finish(LONG)
        return replayed.text + (await client.get("/webhooks/deliveries")).text

    with Receiver() as receiver:
        text = control(scenario)
        authorization = receiver.received[0].headers["authorization"]
    assert text.count("X-Twilio-Signature") >= 2
    assert not any(secret in text for secret in (TOKEN, "secret", authorization))


def test_a_cursor_leads_to_what_came_since() -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> None:
        for event in ("factor.created", "factor.verified", "factor.deleted"):
            deliveries.add(post(UNUSED, event=event))
        first = (await client.get("/webhooks/deliveries?limit=2")).json()
        assert [one["event"] for one in first["deliveries"]] == ["factor.created", "factor.verified"]
        second = (await client.get("/webhooks/deliveries", params={"after": first["cursor"]})).json()
        assert [one["event"] for one in second["deliveries"]] == ["factor.deleted"]
        third = (await client.get("/webhooks/deliveries", params={"after": second["cursor"]})).json()
        assert third == {"deliveries": [], "cursor": second["cursor"]}

    control(scenario)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 3),
        (f"account_sid={OTHER}", 1),
        ("service_sid=VA2", 1),
        ("webhook_sid=YW1", 2),
        ("webhook_sid=", 1),
        (f"event=factor.created&account_sid={MINE}", 2),
        ("state=failed", 3),
        ("state=delivered", 0),
    ],
)
def test_deliveries_can_be_asked_for_by_what_they_are(query: str, expected: int) -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> int:
        deliveries.add(post(UNUSED, account_sid=MINE))
        deliveries.add(post(UNUSED, account_sid=OTHER))
        deliveries.add(post(UNUSED, account_sid=MINE, service_sid="VA2", webhook_sid=""))
        await deliveries.finish(LONG)
        return len((await client.get(f"/webhooks/deliveries?{query}")).json()["deliveries"])

    assert control(scenario) == expected


@pytest.mark.parametrize(
    "query",
    [
        "state=sent",
        "limit=0",
        "limit=10001",
        "after=-1",
        "wait=301",
        "wait=nan",
        "wait=-1",
        "to=1",
        "after=x",
    ],
)
def test_a_bad_parameter_is_refused_by_name(query: str) -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> httpx2.Response:
        return await client.get(f"/webhooks/deliveries?{query}")

    response = control(scenario)
    assert response.status_code == 400
    assert response.json()["error"].startswith(query.split("=")[0] + ": ")


def test_waiting_ends_as_soon_as_one_is_settled() -> None:
    """Without polling: the answer comes at once, though there would be a minute to wait."""

    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> tuple[list[str], float]:
        began = time.monotonic()
        waiting = asyncio.ensure_future(client.get("/webhooks/deliveries?event=factor.verified&wait=60"))
        while not deliveries._waiters:
            await asyncio.sleep(0)
        deliveries.add(post(receiver.url))
        deliveries.add(post(receiver.url, event="factor.verified"))
        shown = (await waiting).json()["deliveries"]
        return [one["state"] for one in shown], time.monotonic() - began

    with Receiver() as receiver:
        states, seconds = control(scenario)
    assert states == ["delivered"]
    assert seconds < 10


def test_waiting_in_vain_shows_what_there_is() -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> list[Any]:
        deliveries.add(post(receiver.url))
        shown = (await client.get("/webhooks/deliveries?wait=0.05")).json()["deliveries"]
        return [(one["state"], one["error"], one["attempts"]) for one in shown]

    with Receiver(hang) as receiver:
        assert control(scenario, timeout=LONG) == [("queued", None, [])]


def test_who_waits_is_answered_when_the_server_stops() -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> int:
        waiting = asyncio.ensure_future(client.get("/webhooks/deliveries?wait=60"))
        while not deliveries._waiters:
            await asyncio.sleep(0)
        await deliveries.stop()
        return (await asyncio.wait_for(waiting, 5)).status_code

    assert control(scenario) == 200


def test_a_replay_is_answered_with_the_new_delivery() -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> tuple[httpx2.Response, Any]:
        first = deliveries.add(post(receiver.url))
        await deliveries.finish(LONG)
        response = await client.post(f"/webhooks/deliveries/{first.id}/replay")
        await deliveries.finish(LONG)
        return response, (await client.get("/webhooks/deliveries?after=1")).json()["deliveries"]

    with Receiver(answer(500), answer()) as receiver:
        response, (later,) = control(scenario)
        one, two = receiver.received
    assert response.status_code == 201
    shown = response.json()
    assert (shown["id"], shown["replay_of"], shown["state"]) == (f"WD{2:032x}", f"WD{1:032x}", "queued")
    assert shown["created_at"] == NOW.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert (later["id"], later["state"]) == (shown["id"], "delivered")
    assert one.body == two.body


def test_what_is_not_in_the_journal_is_not_replayed() -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> httpx2.Response:
        return await client.post("/webhooks/deliveries/WD1/replay")

    response = control(scenario)
    assert (response.status_code, response.json()) == (404, {"error": "There is no delivery WD1."})


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/webhooks/deliveries"), ("GET", "/webhooks/deliveries/WD1/replay")]
)
def test_other_methods_are_refused(method: str, path: str) -> None:
    async def scenario(deliveries: Deliveries, client: httpx2.AsyncClient) -> int:
        return (await client.request(method, path)).status_code

    assert control(scenario) == 405
