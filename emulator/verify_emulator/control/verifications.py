"""/_emulator/verifications: every verification with what Twilio keeps to itself, and its end brought about by hand."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from verify_emulator.clock import timestamp
from verify_emulator.control.bodies import (
    AccountSid,
    Recipient,
    check_fields,
    check_names,
    read_fields,
    refuse,
)
from verify_emulator.control.parts import Parts
from verify_emulator.errors import TwilioError
from verify_emulator.verify.rules.lifecycle import State
from verify_emulator.verify.steering import Sought, Step
from verify_emulator.verify.verification import Verification


class Query(BaseModel):
    """Which verifications are asked for."""

    model_config = ConfigDict(extra="forbid")

    account_sid: AccountSid | None = None
    service_sid: str | None = None
    to: Recipient | None = None
    status: State | None = None
    limit: int = Field(100, ge=1, le=1_000)
    skip: int = Field(0, ge=0, lt=2**63)

    @property
    def sought(self) -> Sought:
        return Sought(self.account_sid, self.service_sid, self.to, self.status)


class End(BaseModel):
    """How a verification is to end."""

    model_config = ConfigDict(extra="forbid")

    status: Annotated[Step, Field(description="approved, canceled or expired")]


def show(verification: Verification, now: datetime) -> dict[str, Any]:
    left = (verification.expires_at - now).total_seconds()
    state = verification.state(now)
    is_open = state in (State.PENDING, State.MAX_ATTEMPTS_REACHED)
    return {
        "sid": verification.sid,
        "service_sid": verification.service_sid,
        "account_sid": verification.account_sid,
        "to": verification.to,
        "channel": verification.channel,
        "status": state,
        "code": verification.code,
        "sends": verification.sends,
        "wrong_checks": len(verification.wrong_checks),
        "max_checks": verification.max_checks,
        "date_created": timestamp(verification.date_created),
        "date_updated": timestamp(verification.date_updated),
        "expires_at": timestamp(verification.expires_at),
        "seconds_left": max(0, round(left, 3)) if is_open else 0,
    }


def routes(parts: Parts) -> list[Route]:
    async def listed(request: Request) -> Response:
        query = check_fields(Query, request.query_params)
        found = parts.steering.read(query.sought, query.limit, query.skip)
        return JSONResponse({"verifications": [show(*each) for each in found]})

    async def ended(request: Request) -> Response:
        check_names(request.query_params)
        path = request.path_params
        status = check_fields(End, await read_fields(request)).status
        account = parts.accounts.known(path["account_sid"])
        try:
            if account is None:
                raise KeyError(path["account_sid"])
            return JSONResponse(show(*parts.steering.step(account, path["service_sid"], path["sid"], status)))
        except KeyError as error:
            raise refuse(f"There is no {error.args[0]}.", 404) from None
        except TwilioError as error:
            raise refuse(error.hint, 409) from None

    return [
        Route("/verifications", listed),
        Route("/verifications/{account_sid}/{service_sid}/{sid}", ended, methods=["POST"]),
    ]
