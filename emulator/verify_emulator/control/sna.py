"""/_emulator/sna/…: the carrier's side of Silent Network Auth, at the address that `sna.url` names."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from verify_emulator.accounts import Accounts
from verify_emulator.control import PREFIX
from verify_emulator.control.bodies import refuse
from verify_emulator.events import Events, LinkOpened
from verify_emulator.ids import is_sid
from verify_emulator.resources.store import Store
from verify_emulator.verify.sna import FAILURE, open_url

PATH = f"{PREFIX}/sna/"
FOR_PAGES = {"Access-Control-Allow-Origin": "*"}
"""Source: docs/verify/sna/tech-overview: the URL may be opened by a page, which is one of the application's."""


def routes(store: Store, accounts: Accounts, events: Events) -> list[Route]:
    async def opened(request: Request) -> Response:
        if request.method == "HEAD":  # what looks at links ahead of people must not use one up
            return Response(status_code=405, headers={"Allow": "GET, POST"})
        path = request.path_params
        if not is_sid(path["account_sid"], "AC"):
            raise refuse("No such URL.", 404)
        account = accounts.known(path["account_sid"])
        if account is None:
            return PlainTextResponse(FAILURE, headers=FOR_PAGES)
        names = (path["service_sid"], path["sid"], path["attempt_sid"])
        with store.transaction(account.sid) as session:
            answer, verification = open_url(session, account.settings, account.clock.now(), *names)
        if verification is not None:
            events.publish(LinkOpened(verification))
        return PlainTextResponse(answer, headers=FOR_PAGES)

    return [Route("/sna/{account_sid}/{service_sid}/{sid}/{attempt_sid}", opened, methods=["GET", "POST"])]
