"""The second yardstick: the same constant answered through Starlette's Route, Request and Response."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.answer import BODY, HEADERS, STATUS, serve


async def answer(request: Request) -> Response:
    await request.body()
    return Response(BODY, STATUS, HEADERS)


application = Starlette(
    routes=[
        Route("/v2/Services/{service_sid}/Verifications", answer, methods=["POST"]),
        Route("/v2/Services/{service_sid}/VerificationCheck", answer, methods=["POST"]),
    ]
)

if __name__ == "__main__":
    serve(application)
