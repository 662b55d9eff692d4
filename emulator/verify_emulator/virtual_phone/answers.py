"""What a phone makes of the answers it gets: JSON that has what the SDKs need, or an exception."""

import json
from typing import Any, NamedTuple

_FACTOR_NEEDS = (
    "sid",
    "friendly_name",
    "account_sid",
    "date_created",
    "status",
    "config.credential_sid",
)
_CHALLENGE_NEEDS = (
    "sid",
    "factor_sid",
    "date_created",
    "date_updated",
    "expiration_date",
    "status",
    "details.message",
)


class PhoneError(Exception):
    """Something did not work; `message` says what.

    If the server answered with an error, `status` is the HTTP status, `code` Twilio's (None if the answer is not
    Twilio's envelope) and `hint` the emulator's explanation (empty if there is none).
    """

    def __init__(
        self, message: str, *, status: int | None = None, code: int | None = None, hint: str = ""
    ) -> None:
        numbers = "/".join(str(number) for number in (status, code) if number is not None)
        super().__init__(": ".join(text for text in (numbers, message, hint) if text))
        self.message = message
        self.status = status
        self.code = code
        self.hint = hint


class ChallengeRefused(PhoneError):
    """The phone does not answer this challenge, as the SDKs would not; nothing was sent."""


class Answer(NamedTuple):
    """An HTTP answer; the names of the headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def error_of(answer: Answer) -> PhoneError:
    envelope = _object_of(answer) or {}
    message, code = envelope.get("message"), envelope.get("code")
    return PhoneError(
        message if isinstance(message, str) else answer.body[:200].decode(errors="replace"),
        status=answer.status,
        code=code if isinstance(code, int) else None,
        hint=answer.headers.get("x-emulator-hint", ""),
    )


def read(answer: Answer) -> dict[str, Any]:
    """The JSON object of a good answer."""
    body = _object_of(answer)
    if body is None or not 200 <= answer.status < 300:
        raise error_of(answer)
    return body


def _object_of(answer: Answer) -> dict[str, Any] | None:
    try:
        body = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def read_factor(answer: Answer) -> dict[str, Any]:
    return _with(_FACTOR_NEEDS, read(answer))


def check_challenge(challenge: Any) -> dict[str, Any]:
    return _with(_CHALLENGE_NEEDS, challenge)


def _with(needs: tuple[str, ...], body: Any) -> dict[str, Any]:
    for path in needs:
        look_up(body, path)
    found: dict[str, Any] = body
    return found


def look_up(body: Any, path: str) -> Any:
    """What is at `config.credential_sid`, say."""
    for name in path.split("."):
        if not isinstance(body, dict) or name not in body:
            raise PhoneError(f"The answer has no {path}, which Twilio's SDKs need.")
        body = body[name]
    return body
