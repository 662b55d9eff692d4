"""/_emulator/webhooks/deliveries: what was posted to webhooks and sinks, how it went; and posting it again."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from verify_emulator.clock import timestamp
from verify_emulator.control.bodies import AccountSid, JournalQuery, check_fields, check_names, refuse
from verify_emulator.outbox.deliveries import Attempt, Deliveries, Delivery, Wanted
from verify_emulator.outbox.delivery import State
from verify_emulator.outbox.posts import Letter


class Query(JournalQuery):
    """Which deliveries are asked for."""

    account_sid: AccountSid | None = None
    service_sid: str | None = None
    webhook_sid: str | None = None
    event: str | None = None
    state: State | None = None

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            self.account_sid, self.service_sid, self.webhook_sid, self.event, self.state, self.after
        )


def show(delivery: Delivery) -> dict[str, Any]:
    post = delivery.post
    return {
        "id": delivery.id,
        "account_sid": post.account_sid,
        "service_sid": post.service_sid,
        "webhook_sid": post.webhook_sid,
        "event": post.event,
        "state": delivery.state,
        "error": delivery.error or None,
        "replay_of": delivery.replay_of or None,
        "created_at": timestamp(delivery.created_at),
        "request": None if delivery.letter is None else show_request(delivery.letter),
        "attempts": [show_attempt(attempt) for attempt in delivery.attempts],
    }


def show_request(letter: Letter) -> dict[str, Any]:
    """The request as it was sent, except for the receiver's password."""
    return {
        "method": "POST",
        "url": letter.url,
        "headers": {name: "Basic …" if name == "Authorization" else value for name, value in letter.headers},
        "body": letter.body.decode(),
    }


def show_attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "started_at": timestamp(attempt.started_at),
        "seconds": attempt.seconds,
        "status": attempt.status,
        "error": attempt.error or None,
        "response_body": attempt.body.decode(errors="replace"),
    }


def routes(deliveries: Deliveries) -> list[Route]:
    async def listed(request: Request) -> Response:
        query = check_fields(Query, request.query_params)
        if query.wait:
            await deliveries.wait_until_settled(query.wanted, query.wait)
        found = deliveries.read(query.wanted, query.limit)
        cursor = found[-1].cursor if found else query.after
        return JSONResponse({"deliveries": [show(delivery) for delivery in found], "cursor": cursor})

    async def replayed(request: Request) -> Response:
        check_names(request.query_params)
        id = request.path_params["id"]
        try:
            return JSONResponse(show(deliveries.replay(id)), 201)
        except KeyError:
            raise refuse(f"There is no delivery {id}.", 404) from None

    return [
        Route("/webhooks/deliveries", listed),
        Route("/webhooks/deliveries/{id}/replay", replayed, methods=["POST"]),
    ]
