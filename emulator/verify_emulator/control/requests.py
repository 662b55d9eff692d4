"""/_emulator/requests and /requests/count: what clients asked, what they were answered and why, or wait for it."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from verify_emulator.clock import timestamp
from verify_emulator.control.bodies import AccountSid, JournalQuery, Recipient, account_named, check_fields
from verify_emulator.events import Events, JournalCleared
from verify_emulator.journal import Entry, Journal, Wanted
from verify_emulator.verify.catalogue import check_operation


def _operation(name: str) -> str:
    """Empty is that of the requests to paths that have none."""
    return name and check_operation(name)


def _status(status: int) -> int:
    if status and not 100 <= status <= 599:
        raise ValueError("100 to 599, or 0 of a connection that was cut")
    return status


Operation = Annotated[str, AfterValidator(_operation)]
Status = Annotated[int, AfterValidator(_status)]


class Filters(BaseModel):
    """Which requests are asked for."""

    model_config = ConfigDict(extra="forbid")

    account_sid: AccountSid | None = None
    operation: Operation | None = None
    method: str | None = None
    path: str | None = None
    status: Status | None = None
    code: int | None = Field(None, ge=1, le=99_999)
    to: Recipient | None = None
    after: int = Field(0, ge=0, lt=2**63)

    @property
    def wanted(self) -> Wanted:
        method = None if self.method is None else self.method.upper()
        return Wanted(
            self.account_sid, self.operation, method, self.path, self.status, self.code, self.to, self.after
        )


class Query(Filters, JournalQuery):
    """The same, with how many are wanted and how long to wait for one."""


def show(entry: Entry) -> dict[str, Any]:
    return {
        "cursor": entry.cursor,
        "id": entry.id,
        "at": timestamp(entry.at),
        "account_sid": entry.account_sid,
        "method": entry.method,
        "path": entry.path,
        "params": [{"name": name, "value": value} for name, value in entry.params],
        "status": entry.status,
        "code": entry.code,
        "hint": entry.hint,
        "operation": entry.operation,
        "rule": entry.rule,
        "source": entry.source,
        "fault": entry.fault,
        "seconds": entry.seconds,
        "answer": entry.fields or None,
        "truncated": entry.truncated,
    }


def show_briefly(entry: Entry) -> dict[str, Any]:
    """What a stream tells; who wants more asks for the request after the cursor before it."""
    return {
        "cursor": entry.cursor,
        "at": timestamp(entry.at),
        "account_sid": entry.account_sid,
        "method": entry.method,
        "path": entry.path,
        "to": entry.to,
        "status": entry.status,
        "code": entry.code,
        "operation": entry.operation,
    }


def routes(journal: Journal, events: Events) -> list[Route]:
    async def listed(request: Request) -> Response:
        if request.method == "DELETE":
            sid = await account_named(request)
            journal.reset(sid)
            events.publish(JournalCleared(sid))
            return Response(status_code=204)
        query = check_fields(Query, request.query_params)
        if query.wait:
            await journal.wait(query.wanted, query.wait)
        found = journal.read(query.wanted, query.limit)
        cursor = found[-1].cursor if found else query.after
        return JSONResponse({"requests": [show(entry) for entry in found], "cursor": cursor})

    async def counted(request: Request) -> Response:
        query = check_fields(Filters, request.query_params)
        return JSONResponse({"count": journal.count(query.wanted)})

    return [Route("/requests", listed, methods=["GET", "DELETE"]), Route("/requests/count", counted)]
