"""The read-only Messages list of api.twilio.com: how an account holder reads the SMS that one of its numbers got.

Source: twilio.com/docs/messaging/api/message-resource. The same client code reads codes here and on Twilio.
"""

import re
from datetime import datetime
from email.utils import format_datetime
from itertools import islice
from sys import maxsize
from typing import Any
from urllib.parse import urlencode

from pydantic_core import to_json
from starlette.types import Receive

from verify_emulator.accounts import Accounts
from verify_emulator.clock import Clock
from verify_emulator.errors import FORBIDDEN, METHOD_NOT_ALLOWED, NOT_FOUND, TwilioError, cited
from verify_emulator.events import Events
from verify_emulator.hosts import Names, name_asked
from verify_emulator.http.authentication import authenticate
from verify_emulator.http.bodies import parse_pairs, read_body
from verify_emulator.http.side import Answer, Request, Side
from verify_emulator.outbox.messages import Message, Outbox, Wanted
from verify_emulator.resources.pages import MAX_PAGE_SIZE, PageParams, filters_of
from verify_emulator.settings import Settings
from verify_emulator.sources import name_of
from verify_emulator.verify.catalogue import MESSAGES_LIST

_PATH = re.compile(r"/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})/Messages(?:\.json)?")
SENDER = "+15005550006"
"""Guess: Verify sends from numbers of its own; this one is Twilio's magic number for a valid sender."""


class MessagesList(Side):
    """Serves one list and nothing else of Programmable Messaging."""

    def __init__(
        self, *, clock: Clock, settings: Settings, accounts: Accounts, events: Events, outbox: Outbox
    ) -> None:
        super().__init__(clock, settings, accounts, events)
        self._outbox = outbox
        self._names = Names(settings.names)

    async def answer(self, request: Request, receive: Receive) -> Answer:
        request.body = await read_body(receive)
        self._refuse_names_of_others(request)
        account = request.account = authenticate(request.headers.get(b"authorization"), self._accounts)
        path = _PATH.fullmatch(request.path)
        if path is None or path[1] != account.sid:
            raise TwilioError(
                NOT_FOUND, hint="Of Programmable Messaging only this account's Messages list exists."
            )
        if request.method != "GET":
            raise TwilioError(METHOD_NOT_ALLOWED, hint="The list of messages can only be read (GET).")
        request.operation, request.rule = MESSAGES_LIST, name_of(type(self).answer)
        form = parse_pairs(request.query)
        params = PageParams.parse(form)
        size = min(params.page_size, MAX_PAGE_SIZE)
        skip = min(params.page * size, maxsize - size - 1)
        wanted = Wanted(to=dict(form).get("To"), channel="sms", account_sid=account.sid)
        arrived = (message for message in self._outbox.newest_first(wanted) if message.arrived)
        found = list(islice(arrived, skip, skip + size + 1))
        return Answer(200, to_json(_envelope(request.path, form, params.page, size, found)))

    def _refuse_names_of_others(self, request: Request) -> None:
        """Credentials keep no page out, because those of the first account are known to all."""
        name = name_asked(request.headers)
        if name not in self._names:
            raise TwilioError(
                FORBIDDEN,
                hint=f"A page of another site could use a name of its own to read codes here. "
                f"If {cited(name)!a} is a name of this emulator's, start it with --public-url.",
            )


def _envelope(
    path: str, form: list[tuple[str, str]], page: int, size: int, found: list[Message]
) -> dict[str, Any]:
    filters = filters_of(form)

    def uri(number: int) -> str:
        return f"{path}?{urlencode([*filters, ('PageSize', size), ('Page', number)])}"

    shown = found[:size]
    return {
        "first_page_uri": uri(0),
        "end": page * size + len(shown) - 1 if shown else 0,
        "previous_page_uri": uri(page - 1) if page else None,
        "messages": [_show(message) for message in shown],
        "uri": uri(page),
        "page_size": size,
        "start": page * size,
        "next_page_uri": uri(page + 1) if len(found) > size else None,
        "page": page,
    }


def _show(message: Message) -> dict[str, Any]:
    path = f"/2010-04-01/Accounts/{message.account_sid}/Messages/{message.sid}"
    moment = _rfc2822(message.arrived_at or message.created_at)
    return {
        "body": message.body,
        "num_segments": "1",
        "direction": "inbound",
        "from": SENDER,
        "to": message.to,
        "date_updated": moment,
        "price": None,
        "error_message": None,
        "uri": f"{path}.json",
        "account_sid": message.account_sid,
        "num_media": "0",
        "status": "received",
        "messaging_service_sid": None,
        "sid": message.sid,
        "date_sent": moment,
        "date_created": moment,
        "error_code": None,
        "price_unit": "USD",
        "api_version": "2010-04-01",
        "subresource_uris": {"media": f"{path}/Media.json"},
    }


def _rfc2822(moment: datetime) -> str:
    return format_datetime(moment.replace(microsecond=0))
