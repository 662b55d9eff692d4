"""/_emulator/ca.pem: the certificate of the throw-away CA, for programs to trust. Whoever waits for it polls."""

from collections.abc import Callable

from starlette.types import Receive, Scope, Send

from verify_emulator.control import PREFIX

PATH = f"{PREFIX}/ca.pem"
MEDIA_TYPE = "application/x-pem-file"
HINT = "There is no CA, because this emulator was started without --tls and without --proxy."


class Certificates:
    """Gives the certificate, if there is one by now."""

    def __init__(self, authority: Callable[[], bytes | None]) -> None:
        self._authority = authority

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.responses import JSONResponse, Response

        pem = self._authority()
        answer: Response = JSONResponse({"error": HINT}, 404)
        if scope["method"] not in ("GET", "HEAD"):
            answer = JSONResponse({"error": "Method Not Allowed"}, 405, headers={"Allow": "GET, HEAD"})
        elif pem is not None:
            answer = Response(pem, media_type=MEDIA_TYPE)
        await answer(scope, receive, send)
