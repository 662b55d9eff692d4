"""One HTTP answer, however it was got."""

import json
from dataclasses import dataclass
from typing import Any

ENVELOPE = ("code", "message", "more_info", "status")


@dataclass(frozen=True)
class Answer:
    """Status, headers in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def hint(self) -> str:
        return self.headers.get("x-emulator-hint", "")

    @property
    def refusal(self) -> tuple[int, int, str]:
        """HTTP status, Twilio's code and message of an answer that is Twilio's error envelope and nothing else."""
        body = self.json
        assert tuple(key for key in body if key != "detail") == ENVELOPE
        assert ("detail" in body) is (self.status == 401 and body["code"] == 20003)
        assert body["more_info"] == f"https://www.twilio.com/docs/errors/{body['code']}"
        assert body["status"] == self.status
        return self.status, body["code"], body["message"]
