"""/_emulator/faults: scripted failures, shown, added and dropped; /_emulator/magic: recipients that bring one about."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from verify_emulator.control.bodies import (
    account_in,
    account_named,
    as_sent,
    check_fields,
    check_names,
    read_fields,
    refuse,
    with_account,
)
from verify_emulator.faults.fault import Fault
from verify_emulator.faults.faults import Faults
from verify_emulator.faults.magic import table


def nested(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a form as those of JSON: `delivery.status` becomes `status` in `delivery`."""
    made: dict[str, Any] = {}
    for name, value in fields.items():
        outer, dot, inner = name.partition(".")
        below = made.setdefault(outer, {}) if dot else made
        if not isinstance(below, dict):
            raise refuse(f"{outer}: either one value or several with a dot in their names")
        below[inner if dot else name] = value
    return made


def _add(faults: Faults, fields: dict[str, Any]) -> Response:
    written = nested(fields)
    if "to" in written:
        written["to"] = as_sent(written["to"])
    fault = check_fields(Fault, written)
    try:
        return JSONResponse(faults.add(fault).show(), 201)
    except ValueError as error:
        raise refuse(str(error)) from None


def routes(faults: Faults) -> list[Route]:
    async def all_of_them(request: Request) -> Response:
        if request.method == "POST":
            return _add(faults, with_account(request, await read_fields(request)))
        if request.method == "DELETE":
            faults.clear(await account_named(request))
            return Response(status_code=204)
        return JSONResponse({"faults": [one.show() for one in faults.read(account_in(request))]})

    async def one_of_them(request: Request) -> Response:
        check_names(request.query_params)
        sid = request.path_params["sid"]
        found = next((one for one in faults.read() if one.id == sid), None)
        if found is None:
            raise refuse(f"There is no scripted failure {sid}.", 404)
        if request.method == "DELETE":
            faults.remove(sid)
            return Response(status_code=204)
        return JSONResponse(found.show())

    async def magic(request: Request) -> Response:
        return JSONResponse({"magic": table()})

    return [
        Route("/faults", all_of_them, methods=["GET", "POST", "DELETE"]),
        Route("/faults/{sid}", one_of_them, methods=["GET", "DELETE"]),
        Route("/magic", magic),
    ]
