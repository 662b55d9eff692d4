"""/_emulator/messages, /messages/latest and /code: read what would have been sent, or wait for it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from verify_emulator.clock import timestamp
from verify_emulator.control.bodies import AccountSid, JournalQuery, Recipient, check_fields, refuse
from verify_emulator.outbox.messages import Message, Outbox, Wanted


class Query(JournalQuery):
    """Which messages are asked for."""

    to: Recipient | None = None
    channel: str | None = None
    account_sid: AccountSid | None = None
    service_sid: str | None = None

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.to, self.channel, self.account_sid, self.service_sid, self.after)


def show(message: Message) -> dict[str, Any]:
    locale, body = message.compose()
    return {
        "id": message.sid,
        "account_sid": message.account_sid,
        "service_sid": message.service_sid,
        "verification_sid": message.verification_sid,
        "attempt_sid": message.attempt_sid,
        "to": message.to,
        "channel": message.channel,
        "code": message.code,
        "body": body,
        "locale": locale,
        "status": message.status,
        "error_code": message.error_code,
        "created_at": timestamp(message.created_at),
    }


def routes(outbox: Outbox) -> list[Route]:
    async def messages(request: Request) -> Response:
        query = check_fields(Query, request.query_params)
        if query.wait:
            await outbox.wait(query.wanted, query.wait)
        found = outbox.read(query.wanted, query.limit)
        cursor = found[-1].cursor if found else query.after
        return JSONResponse({"messages": [show(message) for message in found], "cursor": cursor})

    async def latest(request: Request) -> Response:
        return JSONResponse(show(await _wait(request)))

    async def code(request: Request) -> Response:
        return PlainTextResponse((await _wait(request)).code)

    async def _wait(request: Request) -> Message:
        query = check_fields(Query, request.query_params)
        message = await outbox.wait(query.wanted, query.wait)
        if message is None:
            raise refuse(f"No message has arrived for {query.to or 'anybody'}.", 404)
        return message

    return [Route("/messages", messages), Route("/messages/latest", latest), Route("/code", code)]
