"""A command that runs beside an emulator of its own, and whose Twilio calls go there."""

import asyncio
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from verify_emulator import console, shims, trust
from verify_emulator.app import App
from verify_emulator.environment import proxy_variables, variables, without_twilio
from verify_emulator.listening import Addresses, Listeners, opened
from verify_emulator.server import run_loop, serving
from verify_emulator.settings import Settings
from verify_emulator.verify.services import ready_service

BENDING = ("TWILIO_REGION", "TWILIO_EDGE")
"""What leads an SDK to other hosts than those that answer here."""

STOPS = (signal.SIGTERM, signal.SIGHUP)


def run_beside(settings: Settings, command: Sequence[str]) -> int:
    """Run a command beside an emulator and return its exit status (128 + the signal that ended it).

    Raises BindError, and OSError if the command cannot be started.
    """
    return int(run_loop(_run_beside(settings, command)))


async def _run_beside(settings: Settings, command: Sequence[str]) -> int:
    stop: asyncio.Queue[int] = asyncio.Queue()
    for number in STOPS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as below nohup
            asyncio.get_running_loop().add_signal_handler(number, stop.put_nowait, number)
    with opened(settings) as listeners, surroundings(settings, listeners, os.environ) as its_own:
        return await _serve_and_run(settings, listeners, command, its_own, stop)


async def _serve_and_run(
    settings: Settings,
    listeners: Listeners,
    command: Sequence[str],
    environment: Mapping[str, str],
    stop: "asyncio.Queue[int]",
) -> int:
    app = App(settings)
    console.attach(app)
    server = serving(app, listeners)
    started, finished = asyncio.Event(), asyncio.Event()
    served = asyncio.ensure_future(server.serve_until(finished.wait(), lambda url: started.set()))
    try:
        ready = asyncio.ensure_future(started.wait())
        await asyncio.wait({ready, served}, return_when=asyncio.FIRST_COMPLETED)
        if served.done():
            await served  # which raises why it could not start
        child = await asyncio.create_subprocess_exec(*command, env=environment)
        # The terminal sends Ctrl-C to the command as well, which decides what becomes of it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stopping = asyncio.ensure_future(_pass_on(stop, child))
        status = await child.wait()
        stopping.cancel()
    finally:
        finished.set()
        await served
    return 128 - status if status < 0 else status


async def _pass_on(stop: "asyncio.Queue[int]", child: asyncio.subprocess.Process) -> None:
    while True:
        number = await stop.get()
        with suppress(ProcessLookupError):  # it has just ended by itself
            child.send_signal(number)


@contextmanager
def surroundings(
    settings: Settings, listeners: Listeners, inherited: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """The command's environment, and the files it names, which are gone at the end."""
    addresses = listeners.addresses
    exceptions = inherited.get("NO_PROXY") or inherited.get("no_proxy") or ""
    environment = {name: value for name, value in inherited.items() if name not in BENDING}
    service_sid = ready_service(settings)
    if listeners.tls is None or addresses.proxy is None:
        yield environment | variables(addresses.url, exceptions, service_sid)
        return
    environment |= variables(addresses.url, without_twilio(exceptions), service_sid)
    with TemporaryDirectory(prefix="verify-emulator-") as folder:
        yield environment | _intercepting(
            addresses, listeners.tls.authority.decode(), Path(folder), environment
        )


def _intercepting(
    addresses: Addresses, authority: str, folder: Path, inherited: Mapping[str, str]
) -> dict[str, str]:
    """What takes even a program that knows nothing of the emulator to it."""
    assert addresses.tls is not None
    assert addresses.proxy is not None
    found = {
        **proxy_variables(addresses.proxy),
        **trust.variables(folder, authority, inherited),
        "VERIFY_EMULATOR_TLS_ADDRESS": urlsplit(addresses.tls).netloc,  # for the shim of Node
        "NODE_OPTIONS": _added(inherited, "NODE_OPTIONS", f'--require "{shims.NODE}"'),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(shims.PYTHON), inherited.get("PYTHONPATH")))),
    }
    if trust.has_java(inherited):
        roots = Path(found["SSL_CERT_FILE"]).read_text()
        options = [*_java_proxy(addresses.proxy, inherited["NO_PROXY"]), *trust.java_options(folder, roots)]
        found["JAVA_TOOL_OPTIONS"] = _added(inherited, "JAVA_TOOL_OPTIONS", *map(_quoted, options))
    return found


def _added(inherited: Mapping[str, str], name: str, *words: str) -> str:
    return " ".join(filter(None, (inherited.get(name), *words)))


def _quoted(option: str) -> str:
    """As a Java virtual machine reads it."""
    return f'"{option}"' if " " in option else option


def _java_proxy(proxy: str, exceptions: str) -> Iterator[str]:
    place = urlsplit(proxy)
    for scheme in ("http", "https"):
        yield f"-D{scheme}.proxyHost={place.hostname}"
        yield f"-D{scheme}.proxyPort={place.port}"
    names = (name.strip() for name in exceptions.split(","))
    yield "-Dhttp.nonProxyHosts=" + "|".join(map(_java_pattern, names))


def _java_pattern(name: str) -> str:
    if ":" in name:
        return f"[{name}]"
    return f"*{name}" if name.startswith(".") else name
