"""What the control plane's endpoints share: bodies as JSON or form, queries, and one form of error."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import from_json
from starlette.exceptions import HTTPException
from starlette.requests import Request

from verify_emulator.ids import is_sid
from verify_emulator.settings import explain

MAX_BODY = 256 * 1024
"""Bytes."""


LONGEST_WAIT = 300
"""Seconds."""


class JournalQuery(BaseModel):
    """What every journal can be asked: beyond which cursor, how many, and how many seconds to wait for one."""

    model_config = ConfigDict(extra="forbid")

    after: int = Field(0, ge=0, lt=2**63)
    limit: int = Field(1000, ge=1, le=10_000)
    wait: float = Field(0, ge=0, le=LONGEST_WAIT, allow_inf_nan=False)


def as_sent(to: object) -> object:
    """A `+` that was not escaped in a query or a form arrives as a space, which no address has in it."""
    if not isinstance(to, str):
        return to
    return to.replace(" ", "+") if "@" in to else f"+{to[1:]}" if to.startswith(" ") else to


def _account_sid(sid: str) -> str:
    if not is_sid(sid, "AC"):
        raise ValueError(NO_ACCOUNT)
    return sid


NO_ACCOUNT = "not an Account SID (AC and 32 hex digits)"
AccountSid = Annotated[str, AfterValidator(_account_sid)]
Recipient = Annotated[str, BeforeValidator(as_sent)]

Model = TypeVar("Model", bound=BaseModel)


def refuse(message: str, status: int = 400) -> HTTPException:
    return HTTPException(status, message)


async def read_body(request: Request, most: int = MAX_BODY) -> bytes | bytearray:
    """As it comes in; no more of it is kept than may come."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise refuse(f"The body is larger than {most} bytes.", 413)
    return body


async def read_fields(request: Request) -> dict[str, Any]:
    """The members of a JSON object, or of a form, so that `curl -d advance=10m` works."""
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        raise refuse("multipart/form-data is not taken: send JSON or a form (curl -d).", 415)
    body = bytes(await read_body(request))
    if not body:
        return {}
    if body.lstrip()[:1] in (b"{", b"["):
        try:
            fields = from_json(body)
        except ValueError as error:
            raise refuse(f"The body is not JSON: {error}") from None
        if not isinstance(fields, dict):
            raise refuse("The body is not a JSON object.")
        return fields
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))


def check_fields(model: type[Model], fields: Mapping[str, Any]) -> Model:
    """The fields as a model. Raises 400 with the name of the first bad one."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        name, fault = explain(error)
        raise refuse(f"{name}: {fault}") from None


def check_names(given: Iterable[str], *known: str) -> None:
    """Raises 400 with the first name that is none of those known: who misspells a condition does not want all."""
    taken = f"only {', '.join(known)} is" if known else "nothing is"
    for name in given:
        if name not in known:
            raise refuse(f"{name}: {taken} taken here")


def check_account(sid: Any) -> Any:
    """Raises 400 for what is no Account SID."""
    if not isinstance(sid, str) or not is_sid(sid, "AC"):
        raise refuse(f"account_sid: {NO_ACCOUNT}")
    return sid


def account_in(request: Request) -> str | None:
    """The account that a query names, if any. Raises 400 for what is no Account SID, and for anything else in it."""
    check_names(request.query_params, "account_sid")
    sid = request.query_params.get("account_sid")
    return None if sid is None else str(check_account(sid))


def with_account(request: Request, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a body, and the account that the query names. Raises 400 if the body names another one."""
    sid = account_in(request)
    if sid is None:
        return fields
    if fields.get("account_sid") not in (None, sid):
        raise refuse(f"account_sid: {fields['account_sid']} in the body, and {sid} in the query")
    return {**fields, "account_sid": sid}


async def account_named(request: Request) -> str | None:
    """The account that a query or a body names, where nothing else is to be said. Raises 400."""
    fields = await read_fields(request)
    check_names(fields, "account_sid")
    named = with_account(request, fields)
    return check_account(named["account_sid"]) if named else None
