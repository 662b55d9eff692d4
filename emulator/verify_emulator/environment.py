"""The variables that point a program at an emulator, and how they are printed for a shell."""

import json
import shlex
from collections.abc import Callable, Mapping

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT, WELL_KNOWN_KEY, WELL_KNOWN_TOKEN
from verify_emulator.hosts import is_twilio
from verify_emulator.ids import ZEROS
from verify_emulator.verify.services import READY_SERVICE

LOCAL = "127.0.0.1,localhost,::1"


def variables(url: str, proxy_exceptions: str = "", service_sid: str = READY_SERVICE) -> dict[str, str]:
    """Where the emulator is, and credentials that it knows, under the names that Twilio's samples read."""
    exceptions = f"{proxy_exceptions},{LOCAL}" if proxy_exceptions else LOCAL
    return {
        "VERIFY_EMULATOR_URL": url,
        **credentials(service_sid=service_sid),
        "NO_PROXY": exceptions,
        "no_proxy": exceptions,
    }


def credentials(
    account_sid: str = WELL_KNOWN_ACCOUNT, token: str = WELL_KNOWN_TOKEN, service_sid: str = READY_SERVICE
) -> dict[str, str]:
    """An account and a service under the names that Twilio's samples read. The API key is the well-known account's."""
    return {
        "TWILIO_ACCOUNT_SID": account_sid,
        "TWILIO_AUTH_TOKEN": token,
        "TWILIO_API_KEY": WELL_KNOWN_KEY,
        "TWILIO_API_SECRET": ZEROS,
        "TWILIO_VERIFY_SERVICE_SID": service_sid,
        "VERIFY_SERVICE_SID": service_sid,
    }


def without_twilio(proxy_exceptions: str) -> str:
    """The exceptions but for those by which calls of Twilio's hosts would pass the proxy by."""
    names = (name.strip() for name in proxy_exceptions.split(","))
    return ",".join(name for name in names if name and not _excepts_twilio(name))


def _excepts_twilio(exception: str) -> bool:
    domain = exception.partition(":")[0].lstrip("*.").lower()
    return exception == "*" or is_twilio(domain) or (domain != "" and "twilio.com".endswith(domain))


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
