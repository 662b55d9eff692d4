"""A scripted failure in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from verify_emulator.faults.fault import Fault
from verify_emulator.faults.scripted import Scripted
from verify_emulator.ui.labels import counted

OUTCOMES = {
    "error": "error {}",
    "status": "status {}",
    "drop": "connection dropped {} the call",
    "approves": "any code is right",
    "delay": "answer after {:g} s",
    "bytes_per_second": "{:g} bytes a second",
    "retry_after": "Retry-After {}",
}


@dataclass(frozen=True, slots=True)
class Described:
    """What it does, to which requests, and how far it has got."""

    id: str
    outcome: str
    match: str
    progress: str
    is_over: bool


def describe(scripted: Scripted) -> Described:
    fault = scripted.fault
    left = "" if scripted.remaining is None else f", {scripted.remaining} left"
    return Described(
        id=scripted.id,
        outcome=", ".join(_outcome(fault)),
        match=", ".join(_match(fault)),
        progress=f"happened {scripted.happened} of {counted(scripted.matched, 'time')} that it matched{left}",
        is_over=scripted.is_over,
    )


def _outcome(fault: Fault) -> Iterator[str]:
    for name, words in OUTCOMES.items():
        value = getattr(fault, name)
        if value not in (None, False, 0):
            yield words.format(value)
    if fault.delivery is not None:
        code = f" ({fault.delivery.error_code})" if fault.delivery.error_code else ""
        late = f" after {fault.delivery.delay:g} s" if fault.delivery.delay else ""
        yield f"message {fault.delivery.status}{code}{late}"


def _match(fault: Fault) -> Iterator[str]:
    yield "any operation" if fault.operation == "*" else fault.operation
    for name in ("to", "channel", "account_sid", "service_sid"):
        if getattr(fault, name) is not None:
            yield f"{name} {getattr(fault, name)}"
    if fault.nth is not None:
        yield f"from request {fault.nth} on"
    if fault.most is not None:
        yield "once" if fault.most == 1 else f"{fault.most} times"
    if fault.probability is not None:
        yield f"with probability {fault.probability:g}"
    if not fault.count_retries:
        yield "again for each retry"
