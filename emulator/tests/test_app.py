"""The application as a whole: which side gets a request, and what is not HTTP. Source of all: our contract."""

import asyncio
from typing import Any

import pytest
from harness.local import ACCOUNT, Local

from verify_emulator.app import App


def speak(scope_type: str, *received: str) -> list[dict[str, Any]]:
    """What the application sends in answer to these messages of an ASGI protocol."""
    coming = iter(received)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": next(coming)}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(App()({"type": scope_type}, receive, send))
    return sent


def test_the_lifespan_protocol_is_spoken() -> None:
    sent = speak("lifespan", "lifespan.startup", "lifespan.shutdown")
    assert [message["type"] for message in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


def test_a_websocket_is_closed() -> None:
    assert speak("websocket", "websocket.connect") == [{"type": "websocket.close"}]


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        ("/v2/Services", "services"),
        ("/_emulator/health", "status"),
        ("/_emulator/clock", "now"),
        (f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json", "messages"),
        ("/anything", "code"),
        ("/phonesbook", "code"),
        ("/v1/phones", "code"),
    ],
)
def test_every_path_has_a_side(emulator: Local, path: str, mark: str) -> None:
    assert mark in emulator.get(path).json


def test_people_have_a_side_of_their_own(emulator: Local) -> None:
    assert emulator.get("/").headers["content-type"].startswith("text/html")


def test_an_app_needs_no_settings() -> None:
    assert App().settings.port == 8739


def test_no_parts_are_shared_between_emulators() -> None:
    first, second = App(), App()
    for part in ("clock", "events", "outbox", "store", "accounts"):
        assert getattr(first, part) is not getattr(second, part)
