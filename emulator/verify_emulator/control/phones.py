"""/_emulator/phones: phones that get push challenges, whose Approve and Deny anybody can press."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from verify_emulator.clock import timestamp
from verify_emulator.control.bodies import account_in, check_fields, check_names, read_fields, refuse
from verify_emulator.control.parts import Parts

if TYPE_CHECKING:
    from verify_emulator.phones import Phone
    from verify_emulator.verify.challenge import Challenge


class NewPhone(BaseModel):
    """What a phone registers with."""

    model_config = ConfigDict(extra="forbid")

    access_token: str
    friendly_name: str = Field("", max_length=64)


class Press(BaseModel):
    """Which button is pressed."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["approved", "denied"]


def show(phone: "Phone") -> dict[str, Any]:
    return {
        "factor_sid": phone.factor_sid,
        "account_sid": phone.account_sid,
        "service_sid": phone.service_sid,
        "identity": phone.identity,
        "friendly_name": phone.friendly_name,
    }


def show_challenge(challenge: "Challenge") -> dict[str, Any]:
    return {
        "sid": challenge.sid,
        "details": challenge.details,
        "date_created": timestamp(challenge.date_created),
        "expiration_date": timestamp(challenge.expires_at),
    }


def routes(parts: Parts) -> list[Route]:
    async def listed(request: Request) -> Response:
        shown = [
            {**show(phone), "challenges": [show_challenge(challenge) for challenge in pending]}
            for phone, pending in parts.phones.read(account_in(request))
        ]
        return JSONResponse({"phones": shown})

    async def registered(request: Request) -> Response:
        check_names(request.query_params)
        wanted = check_fields(NewPhone, await read_fields(request))
        with _refusing():
            phone = await parts.phones.register(wanted.access_token, wanted.friendly_name)
        return JSONResponse(show(phone), 201)

    async def removed(request: Request) -> Response:
        check_names(request.query_params)
        with _refusing():
            await parts.phones.remove(request.path_params["factor_sid"])
        return Response(status_code=204)

    async def answered(request: Request) -> Response:
        check_names(request.query_params)
        status = check_fields(Press, await read_fields(request)).status
        path = request.path_params
        with _refusing():
            challenge = await parts.phones.answer(path["factor_sid"], path["challenge_sid"], status)
        return JSONResponse(challenge)

    async def phones(request: Request) -> Response:
        return await (registered if request.method == "POST" else listed)(request)

    return [
        Route("/phones", phones, methods=["GET", "POST"]),
        Route("/phones/{factor_sid}", removed, methods=["DELETE"]),
        Route("/phones/{factor_sid}/challenges/{challenge_sid}", answered, methods=["POST"]),
    ]


@contextmanager
def _refusing() -> Iterator[None]:
    from verify_emulator.virtual_phone import PhoneError

    try:
        yield
    except KeyError as error:
        raise refuse(f"There is no phone with factor {error.args[0]}.", 404) from None
    except ValueError as error:
        raise refuse(f"access_token: {error}") from None
    except PhoneError as error:
        raise refuse(str(error), 409) from None
