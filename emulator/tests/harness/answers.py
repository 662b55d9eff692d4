"""One HTTP answer, however it was got."""

import json
import re
from dataclasses import dataclass
from typing import Any

ENVELOPE = ("code", "message", "more_info", "status")


HINT = re.compile(r"[ -~]{15,} See https://www\.twilio\.com/docs/api/errors/[0-9]{5}")
LONGEST_HINT = 400


def explains(hint: str) -> bool:
    """Whether it is one line of printable ASCII, bounded, with more than the place where the error is documented."""
    return len(hint) <= LONGEST_HINT and HINT.fullmatch(hint) is not None


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

    def __post_init__(self) -> None:
        """No test gets past a refusal of Twilio's side that does not explain itself."""
        if 400 <= self.status < 500 and "twilio-request-id" in self.headers:
            assert explains(self.headers.get("x-emulator-hint", "")), (self.headers, self.body)

    @property
    def hint(self) -> str:
        """What an answer says of itself, without the place where Twilio documents the error."""
        return self.headers.get("x-emulator-hint", "").rsplit(" See https://", 1)[0]

    @property
    def refusal(self) -> tuple[int, int, str]:
        """HTTP status, Twilio's code and message of an answer that is Twilio's error envelope and nothing else."""
        body = self.json
        assert tuple(key for key in body if key != "detail") == ENVELOPE
        assert ("detail" in body) is (self.status == 401 and body["code"] == 20003)
        assert body["more_info"] == f"https://www.twilio.com/docs/errors/{body['code']}"
        assert body["status"] == self.status
        return self.status, body["code"], body["message"]
