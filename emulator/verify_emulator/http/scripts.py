"""What is scripted for a request, asked before the call, and carried out in its place, beside it or after it."""

import json
from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import TYPE_CHECKING

from verify_emulator.errors import CHANNEL_DISABLED, INVALID_PARAMETER, INVALID_TO, ErrorKind, TwilioError
from verify_emulator.faults.encounter import Encounter
from verify_emulator.faults.faults import Faults
from verify_emulator.faults.magic import may_be
from verify_emulator.faults.scripted import Facts
from verify_emulator.http.pauses import Pauses
from verify_emulator.http.side import HINT, NO_ANSWER, NO_CONTENT, Answer, Request
from verify_emulator.resources.store import Store
from verify_emulator.verify.rules.phones import country_of, is_phone

if TYPE_CHECKING:
    from verify_emulator.http.endpoint import Work

JSON = b"application/json"
HTML = b"text/html; charset=utf-8"
TEXT = b"text/plain; charset=utf-8"


class Scripts:
    """Asks the failures about each request, and does what they say."""

    def __init__(self, faults: Faults, store: Store, pauses: Pauses) -> None:
        self._faults = faults
        self._store = store
        self._pauses = pauses

    def may_concern(self, work: "Work") -> bool:
        """False, and at once, for nearly all requests."""
        subject = work.route.operation.subject
        if subject is None or not subject.parameter:
            return bool(self._faults.live)
        to = work.form.get(subject.parameter)
        return to is None or bool(self._faults.live) or (self._faults.magic and may_be(to))

    def meet(self, request: Request, work: "Work") -> Encounter | None:
        """What the request comes upon."""
        subject, to, channel = work.route.operation.subject, "", ""
        if subject is not None:
            with self._store.transaction(work.account.sid) as session:
                to, channel = subject.search(session, work.keys, work.form)
        return self._faults.meet(self._facts(request, work, to, channel))

    def _facts(self, request: Request, work: "Work", to: str, channel: str) -> Facts:
        route, account_sid = work.route, work.account.sid
        parameters = blake2b(repr(work.fields).encode("utf-8", "replace"), digest_size=16).digest()
        return Facts(
            operation=route.name,
            account_sid=account_sid,
            service_sid=next((key for key in work.keys if key.startswith("VA")), ""),
            to=to,
            channel=channel,
            identity=(account_sid, request.method, request.path, parameters),
        )

    async def carry_out(
        self, request: Request, work: "Work", call: Callable[[], Awaitable[Answer]]
    ) -> Answer:
        """Let the call take place, if it is to, and let what is scripted happen to its answer."""
        met = work.script
        if met is None:
            return await call()
        answer, error = None, None
        try:
            if met.chosen is not None and met.chosen.fault.replaces:
                answer = _answer_instead(met, request, work)
            else:
                answer = await call()
        except TwilioError as refusal:
            error = refusal
        if met.used is not None:
            request.fault, request.hint = met.used.id, met.used.hint
            request.bytes_per_second = met.used.fault.bytes_per_second
            await self._pauses.wait(met.used.fault.delay)
            if met.used.fault.drop:
                return NO_ANSWER
        return _told(request.hint, answer, error)


def _told(hint: str, answer: Answer | None, error: TwilioError | None) -> Answer:
    """The answer, or the error raised, with a word on the failure that has been met, if one has."""
    if error is not None:
        if error.hint != hint:
            error.hint = f"{error.hint} {hint}".strip()
        raise error
    assert answer is not None
    return answer._replace(headers={**answer.headers, HINT: hint}) if hint else answer


def _answer_instead(met: Encounter, request: Request, work: "Work") -> Answer:
    """Raises the error, if it is one. What is dropped has no answer that could matter."""
    assert met.chosen is not None
    fault = met.chosen.fault
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.error is not None:
        kind = _kind(fault.error, met.facts)
        # What is usually said of such an error would not be true.
        hint = met.chosen.hint
        raise TwilioError(kind, hint=hint, headers=headers, **_details(kind, met.facts, request, work))
    body = (fault.body or "").encode()
    return Answer(
        fault.status or NO_CONTENT, body, work.account.clock.now(), headers, content_type=_type_of(body)
    )


def _kind(name: int | str, facts: Facts) -> ErrorKind:
    """Where there is no recipient, 60200 is about another parameter."""
    from verify_emulator.faults.catalogue import find_error

    kind = find_error(name)
    return INVALID_PARAMETER if kind.code == INVALID_TO.code and not facts.to else kind


def _details(kind: ErrorKind, facts: Facts, request: Request, work: "Work") -> dict[str, str]:
    """Whatever a message may ask for, as far as the request says it."""
    form = () if work.route.operation.params.JSON else work.fields
    channel = facts.channel or "sms"
    return {
        "path": request.path,
        "name": next((name for name, _ in form), "To"),
        "value": facts.to,
        "number": facts.to,
        "channel": channel.upper() if kind.code == CHANNEL_DISABLED.code else channel,
        "country": country_of(facts.to) if is_phone(facts.to) else "US",
    }


def _type_of(body: bytes) -> bytes:
    """What a gateway would call such a text."""
    if body.lstrip().startswith(b"<"):
        return HTML
    try:
        json.loads(body)
    except ValueError:
        return TEXT
    return JSON
