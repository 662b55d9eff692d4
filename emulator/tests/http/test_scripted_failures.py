"""What a client gets of a scripted failure. Source of all: our contract."""

import asyncio
import json
import re
from typing import Any

import pytest
from harness.answers import Answer
from harness.caller import sid
from harness.local import SERVICE, TO, Local, basic

from verify_emulator import errors
from verify_emulator.faults.catalogue import codes, situations
from verify_emulator.journal import Entry
from verify_emulator.outbox.messages import Message

VERIFICATIONS = f"/v2/Services/{SERVICE}/Verifications"


def script(emulator: Local, **fields: Any) -> str:
    answer = emulator.send("POST", "/_emulator/faults", json.dumps(fields).encode())
    assert answer.status == 201, answer.body
    return str(answer.json["id"])


def test_an_error_is_twilios_and_says_in_a_hint_that_it_was_scripted(emulator: Local) -> None:
    fault = script(emulator, operation="CreateVerification", error=60203, times=3)
    emulator.start()
    answer = emulator.start()
    assert answer.refusal == (429, 60203, "Max send attempts reached")
    assert answer.hint == f"Scripted failure {fault} (2 of 3 times)."
    assert emulator.messages() == []
    assert emulator.fetch(TO).status == 404


def test_what_is_usually_said_of_an_error_is_not_said_of_a_scripted_one(emulator: Local) -> None:
    fault = script(emulator, error=60206, times=1)
    assert emulator.start().hint == f"Scripted failure {fault} (1 of 1 times)."


@pytest.mark.parametrize("error", [*codes(), *situations()])
def test_every_error_has_its_message_filled(emulator: Local, error: int | str) -> None:
    script(emulator, error=error)
    for answer in (emulator.start(), emulator.get("/v2/Services"), emulator.start("", "")):
        status, code, message = answer.refusal
        assert code == error or isinstance(error, str)
        assert 400 <= status < 600
        assert re.search("[{}]", message) is None
        assert message


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (60200, f"Invalid parameter `To`: {TO}"),
        ("INVALID_PARAMETER", "Invalid parameter: To"),
        (20001, "Missing required parameter To in the post body"),
        (20404, f"The requested resource {VERIFICATIONS} was not found"),
        (60223, "Delivery channel disabled: SMS"),
        (60605, errors.GEO_BLOCKED.message.format(country="US", channel="sms")),
        (60410, errors.FRAUD_BLOCKED.message.format(number=TO)),
    ],
)
def test_a_message_says_what_the_request_said(emulator: Local, error: int | str, message: str) -> None:
    script(emulator, error=error)
    assert emulator.start().json["message"] == message


def test_without_a_recipient_60200_is_about_another_parameter(emulator: Local) -> None:
    script(emulator, error=60200)
    answer = emulator.post("/v2/Services", FriendlyName="Shop")
    assert answer.refusal == (400, 60200, "Invalid parameter: FriendlyName")


def test_a_situation_speaks_the_dialect_and_a_code_stays_itself(make_emulator: Any) -> None:
    emulator = make_emulator(dialect="skill")
    script(emulator, error="MAX_SENDS", times=1)
    script(emulator, error=60203, times=1)
    assert [emulator.start().json["code"] for _ in range(2)] == [60202, 60203]


def test_how_long_to_wait_is_in_a_header(emulator: Local) -> None:
    script(emulator, error=20429, retry_after=7, times=1)
    script(emulator, status=503, retry_after=9, times=1)
    script(emulator, error=20429)
    answers = [emulator.start() for _ in range(3)]
    assert [answer.headers.get("retry-after") for answer in answers] == ["7", "9", None]
    assert [answer.status for answer in answers] == [429, 503, 429]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<html>Bad Gateway</html>", "text/html; charset=utf-8"),
        ("  <!DOCTYPE html>", "text/html; charset=utf-8"),
        ('{"message": "ü"}', "application/json"),
        ("upstream connect error", "text/plain; charset=utf-8"),
        ("", "text/plain; charset=utf-8"),
    ],
)
def test_a_status_comes_with_any_text(emulator: Local, body: str, kind: str) -> None:
    """As a gateway in between would answer."""
    script(emulator, status=502, body=body)
    answer = emulator.start()
    assert (answer.status, answer.body, answer.headers["content-type"]) == (502, body.encode(), kind)
    assert answer.headers["content-length"] == str(len(body.encode()))
    assert "Scripted failure FA" in answer.hint


def test_a_status_without_a_body_has_none(emulator: Local) -> None:
    script(emulator, status=204)
    answer = emulator.start()
    assert (answer.status, answer.body) == (204, b"")
    assert "content-length" not in answer.headers


def test_a_connection_is_closed_before_the_call_or_after_it(emulator: Local) -> None:
    script(emulator, drop="before", times=1)
    script(emulator, drop="after", times=1)
    assert emulator.start() == Answer(0, {}, b"")
    assert emulator.messages() == []
    assert emulator.start() == Answer(0, {}, b"")
    assert len(emulator.messages()) == 1
    assert emulator.check(emulator.code()).json["status"] == "approved"


def test_also_a_refusal_is_lost_with_the_connection(emulator: Local) -> None:
    script(emulator, drop="after")
    assert emulator.start("1").status == 0


def test_only_who_would_be_let_in_meets_a_failure(emulator: Local) -> None:
    """Authentication and routing come first; what does not exist comes later."""
    script(emulator, status=503)
    nobody = emulator.send("GET", "/v2/Services", headers=[basic(emulator.account, "wrong")])
    assert nobody.status == 401
    assert emulator.get("/v2/Nothing").status == 404
    assert emulator.get(f"/v2/Services/{sid('VA', 'unknown')}").status == 503


@pytest.mark.parametrize("named_by", ["sid", "to"])
def test_a_check_is_of_the_recipient_whatever_names_it(emulator: Local, named_by: str) -> None:
    verification = emulator.start().json
    emulator.start("+15017122662")
    script(emulator, operation="CreateVerificationCheck", to=TO, channel="sms", error=60202)
    named = {"To": TO} if named_by == "to" else {"VerificationSid": verification["sid"]}
    path = f"/v2/Services/{SERVICE}/VerificationCheck"
    assert emulator.post(path, named, Code="1234").status == 429
    assert emulator.check("1234", "+15017122662").status == 200
    assert emulator.post(path, VerificationSid=sid("VE"), Code="1234").status == 404


@pytest.mark.parametrize("named_by", ["sid", "to"])
def test_so_are_fetches_and_updates(emulator: Local, named_by: str) -> None:
    key = emulator.start().json[named_by]
    emulator.start("+15017122662")
    script(emulator, operation="*ateVerification", to=TO, error=20503)
    script(emulator, operation="Fetch*", to=TO, error=20500)
    assert emulator.fetch(key).status == 500
    assert emulator.update(key, "canceled").status == 503
    assert emulator.fetch("+15017122662").status == 200


def test_a_service_is_known_by_its_sid(emulator: Local) -> None:
    own, other = emulator.service(), emulator.service()
    script(emulator, service_sid=own, error=20503)
    assert emulator.start(service=own).status == 503
    assert emulator.get(f"/v2/Services/{own}").status == 503
    assert emulator.start(service=other).status == 201


@pytest.mark.parametrize("body", [b'{"identity": "user-0001"}', b"[1]", b"7", b"null", b"{", b""])
def test_calls_in_json_fail_as_well(emulator: Local, body: bytes) -> None:
    script(emulator, error=60200, count_retries=False)
    answer = emulator.send("POST", f"/v2/Services/{SERVICE}/Passkeys/Factors", body)
    assert answer.refusal == (400, 60200, "Invalid parameter: To")


def test_the_same_parameters_in_another_call_are_no_retry(emulator: Local) -> None:
    script(emulator, error=20503, times=1, count_retries=False)
    assert [emulator.start().status for _ in range(3)] == [503, 503, 503]
    assert emulator.start("+15017122662").status == 201
    assert emulator.start(channel="call").status == 201
    assert emulator.get("/v2/Services").status == 200


def test_a_slow_answer_takes_effect_at_once(emulator: Local) -> None:
    script(emulator, operation="CreateVerification", delay=60)

    async def main() -> tuple[str, bool]:
        slow = asyncio.ensure_future(emulator.ask("POST", VERIFICATIONS, b"To=%2B15017122661&Channel=sms"))
        code = await emulator.ask("GET", "/_emulator/code?to=%2B15017122661&wait=10")
        waiting = not slow.done()
        emulator.app.stop_waiting()
        assert (await slow).status == 201
        return code.text, waiting

    code, waiting = emulator.run(main())
    assert code.isdigit()
    assert waiting


def test_a_delay_goes_with_any_outcome(emulator: Local) -> None:
    script(emulator, delay=0.01, error=60203, times=1)
    script(emulator, delay=0.01, status=502, times=1)
    script(emulator, delay=0.01, drop="after", times=1)
    script(emulator, delay=0.01, delivery={"status": "undelivered"}, times=1)
    assert [emulator.start().status for _ in range(5)] == [429, 502, 0, 201, 201]


def test_an_answer_drips(emulator: Local) -> None:
    script(emulator, operation="ListService", bytes_per_second=20_000)
    pieces: list[bytes] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            pieces.append(message["body"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    for number in range(6):
        emulator.service(FriendlyName=f"Shop {number}")
    whole = emulator.get("/v2/Services?PageSize=50")
    from harness.local import scope_of

    scope = scope_of(
        "GET",
        "/v2/Services?PageSize=50",
        [(b"host", b"emulator.test"), basic(emulator.account, emulator.token)],
    )
    emulator.run(emulator.app(scope, receive, send))
    assert b"".join(pieces) == whole.body
    assert len(pieces) > 2
    assert all(len(piece) <= 2000 for piece in pieces)


def test_a_refusal_drips_as_well(emulator: Local) -> None:
    script(emulator, bytes_per_second=50_000)
    answer = emulator.start("1")
    assert answer.refusal[:2] == (400, 60200)
    assert "Scripted failure" in answer.hint


def test_the_hint_of_a_refusal_stays(emulator: Local) -> None:
    fault = script(emulator, delay=0.001)
    assert emulator.start("1").hint.endswith(f"Scripted failure {fault} (time 1).")
    assert emulator.start("1").hint.startswith("1 is none. Phone numbers are E.164")


def test_the_journal_knows_which_failure_decided(emulator: Local) -> None:
    noted: list[Entry] = []
    emulator.app.events.subscribe(Entry, noted.append)
    faults = [
        script(emulator, error=60203, times=1),
        script(emulator, status=502, times=1),
        script(emulator, drop="before", times=1),
        script(emulator, delivery={"status": "undelivered"}, times=1),
    ]
    for _ in range(5):
        emulator.start()
    assert [entry.fault for entry in noted] == [*faults, ""]
    assert [entry.status for entry in noted] == [429, 502, 0, 201, 201]
    assert [entry.operation for entry in noted] == ["CreateVerification"] * 5
    assert all(fault in entry.hint for fault, entry in zip(faults, noted, strict=False))
    assert str(noted[2]).splitlines()[1].strip() == "no answer"


def test_nothing_is_told_of_a_call_that_did_not_take_place(emulator: Local) -> None:
    sent: list[Message] = []
    emulator.app.events.subscribe(Message, sent.append)
    script(emulator, error=60203, times=1)
    script(emulator, drop="before", times=1)
    emulator.start()
    emulator.start()
    assert sent == []


def test_the_list_of_messages_is_no_operation_of_verify(emulator: Local) -> None:
    script(emulator, status=503)
    assert emulator.get(f"/2010-04-01/Accounts/{emulator.account}/Messages.json").status == 200


@pytest.mark.parametrize(
    ("to", "channel", "refusal"),
    [
        ("+15005550001", "sms", (400, 60200, "Invalid parameter `To`: +15005550001")),
        (
            "+15005550013",
            "call",
            (403, 60605, errors.GEO_BLOCKED.message.format(country="US", channel="call")),
        ),
        ("+15005550004", "sms", (403, 60410, errors.FRAUD_BLOCKED.message.format(number="+15005550004"))),
        ("+15005550005", "sms", (429, 20429, "Too many requests")),
        ("+15005550009", "sms", (403, 60205, "SMS is not supported by landline phone number")),
        ("+15006604120", "sms", (403, 60412, "Verification blocked by Fraudulent Signup Prevention")),
        ("invalid@magic.test", "email", (400, 60200, "Invalid parameter `To`: invalid@magic.test")),
        ("60217-3@magic.test", "email", (400, 60217, "A Mailer must be associated with the service")),
    ],
)
def test_magic_recipients_need_no_set_up(
    emulator: Local, to: str, channel: str, refusal: tuple[int, int, str]
) -> None:
    answer = emulator.start(to, channel)
    assert answer.refusal == refusal
    assert answer.hint.startswith("Magic recipient (")
    assert emulator.messages(to) == []


@pytest.mark.parametrize("strict", [True, False])
def test_magic_recipients_are_possible_ones_in_strict_mode_too(make_emulator: Any, strict: bool) -> None:
    emulator = make_emulator(strict=strict)
    assert emulator.start("+15007602020").status == 201
    assert emulator.check("123456", "+15007602020").refusal == (429, 60202, "Max check attempts reached")
    assert emulator.start("+15005550007").status == 201
    assert emulator.check("0000", "+15005550007").json["status"] == "approved"


@pytest.mark.parametrize("named_by", ["sid", "to"])
def test_any_code_is_right_for_some_of_them(emulator: Local, named_by: str) -> None:
    to = "always-approve@magic.test"
    sid_of = emulator.start(to, "email").json["sid"]
    path = f"/v2/Services/{SERVICE}/VerificationCheck"
    named = {"To": to} if named_by == "to" else {"VerificationSid": sid_of}
    assert emulator.post(path, named, Code="no").refusal == (400, 60200, "Invalid parameter: Code")
    approved = emulator.post(path, named, Code="98765432")
    assert (approved.json["status"], approved.json["valid"]) == ("approved", True)
    assert approved.hint.startswith("Magic recipient (always-approve)")
    assert emulator.post(path, named, Code="98765432").status == 404


def test_a_right_code_needs_no_magic(emulator: Local) -> None:
    emulator.start("+15005550007")
    assert emulator.check(emulator.code("+15005550007"), "+15005550007").hint == ""


def test_without_magic_they_are_recipients_like_any_others(make_emulator: Any) -> None:
    emulator = make_emulator(no_magic=True)
    for to in ("+15005550001", "+15005550002", "+15005550005", "+15006602030", "+15007602020"):
        answer = emulator.start(to)
        assert (answer.status, answer.hint) == (201, "")
        assert emulator.check(emulator.code(to), to).json["status"] == "approved"


def test_other_calls_about_them_do_not_fail(emulator: Local) -> None:
    answer = emulator.post("/v2/SafeList/Numbers", PhoneNumber="+15005550001")
    assert answer.status == 201
    assert emulator.get("/v2/SafeList/Numbers/+15005550001").status == 200
