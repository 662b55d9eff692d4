"""What a person does in the emulator's inbox, done by the tests: read codes, be a phone, move the clock."""

from datetime import datetime
from typing import Any

import requests


class Inbox:
    def __init__(self, url: str) -> None:
        self._url = f"{url}_emulator"

    def read_code(self, to: str) -> str:
        """The newest code; waits up to ten seconds for one."""
        answer = requests.get(f"{self._url}/code", {"to": to, "wait": "10"}, timeout=20)
        answer.raise_for_status()
        return answer.text

    def now(self) -> datetime:
        return datetime.fromisoformat(self._get("clock")["now"])

    def let_pass(self, *, minutes: int) -> None:
        self._post("clock", {"advance": f"{minutes}m"})

    def put_clock_right(self) -> None:
        self._post("clock", {"reset": "true"})

    def add_phone(self, access_token: str) -> str:
        """A phone that has a factor from now on, of this SID."""
        factor_sid: str = self._post("phones", {"access_token": access_token}).json()["factor_sid"]
        return factor_sid

    def read_challenge(self, factor_sid: str) -> dict[str, Any]:
        """What the phone is asked at the moment, its newest question."""
        (phone,) = (each for each in self._get("phones")["phones"] if each["factor_sid"] == factor_sid)
        newest: dict[str, Any] = phone["challenges"][0]
        return newest

    def answer(self, factor_sid: str, status: str) -> None:
        """Press Approve (`approved`) or Deny (`denied`)."""
        challenge = self.read_challenge(factor_sid)["sid"]
        self._post(f"phones/{factor_sid}/challenges/{challenge}", {"status": status})

    def make_fail(self, to: str, **how: str) -> None:
        """What becomes of the next code for that number."""
        self._post("faults", {"operation": "CreateVerification", "to": to, "times": "1", **how})

    def forget_everything(self) -> None:
        self._post("reset", {})

    def _get(self, path: str) -> dict[str, Any]:
        answer = requests.get(f"{self._url}/{path}", timeout=20)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def _post(self, path: str, fields: dict[str, str]) -> requests.Response:
        answer = requests.post(f"{self._url}/{path}", fields, timeout=20)
        answer.raise_for_status()
        return answer
