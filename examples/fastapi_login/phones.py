"""What only a test can do: read what reaches people's phones, and let time pass."""

import requests

from verify_emulator import Account


class InProcess:
    """With an emulator in this process."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def read_code(self, to: str) -> str:
        """The next code, which the tests have not read yet."""
        return self._account.inbox(to).next_code()

    def let_pass(self, *, minutes: float) -> None:
        self._account.clock.advance(minutes=minutes)


class Beside:
    """With an emulator in a process of its own, by its control plane."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/_emulator"

    def read_code(self, to: str) -> str:
        """The newest code; waits up to ten seconds for one."""
        answer = requests.get(f"{self._url}/code", {"to": to, "wait": "10"}, timeout=20)
        answer.raise_for_status()
        return answer.text

    def let_pass(self, *, minutes: float) -> None:
        self._post("clock", {"advance": minutes * 60})

    def reset(self) -> None:
        """Forget what the tests before have done; the clock is right again."""
        self._post("reset")

    def _post(self, path: str, fields: dict[str, float] | None = None) -> None:
        requests.post(f"{self._url}/{path}", fields, timeout=20).raise_for_status()


Phones = InProcess | Beside
