"""/_emulator/state/points: save points in memory, of everything or of one account."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from verify_emulator.clock import timestamp
from verify_emulator.control.bodies import account_in, account_named, refuse
from verify_emulator.control.parts import Parts

T = TypeVar("T")


class Point(Protocol):
    """A save point."""

    @property
    def name(self) -> str: ...

    @property
    def account_sid(self) -> str | None: ...

    @property
    def saved_at(self) -> datetime: ...

    @property
    def accounts(self) -> int: ...

    @property
    def records(self) -> int: ...

    @property
    def messages(self) -> int: ...


class Points(Protocol):
    """Save points by name, of everything or (with a SID) of one account."""

    def save(self, name: str, account_sid: str | None = None) -> Point: ...

    def restore(self, name: str, account_sid: str | None = None) -> Point: ...

    def delete(self, name: str, account_sid: str | None = None) -> None: ...

    def listed(self, account_sid: str | None = None) -> Sequence[Point]: ...


def show(point: Point) -> dict[str, Any]:
    return {
        "name": point.name,
        "account_sid": point.account_sid,
        "saved_at": timestamp(point.saved_at),
        "accounts": point.accounts,
        "records": point.records,
        "messages": point.messages,
    }


def routes(parts: Parts) -> list[Route]:
    async def listed(request: Request) -> Response:
        points = parts.state.points.listed(account_in(request))
        return JSONResponse({"points": [show(point) for point in points]})

    async def point(request: Request) -> Response:
        name, sid = request.path_params["name"], await account_named(request)
        if request.method == "DELETE":
            _found(lambda: parts.state.points.delete(name, sid))
            return Response(status_code=204)
        try:
            return JSONResponse(show(parts.state.points.save(name, sid)), 201)
        except ValueError as error:
            raise refuse(str(error)) from None

    async def restored(request: Request) -> Response:
        name, sid = request.path_params["name"], await account_named(request)
        return JSONResponse(show(_found(lambda: parts.state.points.restore(name, sid))))

    return [
        Route("/state/points", listed),
        Route("/state/points/{name}", point, methods=["POST", "DELETE"]),
        Route("/state/points/{name}/restore", restored, methods=["POST", "PUT"]),
    ]


def _found(do: Callable[[], T]) -> T:
    try:
        return do()
    except KeyError:
        raise refuse("There is no save point of that name.", 404) from None
