"""The page of the screen Webhooks: deliveries, the newest first, and the one that is chosen."""

import json
from itertools import islice
from typing import get_args

from starlette.requests import Request

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT, WELL_KNOWN_TOKEN
from verify_emulator.outbox.delivery import Delivery, State, Wanted
from verify_emulator.outbox.posts import Letter
from verify_emulator.ui.boards import PAGE, Context, make_board, text_in
from verify_emulator.ui.pages import Pages, account_in, number_in
from verify_emulator.ui.parts import Parts, Screen
from verify_emulator.ui.webhooks.signature import explain
from verify_emulator.verify.services import ready_service

TONES = {"delivered": "good", "failed": "bad", "queued": "live"}
STATES: tuple[State, ...] = get_args(State)


def make_screen(pages: Pages, parts: Parts) -> Screen:
    webhooks = Webhooks(parts)
    return make_board(pages, "Webhooks", rows=webhooks.rows, detail=webhooks.detail)


class Webhooks:
    """Reads what the screen shows."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def rows(self, request: Request) -> Context:
        state = text_in(request, "status")
        wanted = Wanted(
            account_sid=account_in(request),
            event=text_in(request, "event"),
            state=next((each for each in STATES if each == state), None),
        )
        before, needle = number_in(request, "before"), (text_in(request, "q") or "").strip().casefold()
        newest = self._parts.deliveries.newest_first(wanted)
        matching = (each for each in newest if (not before or each.cursor < before) and _is_in(needle, each))
        found = list(islice(matching, PAGE + 1))
        return {
            "rows": found[:PAGE],
            "newer": before > 0,
            "older": {"before": found[PAGE - 1].cursor} if len(found) > PAGE else None,
            "events": sorted({each.post.event for each in self._parts.deliveries.newest_first(Wanted())}),
            "states": STATES,
            "tones": TONES,
            "receiver_of": receiver_of,
            "where": self._where_to_begin(request),
        }

    def detail(self, request: Request) -> Context:
        delivery = self._parts.deliveries.get(text_in(request, "show") or "")
        if delivery is None:
            return {"chosen": None}
        account = self._parts.accounts.known(delivery.post.account_sid)
        letter = delivery.letter
        return {
            "chosen": delivery,
            "tone": TONES[delivery.state],
            "to": receiver_of(delivery),
            "headers": [] if letter is None else _headers(letter),
            "body": "" if letter is None else _readable(letter),
            "signature": None if letter is None else explain(letter, account.token if account else None),
        }

    def _where_to_begin(self, request: Request) -> Context:
        """What somebody needs who has no webhook yet."""
        account = account_in(request) or WELL_KNOWN_ACCOUNT
        return {
            "account": account,
            "token": WELL_KNOWN_TOKEN if account == WELL_KNOWN_ACCOUNT else "TOKEN",
            "service_sid": ready_service(self._parts.settings),
            "base": str(request.base_url).rstrip("/"),
        }


def receiver_of(delivery: Delivery) -> str:
    """The address without a password that may be in it."""
    return delivery.letter.url.partition("?")[0] if delivery.letter else ""


def _is_in(needle: str, delivery: Delivery) -> bool:
    texts = (delivery.id, delivery.post.event, delivery.post.webhook_sid, receiver_of(delivery))
    return not needle or any(needle in text.casefold() for text in texts)


def _headers(letter: Letter) -> list[tuple[str, str]]:
    return [(name, "Basic …" if name == "Authorization" else value) for name, value in letter.headers]


def _readable(letter: Letter) -> str:
    """JSON with indents, a form with a line for each of its fields."""
    text = letter.body.decode(errors="replace")
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text.replace("&", "\n&")
