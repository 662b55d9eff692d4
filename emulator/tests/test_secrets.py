"""What must not be told is told nowhere. Source of all: our contract."""

import json
from urllib.parse import urlencode

import pytest
from harness.answers import Answer
from harness.local import SERVICE, TO, basic, wrong
from harness.program import READY, Program
from harness.wire import Wire, request

ACCOUNT = "AC" + "5" * 32
TOKEN = "a-token-that-is-told-to-nobody"
OTHER_TOKEN = "another-token-told-to-nobody"
SECRET = "an-api-secret-told-to-nobody"
CUSTOM_CODE = "90210-xyz"
FORM = b"content-type: application/x-www-form-urlencoded"


class Session:
    """Does everything that can be done, and keeps every answer of Twilio's side."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.answers: list[Answer] = []
        self.codes: set[str] = set()

    def ask(
        self,
        method: str,
        path: str,
        form: dict[str, str] | None = None,
        username: str = ACCOUNT,
        password: str = TOKEN,
    ) -> Answer:
        headers = [b": ".join(basic(username, password)), FORM]
        answer = self.wire.send(request(method, path, urlencode(form or {}).encode(), headers))
        self.answers.append(answer)
        return answer

    def run(self) -> None:
        service = f"/v2/Services/{SERVICE}"
        verifications, checks = f"{service}/Verifications", f"{service}/VerificationCheck"
        self.ask("POST", service, {"CustomCodeEnabled": "true"})
        for to, channel in (
            (TO, "sms"),
            ("+15017122662", "call"),
            ("a@example.com", "email"),
            (TO, "whatsapp"),
        ):
            sid = self.ask("POST", verifications, {"To": to, "Channel": channel}).json["sid"]
            code = self.wire.code(to)
            self.codes.add(code)
            self.ask("GET", f"{verifications}/{sid}")
            self.ask("POST", checks, {"To": to, "Code": wrong(code)})
        self.ask("POST", verifications, {"To": TO, "Channel": "sms", "CustomCode": CUSTOM_CODE})
        self.codes.add(CUSTOM_CODE)
        self.ask("POST", verifications, {"To": "+1", "Channel": "sms", "CustomCode": CUSTOM_CODE})
        for _ in range(2):
            self.ask("POST", verifications, {"To": TO, "Channel": "sms"})
        for code in ("x", self.wire.code("+15017122662")):
            self.ask("POST", checks, {"To": "+15017122662", "Code": code})
            self.ask("POST", checks, {"To": "+15017122662", "Code": code})
        for _ in range(6):
            self.ask("POST", checks, {"To": TO, "Code": "00000000"})
        self.ask("POST", checks, {"To": TO, "Code": CUSTOM_CODE})
        self.ask("POST", f"{verifications}/a@example.com", {"Status": "canceled"})
        self.ask("POST", checks, {"To": "a@example.com", "Code": self.wire.code("a@example.com")})
        self.ask("GET", f"{verifications}/nothing")
        self.ask("GET", "/v2/Services")
        self.ask("GET", "/v2/Services", password=OTHER_TOKEN)
        self.ask("GET", "/v2/Services", username="SK" + "0" * 32, password=SECRET)
        self.ask("GET", "/v2/Services", username=TOKEN, password=SECRET)


def level_of(line: str, log_format: str) -> str:
    return str(json.loads(line)["level"]).upper() if log_format == "json" else line.split()[2]


@pytest.mark.parametrize(("level", "log_format"), [("info", "text"), ("debug", "text"), ("debug", "json")])
def test_codes_are_only_in_the_console_lines_and_credentials_are_nowhere(level: str, log_format: str) -> None:
    with Program("--port", "0", "--seed", "1", "--log-level", level, "--log-format", log_format) as program:
        session = Session(program.wire)
        session.run()
        status, output, log = program.stop()
    assert status == 0
    assert {answer.status for answer in session.answers} >= {200, 201, 400, 401, 404, 429}
    told = "\n".join(f"{answer.headers} {answer.text}" for answer in session.answers)
    messages = output.partition(READY)[2]
    above_debug = [line for line in log.splitlines() if level_of(line, log_format) != "DEBUG"]
    assert (log != "") is (level == "debug")
    for code in session.codes:
        assert code not in told
        assert not any(code in line for line in above_debug)
        assert code in messages
    for secret in (TOKEN, OTHER_TOKEN, SECRET):
        assert secret not in told + output + log


def test_a_quiet_server_prints_no_code_at_all() -> None:
    with Program("--port", "0", "--quiet") as program:
        Session(program.wire).run()
        assert program.stop() == (0, f"{READY}{program.url}\n", "")
