"""What a person sees in the terminal: the banner, a line for each message and for each refusal, the log."""

import json
import logging
import sys
from datetime import datetime

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT, WELL_KNOWN_KEY, WELL_KNOWN_TOKEN
from verify_emulator.app import App
from verify_emulator.events import MessageChanged
from verify_emulator.ids import ZEROS
from verify_emulator.journal import NO_ANSWER, Entry
from verify_emulator.listening import Addresses
from verify_emulator.outbox.messages import Message
from verify_emulator.settings import Settings
from verify_emulator.verify.services import READY_SERVICE

REFUSED = 400

BANNER = """\
Twilio Verify v2, emulated. Any Account SID gets an account of its own; these are there already:

  Account SID  {account}    API key  {key}
  Auth token   {token}      secret   {secret}
  Service SID  {service}

Point your client here   Python: client.verify.base_url = "{url}"
                         Node:   client.verify.baseUrl = "{url}"
See every message        {url}/
Read the newest code     curl '{url}/_emulator/code?to=%2B15017122661&wait=10'
Let ten minutes pass     curl -d advance=10m {url}/_emulator/clock
"""

TLS = """\
HTTPS                    {tls}   (its CA: verify-emulator ca --url {url})
"""
PROXY = """\
Proxy to Twilio's hosts  {proxy}   (as HTTPS_PROXY of a program)
"""


def banner(addresses: Addresses, service_sid: str = READY_SERVICE) -> str:
    """What to do next, for someone who has just started the emulator."""
    text = BANNER.format(
        account=WELL_KNOWN_ACCOUNT,
        token=WELL_KNOWN_TOKEN,
        key=WELL_KNOWN_KEY,
        secret=ZEROS,
        service=service_sid,
        url=addresses.url,
    )
    if addresses.tls is not None:
        text += TLS.format(url=addresses.url, tls=addresses.tls)
    if addresses.proxy is not None:
        text += PROXY.format(proxy=addresses.proxy)
    return text


def ready_line(url: str) -> str:
    """The last line of the banner. Its form is fixed: other programs wait for it."""
    return f"verify-emulator ready on {url}"


def message_line(message: Message, log_format: str) -> str:
    """Time, channel, recipient and code: the one place where a code is printed."""
    if log_format == "json":
        fields = {
            "time": (message.arrived_at or message.created_at).isoformat(timespec="milliseconds"),
            "event": "message",
            "to": message.to,
            "channel": message.channel,
            "code": message.code,
            "status": message.status,
        }
        return json.dumps(fields)
    code = _plain(message.code)
    lost = "" if message.arrived else f"  ({message.status})"
    moment = message.arrived_at or message.created_at
    return f"{moment:%H:%M:%S}  {message.channel:<8}  {message.to:<16}  code {code}{lost}"


def refusal_line(entry: Entry, log_format: str) -> str:
    """What was asked, with what it was refused, and why on a line of its own."""
    if log_format == "json":
        fields = {
            "time": entry.at.isoformat(timespec="milliseconds"),
            "event": "refused",
            "account_sid": entry.account_sid,
            "method": entry.method,
            "path": entry.path,
            "status": entry.status,
            "code": entry.code,
            "hint": entry.hint,
        }
        return json.dumps(fields)
    asked = f"{entry.at:%H:%M:%S}  {_plain(entry.method, 16)} {_plain(entry.path, 160)}"
    line = f"{asked}  {entry.status or NO_ANSWER}  {entry.code or ''}".rstrip()
    return f"{line}\n          {_plain(entry.hint)}" if entry.hint else line


def _plain(text: str, most: int | None = None) -> str:
    """On one line, and nothing that a terminal obeys."""
    return "".join(character if character.isprintable() else "?" for character in text[:most])


def say(line: str) -> None:
    """Print a line at once. A terminal that has gone away does not stop the emulator."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        pass


def attach(app: App) -> None:
    """Print a line for each message that an emulator sends and each request that it refuses, unless it is quiet."""
    if app.settings.quiet:
        return
    log_format = app.settings.log_format

    def tell(entry: Entry) -> None:
        if entry.status >= REFUSED or not entry.status:
            say(refusal_line(entry, log_format))

    app.events.subscribe(Message, lambda message: say(message_line(message, log_format)))
    app.events.subscribe(MessageChanged, lambda change: say(message_line(change.message, log_format)))
    app.events.subscribe(Entry, tell)


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields)


def configure_log(settings: Settings) -> None:
    """The log goes to standard error, so that standard output carries only the banner and the messages."""
    log = logging.StreamHandler()
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    log.setFormatter(JsonFormatter() if settings.log_format == "json" else text)
    root = logging.getLogger()
    root.handlers[:] = [log]
    root.setLevel(settings.log_level.upper())
    for chatty in (
        "uvicorn",
        "httpx2",
        "httpcore2",
    ):  # the latter two would log the URLs of webhooks, secrets included
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
