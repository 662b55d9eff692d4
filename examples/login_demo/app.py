"""A shop where people log in by SMS, authenticator app, passkey and phone: `python app.py`."""

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import account
import entry
import twilio_verify
import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from visits import Shop, Visit, page, script

import emulator

NAME = "Corner Shop"
STATIC = Path(__file__).parent / "static"

PAGES: dict[str, Callable[[Visit], Response]] = {
    "/": account.home,
    "/log-in": account.home,
    "/sign-up": lambda visit: visit.show("sign_up.html"),
    "/code": entry.show_code,
    "/second-step": entry.show_second_step,
    "/approval": entry.show_approval,
    "/authenticator": account.show_authenticator,
    "/authenticator/qr.svg": account.draw_qr,
    "/phone-app": account.show_phone,
}
FORMS = {
    "/log-in": entry.log_in,
    "/sign-up": entry.sign_up,
    "/code": entry.check_code,
    "/second-step": entry.check_second_step,
    "/approval": entry.finish_approval,
    "/authenticator": account.finish_authenticator,
    "/phone-app": account.finish_phone,
    "/log-out": entry.log_out,
}
BUTTONS = {  # each on the page that it leads back to when it is refused
    "/code/again": (entry.send_again, "/code"),
    "/approval/ask": (entry.ask_phone, "/second-step"),
    "/authenticator/begin": (account.begin_authenticator, "/"),
    "/phone-app/begin": (account.begin_phone, "/"),
}
STATUSES = {
    "/approval/status": entry.approval_status,
    "/phone-app/status": account.phone_status,
}
PASSKEYS = {
    "/passkeys/log-in/start": entry.start_passkey,
    "/passkeys/log-in/finish": entry.finish_passkey,
    "/passkeys/make/start": account.start_passkey,
    "/passkeys/make/finish": account.finish_passkey,
}


def make(shop: Shop) -> Starlette:
    return Starlette(
        routes=[
            *(Route(path, page(shop, do)) for path, do in PAGES.items()),
            *(Route(path, page(shop, do), methods=["POST"]) for path, do in FORMS.items()),
            *(Route(path, page(shop, do, back), methods=["POST"]) for path, (do, back) in BUTTONS.items()),
            *(Route(path, script(shop, do)) for path, do in STATUSES.items()),
            *(Route(path, script(shop, do), methods=["POST"]) for path, do in PASSKEYS.items()),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]
    )


def main() -> None:
    emulator.start_unless_there_is_one()
    sock = socket.create_server(("127.0.0.1", int(os.environ.get("PORT", "8000"))))
    # Browsers take localhost for safe without https. Behind a real domain, say which: https://login.example.com
    origin = os.environ.get("ORIGIN") or f"http://localhost:{sock.getsockname()[1]}"
    service = twilio_verify.create_service(twilio_verify.connect(), NAME, origin)
    if inbox := emulator.inbox():
        print(f"Inbox of the emulator on {inbox}", flush=True)
    print(f"Login demo ready on {origin}", flush=True)
    app = make(Shop(NAME, service, inbox))
    with suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[sock])


if __name__ == "__main__":
    main()
