"""/_emulator/sna/…: the carrier's side of Silent Network Auth, at the address that `sna.url` names."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from verify_emulator.accounts import Accounts
from verify_emulator.control.bodies import refuse
from verify_emulator.ids import is_sid
from verify_emulator.resources.store import Store
from verify_emulator.verify.sna import open_url


def routes(store: Store, accounts: Accounts) -> list[Route]:
    async def opened(request: Request) -> Response:
        path = request.path_params
        if not is_sid(path["account_sid"], "AC"):
            raise refuse("No such URL.", 404)
        account = accounts.get(path["account_sid"])
        names = (path["service_sid"], path["sid"], path["attempt_sid"])
        with store.transaction(account.sid) as session:
            return PlainTextResponse(open_url(session, account.settings, account.clock.now(), *names))

    return [Route("/sna/{account_sid}/{service_sid}/{sid}/{attempt_sid}", opened, methods=["GET", "POST"])]
