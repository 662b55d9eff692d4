"""The yardstick: an ASGI app on plain uvicorn that reads the request and answers a constant."""

from typing import Any

from benchmarks.answer import BODY, HEADERS, STATUS, serve

START = {
    "type": "http.response.start",
    "status": STATUS,
    "headers": [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()],
}
END = {"type": "http.response.body", "body": BODY}


async def application(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await send(START)
    await send(END)


if __name__ == "__main__":
    serve(application)
