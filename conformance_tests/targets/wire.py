"""Plain HTTP as a client without SDK would speak it: exact paths, raw bodies, chosen credentials."""

from typing import Any

import requests

from conformance_tests.targets.capabilities import Credentials

AS_USUAL: Any = object()


def as_nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """As `auth`: send no credentials, or only those of the headers given."""
    return request


TIMEOUT = 30.0


class Wire:
    """Sends requests to one origin. Paths go out as written; redirects are not followed."""

    def __init__(self, origin: str, credentials: Credentials, session: requests.Session) -> None:
        self.origin = origin
        self._auth = (credentials.username, credentials.password)
        self._session = session

    def request(self, method: str, path: str, *, auth: Any = AS_USUAL, **rest: Any) -> requests.Response:
        return self._session.request(
            method,
            self.origin + path,
            auth=self._auth if auth is AS_USUAL else auth,
            allow_redirects=False,
            timeout=TIMEOUT,
            **rest,
        )

    def get(self, path: str, **rest: Any) -> requests.Response:
        return self.request("GET", path, **rest)

    def post(self, path: str, data: Any = None, **rest: Any) -> requests.Response:
        return self.request("POST", path, data=data, **rest)

    def delete(self, path: str, **rest: Any) -> requests.Response:
        return self.request("DELETE", path, **rest)
