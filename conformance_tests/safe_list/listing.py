"""The Safe List of one account."""

import requests
from twilio.rest import Client

from conformance_tests.targets.wire import Wire

NUMBERS = "/v2/SafeList/Numbers"


class SafeList:
    """The Safe List of one account, which is left as it was found."""

    def __init__(self, http: Wire, client: Client) -> None:
        self.http = http
        self.client = client
        self._added: set[str] = set()

    def add(self, number: str) -> requests.Response:
        answer = self.http.post(NUMBERS, {"PhoneNumber": number})
        if answer.status_code == 201:
            self._added.add(number)
        return answer

    def remove(self, number: str, spelling: str | None = None) -> requests.Response:
        self._added.discard(number)
        return self.http.delete(f"{NUMBERS}/{spelling or number}")

    def forget(self) -> None:
        """Nothing needs to be taken off: the account is new and will not be seen again."""
        self._added.clear()

    def clean(self) -> None:
        for number in list(self._added):
            self.remove(number).raise_for_status()
