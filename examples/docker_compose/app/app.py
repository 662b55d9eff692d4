"""A site where people log in with a code that comes by SMS. It knows Twilio, and nothing of where it is tested."""

import os

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

NOT_FOUND = 404

verify = Client().verify.v2.services(os.environ["TWILIO_VERIFY_SERVICE_SID"])


async def send_code(request: Request) -> Response:
    phone = (await request.json())["phone"]
    await run_in_threadpool(verify.verifications.create, to=phone, channel="sms")
    return Response(status_code=202)


async def check_code(request: Request) -> Response:
    login = await request.json()
    try:
        check = await run_in_threadpool(
            verify.verification_checks.create, to=login["phone"], code=login["code"]
        )
    except TwilioRestException as error:
        if error.status == NOT_FOUND:  # too late, or used before
            return JSONResponse({"error": "expired"}, 401)
        raise
    if check.status == "approved":
        return JSONResponse({"welcome": login["phone"]})
    return JSONResponse({"error": "wrong"}, 401)


async def health(request: Request) -> Response:
    return Response("ok")


site = Starlette(
    routes=[
        Route("/login", send_code, methods=["POST"]),
        Route("/login/code", check_code, methods=["POST"]),
        Route("/health", health),
    ]
)
