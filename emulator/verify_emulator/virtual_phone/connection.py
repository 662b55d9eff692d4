"""How a phone asks: the SDKs' headers, a token that it signs itself, and a clock that it sets by the server's."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from verify_emulator import __version__
from verify_emulator.clock import Clock
from verify_emulator.virtual_phone.answers import Answer, error_of
from verify_emulator.virtual_phone.keys import sign_json

Transport = Callable[[str, str, Mapping[str, str], bytes], tuple[int, Mapping[str, str], bytes]]
"""Sends a request: method, absolute URL, headers and body in; status, headers and body out."""

Form = Mapping[str, str | None]
"""Parameters by name; those that are None are not sent."""

FORM = "application/x-www-form-urlencoded"
TOKEN_SECONDS = 600
TIMEOUT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Registration:
    """What a phone remembers of its factor."""

    service_sid: str
    identity: str
    factor_sid: str
    account_sid: str
    credential_sid: str
    private_key: str = field(repr=False)


class Connection:
    """Sends requests to one server. `correction` is how many seconds its clock is ahead of this machine's."""

    def __init__(self, base_url: str, transport: Transport | None) -> None:
        self.base_url = base_url.rstrip("/")
        self.correction = 0
        self._send_bytes = transport or send_over_http
        self._clock = Clock()

    def entity_url(self, service_sid: str, identity: str) -> str:
        return f"{self.base_url}/v2/Services/{service_sid}/Entities/{quote(identity, safe='')}"

    def ask(self, method: str, registration: Registration, path: str, form: Form | None = None) -> Answer:
        """A request with the device's own token. After a 401 the clock is set, and it is sent once more."""
        url = self.entity_url(registration.service_sid, registration.identity) + path
        answer = self.send(method, url, self._device_token(registration), form)
        if answer.status == 401:
            self._set_clock(answer)
            answer = self.send(method, url, self._device_token(registration), form)
        return answer

    def _device_token(self, registration: Registration) -> str:
        now = self._local_second() + self.correction
        return sign_json(
            registration.private_key,
            {"cty": "twilio-pba;v=1", "kid": registration.credential_sid},
            {"sub": registration.account_sid, "nbf": now, "exp": now + TOKEN_SECONDS},
        )

    def _set_clock(self, answer: Answer) -> None:
        try:
            moment = parsedate_to_datetime(answer.headers.get("date", ""))
        except ValueError:
            raise error_of(answer) from None
        self.correction = int(moment.timestamp()) - self._local_second()

    def _local_second(self) -> int:
        return int(self._clock.now().timestamp())

    def send(self, method: str, url: str, password: str, form: Form | None = None) -> Answer:
        """Accept and Content-Type are what the SDKs send, also where that is odd."""
        credentials = b64encode(f"token:{password}".encode()).decode()
        headers = {"User-Agent": f"VirtualPhone/{__version__}", "Authorization": f"Basic {credentials}"}
        if method != "DELETE":
            headers["Accept"] = FORM if method == "GET" else "application/json"
            headers["Content-Type"] = FORM
        status, answered, body = self._send_bytes(method, url, headers, encode(form or {}).encode())
        return Answer(status, {name.lower(): value for name, value in answered.items()}, body)


def encode(form: Form) -> str:
    return urlencode({name: value for name, value in form.items() if value is not None})


def send_over_http(
    method: str, url: str, headers: Mapping[str, str], body: bytes
) -> tuple[int, Mapping[str, str], bytes]:
    """The usual transport. A proxy is not asked for what is on this machine."""
    opener = build_opener(*([ProxyHandler({})] if is_local(url) else []))
    request = Request(url, body if method == "POST" else None, dict(headers), method=method)
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def is_local(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")
