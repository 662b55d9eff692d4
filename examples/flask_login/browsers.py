"""Browsers that are led by tests: they keep cookies, and go where they are sent."""

import requests
from flask import Flask
from werkzeug.test import TestResponse


class FlaskBrowser:
    """Without a server."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def get(self, path: str) -> TestResponse:
        return self._client.get(path, follow_redirects=True)

    def post(self, path: str, **fields: str) -> TestResponse:
        return self._client.post(path, data=fields, follow_redirects=True)


class NetworkBrowser:
    def __init__(self, session: requests.Session, url: str) -> None:
        self._session = session
        self._url = url

    def get(self, path: str) -> requests.Response:
        return self._session.get(self._url + path, timeout=20)

    def post(self, path: str, **fields: str) -> requests.Response:
        return self._session.post(self._url + path, fields, timeout=20)


Browser = FlaskBrowser | NetworkBrowser
Page = TestResponse | requests.Response
