"""Attempts: made by sending, and listed."""

from typing import Any
from urllib.parse import urlencode

from harness.local import TO, Local

ATTEMPTS = "/v2/Attempts"


def listed(emulator: Local, **filters: Any) -> list[dict[str, Any]]:
    answer = emulator.get(f"{ATTEMPTS}?{urlencode({'PageSize': 1000, **filters})}")
    assert answer.status == 200, answer.body
    attempts: list[dict[str, Any]] = answer.json["attempts"]
    return attempts


def sids(emulator: Local, **filters: Any) -> list[str]:
    return [attempt["sid"] for attempt in listed(emulator, **filters)]


def send(emulator: Local, to: str = TO, channel: str = "sms", **form: Any) -> str:
    """The SID of a new attempt."""
    answer = emulator.start(to, channel, **form)
    assert answer.status == 201, answer.body
    return str(answer.json["send_code_attempts"][-1]["attempt_sid"])
