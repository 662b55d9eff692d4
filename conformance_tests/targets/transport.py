"""The way to Twilio: every request passes the ledger, and the suite's own tests lead it to a stand-in."""

import os
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from conformance_tests.targets.ledger import Ledger

# The suite tests its live half with an emulator that poses as Twilio; nobody else needs this variable.
STAND_IN = "VERIFY_CONFORMANCE_STAND_IN"
HOSTS = ("verify.twilio.com", "api.twilio.com")


class TwilioAdapter(HTTPAdapter):
    """Carries requests for Twilio's hosts, or takes them to the stand-in under their own host name."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger
        self._stand_in = os.environ.get(STAND_IN)

    def send(self, request: requests.PreparedRequest, *args: Any, **rest: Any) -> requests.Response:
        self._ledger.allow(request)
        response = super().send(self._led(request), *args, **rest)
        self._ledger.note(request, response)
        return response

    def _led(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._stand_in is None:
            return request
        url = request.url or ""
        host = urlsplit(url).netloc
        if host not in HOSTS:
            raise requests.ConnectionError(f"{host} is not one of Twilio's hosts")
        led = request.copy()
        led.url = url.replace(f"https://{host}", self._stand_in, 1)
        led.headers["Host"] = host
        return led
