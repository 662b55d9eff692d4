"""The page of the screen Requests: the journal, the newest first, and the request that is chosen."""

import json
import re
from collections.abc import Callable
from itertools import islice
from urllib.parse import unquote

from starlette.requests import Request

from verify_emulator.journal import Entry, Wanted
from verify_emulator.ui.boards import PAGE, Context, make_board, text_in
from verify_emulator.ui.pages import Pages, account_in, number_in
from verify_emulator.ui.parts import Parts, Screen
from verify_emulator.ui.requests.curl import as_curl
from verify_emulator.ui.requests.python import as_python
from verify_emulator.ui.requests.repeatable import repeatable
from verify_emulator.verify.operations import operations

CLASSES = {"2": "2xx", "4": "4xx", "5": "5xx"}
TONES = {2: "good", 4: "warn", 5: "bad"}
_SID = re.compile(r"\b([A-Z]{2}[0-9a-f]{4})[0-9a-f]{24}([0-9a-f]{4})\b")
DICTIONARY = "https://www.twilio.com/docs/api/errors/"


def make_screen(pages: Pages, parts: Parts) -> Screen:
    requests = Requests(parts)
    return make_board(pages, "Requests", rows=requests.rows, detail=requests.detail)


class Requests:
    """Reads what the screen shows."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def rows(self, request: Request) -> Context:
        wanted = Wanted(
            account_sid=account_in(request),
            operation=text_in(request, "operation"),
            to=text_in(request, "to"),
        )
        before, is_sought = number_in(request, "before"), _search(request)
        newest = self._parts.journal.newest_first(wanted)
        matching = (each for each in newest if (not before or each.cursor < before) and is_sought(each))
        found = list(islice(matching, PAGE + 1))
        return {
            "rows": found[:PAGE],
            "newer": before > 0,
            "older": {"before": found[PAGE - 1].cursor} if len(found) > PAGE else None,
            "operations": [(each["name"], each["name"]) for each in operations()],
            "classes": CLASSES,
            "tones": TONES,
            "short": short,
            "is_kept": self._parts.settings.keep_requests > 0,
        }

    def detail(self, request: Request) -> Context:
        entry = self._parts.journal.find(number_in(request, "show"))
        if entry is None:
            return {"chosen": None}
        again = repeatable(entry, str(request.base_url).rstrip("/"))
        return {
            "chosen": entry,
            "answer": _pretty(entry),
            "tone": TONES.get(entry.status // 100, "quiet"),
            "dictionary": f"{DICTIONARY}{entry.code}" if entry.code else "",
            "curl": as_curl(again),
            "python": as_python(again),
            "path": unquote(entry.path),
        }


def short(path: str) -> str:
    """A path in which SIDs are no longer than somebody can tell them apart by."""
    return _SID.sub(r"\1…\2", unquote(path))


def _search(request: Request) -> Callable[[Entry], bool]:
    """By status class, and by a text anywhere in path, parameters or answer."""
    first, text = text_in(request, "status"), (text_in(request, "q") or "").strip()
    needle = text.casefold()

    def is_sought(entry: Entry) -> bool:
        if first in CLASSES and not str(entry.status).startswith(first):
            return False
        return not needle or any(needle in each.casefold() for each in _texts(entry))

    return is_sought


def _texts(entry: Entry) -> list[str]:
    """What a search looks through, secrets masked."""
    values = [value for _, value in entry.params]
    return [unquote(entry.path), entry.operation, str(entry.code or ""), entry.hint, *values, _pretty(entry)]


def _pretty(entry: Entry) -> str:
    return json.dumps(entry.fields, indent=2, ensure_ascii=False) if entry.fields else ""
