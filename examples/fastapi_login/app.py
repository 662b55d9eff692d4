"""People log in with a code that comes by SMS. Serve it with `uvicorn app:create_app --factory`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import passcodes
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from settings import Settings
from starlette.middleware.sessions import SessionMiddleware
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceContext

router = APIRouter()


class Person(BaseModel):
    phone: Annotated[str, Field(pattern=r"^\+[1-9]\d{6,14}$", examples=["+15017122661"])]


class Attempt(Person):
    code: Annotated[str, Field(pattern=r"^\d{4,10}$")]


def verify_service(request: Request) -> ServiceContext:
    """The Verify Service that sends and checks the codes."""
    client: Client = request.app.state.twilio
    settings: Settings = request.app.state.settings
    return client.verify.v2.services(settings.twilio_verify_service_sid)


Service = Annotated[ServiceContext, Depends(verify_service)]


@router.post("/login", status_code=202)
async def send_code(person: Person, service: Service) -> None:
    await passcodes.send(service, person.phone)


@router.post("/login/check")
async def check_code(attempt: Attempt, service: Service, request: Request) -> Person:
    await passcodes.check(service, attempt.phone, attempt.code)
    request.session["phone"] = attempt.phone
    return Person(phone=attempt.phone)


@router.get("/me")
async def show_who_is_logged_in(request: Request) -> Person:
    if "phone" not in request.session:
        raise HTTPException(401, "Nobody is logged in.")
    return Person(phone=request.session["phone"])


@router.post("/logout", status_code=204)
async def log_out(request: Request) -> None:
    request.session.clear()


async def refuse(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, passcodes.Refused)
    return JSONResponse({"detail": error.reason}, error.status)


@asynccontextmanager
async def connected(app: FastAPI) -> AsyncIterator[None]:
    """One client, and with it one pool of connections to Twilio, as long as the application runs."""
    settings: Settings = app.state.settings
    sid, token = settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value()
    async with AsyncTwilioHttpClient(timeout=10) as http_client:
        app.state.twilio = Client(sid, token, http_client=http_client)
        yield


def create_app() -> FastAPI:
    app = FastAPI(title="Log in by SMS", lifespan=connected)
    app.state.settings = settings = Settings()
    secret = settings.session_secret.get_secret_value()
    app.add_middleware(SessionMiddleware, secret_key=secret, https_only=settings.https_only)
    app.add_exception_handler(passcodes.Refused, refuse)
    app.include_router(router)
    return app
