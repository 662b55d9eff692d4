"""The variables that point a program at an emulator: printed for a shell, or set around a command."""

import asyncio
import json
import os
import shlex
import signal
from collections.abc import Callable, Mapping, Sequence

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT, WELL_KNOWN_KEY, WELL_KNOWN_TOKEN
from verify_emulator.app import App
from verify_emulator.ids import ZEROS
from verify_emulator.server import Server, bind, run_loop, url_of
from verify_emulator.settings import Settings
from verify_emulator.verify.services import READY_SERVICE

LOCAL = "127.0.0.1,localhost,::1"


def variables(url: str, proxy_exceptions: str = "") -> dict[str, str]:
    """Where the emulator is, and credentials that it knows, under the names that Twilio's samples read."""
    exceptions = f"{proxy_exceptions},{LOCAL}" if proxy_exceptions else LOCAL
    return {
        "VERIFY_EMULATOR_URL": url,
        "TWILIO_ACCOUNT_SID": WELL_KNOWN_ACCOUNT,
        "TWILIO_AUTH_TOKEN": WELL_KNOWN_TOKEN,
        "TWILIO_API_KEY": WELL_KNOWN_KEY,
        "TWILIO_API_SECRET": ZEROS,
        "TWILIO_VERIFY_SERVICE_SID": READY_SERVICE,
        "VERIFY_SERVICE_SID": READY_SERVICE,
        "NO_PROXY": exceptions,
        "no_proxy": exceptions,
    }


Format = Callable[[Mapping[str, str]], str]


def _lines(form: Callable[[str, str], str]) -> Format:
    return lambda values: "\n".join(form(name, value) for name, value in values.items())


FORMATS: dict[str, Format] = {
    "sh": _lines(lambda name, value: f"export {name}={shlex.quote(value)}"),
    "fish": _lines(lambda name, value: f"set -gx {name} {shlex.quote(value)}"),
    "dotenv": _lines(lambda name, value: f"{name}={value}"),
    "compose": _lines(lambda name, value: f"{name}: {json.dumps(value)}"),
    "json": lambda values: json.dumps(values, indent=2),
}


def run_beside(settings: Settings, command: Sequence[str]) -> int:
    """Run a command beside an emulator and return its exit status (128 + the signal that ended it).

    Raises BindError, and OSError if the command cannot be started.
    """
    return int(run_loop(_run_beside(settings, command)))


async def _run_beside(settings: Settings, command: Sequence[str]) -> int:
    sock = bind(settings)
    server = Server(App(settings), sock)
    surroundings = os.environ | variables(url_of(sock), os.environ.get("NO_PROXY", ""))
    started, finished, stop = asyncio.Event(), asyncio.Event(), asyncio.Event()
    serving = asyncio.ensure_future(server.serve_until(finished.wait(), lambda url: started.set()))
    try:
        await started.wait()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        child = await asyncio.create_subprocess_exec(*command, env=surroundings)
        # The terminal sends Ctrl-C to the command as well, which decides what becomes of it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stopping = asyncio.ensure_future(_pass_on(stop, child))
        status = await child.wait()
        stopping.cancel()
    finally:
        finished.set()
        await serving
    return 128 - status if status < 0 else status


async def _pass_on(stop: asyncio.Event, child: asyncio.subprocess.Process) -> None:
    await stop.wait()
    child.terminate()
