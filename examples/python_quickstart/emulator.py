"""The test's side, which only an emulator has: read messages, let time pass, make messages fail."""

import json
import os
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

VARIABLES = ("VERIFY_EMULATOR_URL", "TWILIO_ACCOUNT_SID", "TWILIO_VERIFY_SERVICE_SID")
if missing := [name for name in VARIABLES if name not in os.environ]:
    # A safeguard, too: with nothing but an account in the environment the application would talk to Twilio.
    raise RuntimeError(f"{missing[0]} is not set; put this before the command: verify-emulator exec --")

URL, ACCOUNT_SID, READY_SERVICE_SID = (os.environ[name] for name in VARIABLES)


def read_code(to: str) -> str:
    """The newest code sent to a recipient. Waits up to ten seconds, should the application be slow."""
    return _call("GET", "/code", {"to": to, "account_sid": ACCOUNT_SID, "wait": 10})


def read_message(to: str) -> dict[str, Any]:
    """The newest message to a recipient: `channel`, `body` as it is read or heard, `code` and more."""
    query = {"to": to, "account_sid": ACCOUNT_SID, "wait": 10}
    message: dict[str, Any] = json.loads(_call("GET", "/messages/latest", query))
    return message


def let_pass(duration: str) -> None:
    """Put this account's clock forward: `10m1s` is ten minutes and a second. Nobody has to wait."""
    _call("POST", "/clock", {"account_sid": ACCOUNT_SID}, {"advance": duration})


def lose_messages(to: str, channel: str) -> None:
    """From now on, messages to this recipient do not arrive on this channel."""
    lost = {"to": to, "channel": channel}
    _call("PATCH", f"/accounts/{ACCOUNT_SID}/settings", {}, {"undeliverable": [lost]})


def reset() -> None:
    """Forget all of this account: services, verifications, messages, settings; its clock is right again."""
    _call("POST", "/reset", {"account_sid": ACCOUNT_SID})


def _call(method: str, path: str, query: dict[str, Any], fields: dict[str, Any] | None = None) -> str:
    body = None if fields is None else json.dumps(fields).encode()
    request = Request(f"{URL}/_emulator{path}?{urlencode(query)}", body, method=method)
    with urlopen(request, timeout=20) as answer:
        return str(answer.read(), "utf-8")
