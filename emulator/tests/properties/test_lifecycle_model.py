"""Whatever a client does in whatever order, the emulator answers as the model written from Twilio's pages does.

The limits on status requests are off (`no_rate_limits`): they have tests of their own.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from harness.answers import Answer
from harness.lifecycle_model import BAD_PARAMETER, Expected, Model, Modelled
from harness.local import SERVICE, Local, wrong
from harness.served import Served
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

BEGIN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
RECIPIENTS = st.sampled_from(["+15017122661", "+447400123456", "+4915112345678"])
CHANNELS = st.sampled_from(["sms", "call", "whatsapp", "rcs"])
WHICH = st.integers(0, 7)
PATH = f"/v2/Services/{SERVICE}"


class Driver(Protocol):
    def get(self, target: str) -> Answer: ...

    def post(self, target: str, **form: str) -> Answer: ...

    def code(self, to: str) -> str: ...


class Lifecycle(RuleBasedStateMachine):
    """Every step is one HTTP request, held against the model."""

    def open(self) -> Driver:
        self._local = Local(seed=1, no_rate_limits=True)
        return self._local

    def teardown(self) -> None:
        self._local.close()

    @initialize()
    def begin(self) -> None:
        self.emulator = self.open()
        self.model = Model()
        assert self.emulator.post("/_emulator/clock", freeze=BEGIN.isoformat()).status == 200

    @rule(to=RECIPIENTS, channel=CHANNELS)
    def create(self, to: str, channel: str) -> None:
        expected, one = self.model.create(to, channel)
        answer = self.emulator.post(f"{PATH}/Verifications", To=to, Channel=channel)
        assert one is not None
        self.hold(answer, expected, f"{PATH}/Verifications")
        if expected.status == 201:
            self.remember(one, answer)
            self.compare(answer, one)

    def remember(self, one: Modelled, answer: Answer) -> None:
        """A fresh verification has a SID and code of its own; a later send has the same ones."""
        sid, code = answer.json["sid"], self.emulator.code(one.to)
        if not one.sid:
            assert sid not in [other.sid for other in self.model.made]
            one.sid, one.code = sid, code
        assert (sid, code) == (one.sid, one.code)

    @rule(to=RECIPIENTS, right=st.booleans())
    def check_by_to(self, to: str, right: bool) -> None:
        self.check(self.model.newest(to), right=right, To=to)

    @precondition(lambda self: self.model.made)
    @rule(which=WHICH, right=st.booleans())
    def check_by_sid(self, which: int, right: bool) -> None:
        one = self.pick(which)
        self.check(one, right=right, VerificationSid=one.sid)

    def check(self, one: Modelled | None, *, right: bool, **target: str) -> None:
        code = "000000" if one is None else one.code if right else wrong(one.code)
        expected = self.model.check(one, right=right)
        answer = self.emulator.post(f"{PATH}/VerificationCheck", Code=code, **target)
        self.hold(answer, expected, f"{PATH}/VerificationCheck")
        if expected.status == 200 and one is not None:
            body = answer.json
            assert body["status"] == ("approved" if right else "pending")
            assert (body["valid"], body["sid"], body["to"]) == (right, one.sid, one.to)
            assert (body["date_created"], body["date_updated"]) == (
                seconds(one.created),
                seconds(one.updated),
            )

    @precondition(lambda self: self.model.made)
    @rule(which=WHICH, code=st.sampled_from(["123", "12345678901", "12a456", "+12345", "", "١٢٣٤٥٦"]))
    def check_malformed(self, which: int, code: str) -> None:
        one = self.pick(which)
        if one.status_at(self.model.now) == "pending":
            answer = self.emulator.post(f"{PATH}/VerificationCheck", Code=code, VerificationSid=one.sid)
            assert answer.refusal == (400, 60200, "Invalid parameter: Code")

    @rule(to=RECIPIENTS, times=st.integers(2, 6))
    def send_again_and_again(self, to: str, times: int) -> None:
        for _ in range(times):
            self.create(to, "sms")

    @rule(to=RECIPIENTS, times=st.integers(2, 6))
    def check_wrong_codes(self, to: str, times: int) -> None:
        for _ in range(times):
            self.let_time_pass(1)
            self.check(self.model.newest(to), right=False, To=to)
        newest = self.model.newest(to)
        if newest is not None:
            self.fetch(newest, newest.sid)

    @rule(to=RECIPIENTS)
    def check_of_another_length(self, to: str) -> None:
        """Four digits where six were sent: well-formed, and wrong."""
        expected = self.model.check(self.model.newest(to), right=False)
        answer = self.emulator.post(f"{PATH}/VerificationCheck", Code="1234", To=to)
        self.hold(answer, expected, f"{PATH}/VerificationCheck")
        assert expected.status != 200 or answer.json["status"] == "pending"

    @rule(to=RECIPIENTS, status=st.sampled_from(["approved", "canceled"]))
    def update_by_to(self, to: str, status: str) -> None:
        self.update(self.model.pending(to), to, status)

    @precondition(lambda self: self.model.made)
    @rule(which=WHICH, status=st.sampled_from(["approved", "canceled"]))
    def update_by_sid(self, which: int, status: str) -> None:
        one = self.pick(which)
        self.update(one, one.sid, status)

    def update(self, one: Modelled | None, key: str, status: str) -> None:
        expected = self.model.update(one, status)
        answer = self.emulator.post(f"{PATH}/Verifications/{key}", Status=status)
        self.hold(answer, expected, f"{PATH}/Verifications/{key}")
        if expected.status == 200 and one is not None:
            self.compare(answer, one)

    @rule(to=RECIPIENTS, status=st.sampled_from(["pending", "Approved", "deleted"]))
    def update_to_what_is_no_status(self, to: str, status: str) -> None:
        if self.model.pending(to) is not None:
            answer = self.emulator.post(f"{PATH}/Verifications/{to}", Status=status)
            self.hold(answer, BAD_PARAMETER, "")

    @rule(to=RECIPIENTS)
    def fetch_by_to(self, to: str) -> None:
        self.fetch(self.model.pending(to), to)

    @precondition(lambda self: self.model.made)
    @rule(which=WHICH)
    def fetch_by_sid(self, which: int) -> None:
        one = self.pick(which)
        self.fetch(one, one.sid)

    def fetch(self, one: Modelled | None, key: str) -> None:
        expected = self.model.fetch(one)
        answer = self.emulator.get(f"{PATH}/Verifications/{key}")
        self.hold(answer, expected, f"{PATH}/Verifications/{key}")
        if expected.status == 200 and one is not None:
            self.compare(answer, one)

    @rule(by=st.sampled_from([1, 30, 299, 300, 599, 600, 601]))
    def let_time_pass(self, by: int) -> None:
        self.model.now += by
        assert self.emulator.post("/_emulator/clock", advance=str(by)).status == 200

    def pick(self, which: int) -> Modelled:
        """One of the last few verifications."""
        recent = self.model.made[-8:]
        return recent[which % len(recent)]

    def hold(self, answer: Answer, expected: Expected, path: str) -> None:
        """Status and error code are as expected; a 404 names the path; no answer tells a code."""
        assert answer.status == expected.status, answer.body
        assert not any(one.code.encode() in answer.body for one in self.model.made if one.code)
        if expected.code is not None:
            _, code, message = answer.refusal
            assert code == expected.code
            assert code != 20404 or message == f"The requested resource {path} was not found"

    def compare(self, answer: Answer, one: Modelled) -> None:
        body = answer.json
        facts: dict[str, Any] = {
            "sid": one.sid,
            "to": one.to,
            "status": one.status,
            "valid": one.status == "approved",
            "channel": one.channels[-1],
            "date_created": seconds(one.created),
            "date_updated": seconds(one.updated),
        }
        assert {name: body[name] for name in facts} == facts
        assert [attempt["channel"] for attempt in body["send_code_attempts"]] == one.channels


def seconds(now: int) -> str:
    return (BEGIN + timedelta(seconds=now)).strftime("%Y-%m-%dT%H:%M:%SZ")


class LifecycleOverSockets(Lifecycle):
    """The same over real connections; one server for all examples, emptied between them."""

    served: Served

    def open(self) -> Driver:
        assert self.served.wire.ask("POST", "/_emulator/reset").status == 204
        return self.served.wire

    def teardown(self) -> None:
        """The server outlives the example."""


def test_no_sequence_of_calls_tells_the_emulator_from_the_model() -> None:
    """twilio.com/docs/verify/api/verification, …/verification-check, error pages 60202 and 60203; the table of
    states in README says which cells are observed and which are guesses."""
    run(Lifecycle, examples=100, steps=40)


def test_no_sequence_of_calls_over_sockets_tells_the_emulator_from_the_model() -> None:
    """The same sources; our contract that a server answers as the application does."""
    with Served(seed=1, no_rate_limits=True) as LifecycleOverSockets.served:
        run(LifecycleOverSockets, examples=8, steps=30)


def run(machine: type[Lifecycle], *, examples: int, steps: int) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    deep = settings().max_examples > 1_000
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=examples * (20 if deep else 1), stateful_step_count=steps),
    )
