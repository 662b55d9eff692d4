"""/_emulator/accounts/{AccountSid}/settings: what an account may do, read and changed."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from verify_emulator.account_settings import AccountSettings
from verify_emulator.control.bodies import check_fields, check_names, read_fields, refuse
from verify_emulator.control.parts import Parts
from verify_emulator.events import SettingsChanged
from verify_emulator.ids import is_sid


def routes(parts: Parts) -> list[Route]:
    async def settings(request: Request) -> Response:
        check_names(request.query_params)
        sid = request.path_params["account_sid"]
        if not is_sid(sid, "AC"):
            raise refuse(f"{sid} is not an Account SID (AC and 32 hex digits).", 404)
        account = parts.accounts.get(sid)
        if request.method == "PATCH":
            fields = await read_fields(request)
            account.settings = check_fields(AccountSettings, {**dict(account.settings), **fields})
            parts.events.publish(SettingsChanged(sid))
        return JSONResponse(account.settings.model_dump(mode="json"))

    return [Route("/accounts/{account_sid}/settings", settings, methods=["GET", "PATCH"])]
