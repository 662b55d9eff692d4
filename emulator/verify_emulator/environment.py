"""The variables that point a program at an emulator, and how they are printed for a shell."""

import json
import shlex
from collections.abc import Callable, Mapping

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT, WELL_KNOWN_KEY, WELL_KNOWN_TOKEN
from verify_emulator.hosts import API_NAMES, VERIFY_NAMES
from verify_emulator.ids import ZEROS
from verify_emulator.verify.services import READY_SERVICE

VERIFY_HOST, API_HOST = VERIFY_NAMES[0], API_NAMES[0]
LOCAL = "127.0.0.1,localhost,::1"


def variables(url: str, proxy_exceptions: str = "") -> dict[str, str]:
    """Where the emulator is, and credentials that it knows, under the names that Twilio's samples read."""
    kept = [
        name for name in proxy_exceptions.split(",") if name.strip() and not _exempts_twilio(name.strip())
    ]
    exceptions = ",".join([*kept, LOCAL])
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


def _exempts_twilio(name: str) -> bool:
    return name == "*" or any(host.endswith(name.lstrip("*").lower()) for host in (VERIFY_HOST, API_HOST))


def proxy_variables(proxy: str) -> dict[str, str]:
    """The proxy under all the names that programs read it by; Node's SDK wants HTTP_PROXY."""
    return dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), proxy)


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
