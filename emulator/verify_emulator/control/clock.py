"""/_emulator/clock: see, move, freeze and reset the time of everybody or of one account."""

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from verify_emulator.clock import Clock, parse_duration, timestamp
from verify_emulator.control.bodies import account_in, read_fields, refuse
from verify_emulator.control.parts import Parts


def parse_moment(value: object) -> datetime | None:
    """None for `true` (freeze now), else an ISO 8601 time; without a zone it is UTC. Raises ValueError."""
    if value is True or str(value).lower() in ("true", "1"):
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"freeze: {value!r} is neither true nor an ISO 8601 time") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def steer(clock: Clock, fields: dict[str, Any]) -> None:
    """Do the one thing that the fields ask for. Raises ValueError or OverflowError, then nothing has changed."""
    if len(fields) != 1:
        raise ValueError("one of advance, freeze, resume, reset")
    ((name, value),) = fields.items()
    if name == "advance":
        clock.advance(parse_duration(value))
    elif name == "freeze":
        clock.freeze(parse_moment(value))
    elif name in ("resume", "reset"):
        if str(value).lower() not in ("true", "1"):
            raise ValueError(f"{name}: true")
        clock.resume() if name == "resume" else clock.reset()
    else:
        raise ValueError(f"{name}: not one of advance, freeze, resume, reset")


def show(clock: Clock) -> dict[str, Any]:
    return {
        "now": timestamp(clock.now()),
        "offset_seconds": clock.offset_seconds,
        "frozen": clock.frozen,
    }


def routes(parts: Parts) -> list[Route]:
    async def clock_of(request: Request) -> Response:
        sid = account_in(request)
        chosen = parts.clock if sid is None else parts.accounts.get(sid).clock
        if request.method == "POST":
            try:
                steer(chosen, await read_fields(request))
            except (ValueError, OverflowError) as error:
                raise refuse(str(error)) from None
            parts.clock_moved(sid)
        return JSONResponse(show(chosen))

    return [Route("/clock", clock_of, methods=["GET", "POST"])]
