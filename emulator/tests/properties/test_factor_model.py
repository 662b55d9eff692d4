"""Whatever is done to an entity's factors and challenges, and however the clock is moved, the emulator answers as the
model written from Twilio's pages does.

The limits on how many there may be are off (`no_rate_limits`): they have tests of their own.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from harness.answers import Answer
from harness.enrolment import BEGIN, Person, advance, freeze, oath, settings_of, sids
from harness.factor_model import (
    DELETED,
    FINE,
    MADE,
    NOT_FOUND,
    FactorModel,
    ModelChallenge,
    ModelFactor,
)
from harness.handset import Handset
from harness.lifecycle_model import Expected
from harness.local import Local
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

WHICH = st.integers(0, 7)
KINDS = st.sampled_from(["totp", "push"])
MOSTLY = st.sampled_from([True, True, True, False])
LIVES = st.sampled_from([None, None, None, 1, 60, 3600, 0, -1, 3601])
PAUSES = st.sampled_from([0, 0, 1, 59, 60, 299, 300, 3599])
SELDOM = st.sampled_from([False, False, False, True])
PROOFS = st.sampled_from(["right", "right", "wrong", "malformed"])
ANSWERS = st.sampled_from(["right", "denied", "wrong", "malformed"])
METADATA = st.sampled_from([None, {"os": "Android"}, {"os": "iOS", "model": "é"}])
MOVES = st.sampled_from([1, 30, 299, 300, 3600, 43_200, 86_399, 86_400, 86_400, -1, -30, -300, -86_400])
LONGEST_STORY = 20 * 86_400
"""Seconds. Challenges are dropped thirty days after their end."""


class Factors(RuleBasedStateMachine):
    """Every step is one HTTP request, held against the model."""

    def open(self) -> Local:
        return Local(seed=1, no_rate_limits=True)

    @initialize()
    def begin(self) -> None:
        self.emulator = self.open()
        self.person = Person(self.emulator)
        self.model = FactorModel()
        freeze(self.emulator)
        self.enrol("totp", 0)
        self.enrol("push", 1)

    def teardown(self) -> None:
        if hasattr(self, "emulator"):
            self.emulator.close()

    # Factors

    @rule(kind=KINDS, number=st.integers(0, 4))
    def add(self, kind: str, number: int) -> None:
        self.try_add(kind, number)

    def try_add(self, kind: str, number: int) -> ModelFactor:
        """One of five bindings of each kind."""
        expected, factor = self.model.add(kind, str(number))
        if kind == "totp":
            answer = self.person.add_totp(**{"Binding.Secret": f"GEZDGNBVGY3TQOJ{'ABCDE'[number]}"})
        else:
            answer = self.person.add_push(Handset(number), FriendlyName="App")
        self.remember(factor, expected, answer)
        return factor

    @rule(kind=KINDS, number=st.integers(0, 4))
    def enrol(self, kind: str, number: int) -> None:
        """A factor that is verified at once, so that there is something to challenge."""
        factor = self.try_add(kind, number)
        if factor.sid:
            self.try_proof(factor, "right", by_phone=False)

    def remember(self, factor: ModelFactor, expected: Expected, answer: Answer) -> None:
        self.hold(answer, expected)
        if expected is MADE:
            body = answer.json
            factor.sid, factor.uri = body["sid"], body["binding"].get("uri", "")
            factor.credential = body["config"].get("credential_sid", "")
            known = [other.sid for other in [*self.model.factors, *self.model.lost]]
            assert known.count(factor.sid) == 1
            self.compare_factor(body, factor)

    @precondition(lambda self: self.factors)
    @rule(which=WHICH, proof=PROOFS, by_phone=st.booleans())
    def prove(self, which: int, proof: str, by_phone: bool) -> None:
        self.try_proof(self.pick_factor(which), proof, by_phone=by_phone)

    def try_proof(self, factor: ModelFactor, proof: str, *, by_phone: bool) -> None:
        payload = self.code(factor, proof) if factor.kind == "totp" else self.signature(factor, proof)
        expected = self.model.prove(factor, proof)
        path = f"/Factors/{factor.sid}"
        answer = self.ask(factor, by_phone, "POST", path, AuthPayload=payload)
        self.hold(answer, expected)
        if expected is FINE:
            self.compare_factor(answer.json, factor)

    @rule(number=st.integers(0, 4), times=st.integers(3, 6), proof=PROOFS)
    def prove_wrongly_again_and_again(self, number: int, times: int, proof: str) -> None:
        factor = self.try_add("totp", number)
        for one in [*["wrong"] * times, proof] if factor.sid else ():
            self.try_proof(factor, one, by_phone=False)

    @precondition(lambda self: self.factors)
    @rule(which=WHICH, name=st.sampled_from(["Phone", "Tablet é"]))
    def rename(self, which: int, name: str) -> None:
        factor = self.pick_factor(which)
        expected = self.model.rename(factor, name)
        self.hold(self.person.post(f"/Factors/{factor.sid}", FriendlyName=name), expected)

    @precondition(lambda self: self.factors)
    @rule(which=WHICH, by_phone=st.booleans(), really=SELDOM)
    def delete(self, which: int, by_phone: bool, really: bool) -> None:
        factor = self.pick_factor(which)
        if not really and self.model.is_there(factor):
            return
        there = self.model.is_there(factor)
        expected = self.model.delete(factor)
        self.hold(self.ask(factor, by_phone and there, "DELETE", f"/Factors/{factor.sid}"), expected)

    @rule(really=SELDOM)
    def delete_the_entity(self, really: bool) -> None:
        if really:
            self.hold(self.person.delete(), self.model.delete_entity())

    # Challenges

    @precondition(lambda self: self.factors)
    @rule(which=WHICH, verified=MOSTLY, life=LIVES, proof=st.none() | PROOFS)
    def challenge(self, which: int, verified: bool, life: int | None, proof: str | None) -> None:
        able = [factor for factor in self.model.visible if factor.status == "verified"]
        factor = able[which % len(able)] if able and verified else self.pick_factor(which)
        self.try_challenge(factor, life, proof)

    def try_challenge(
        self, factor: ModelFactor, life: int | None, proof: str | None
    ) -> ModelChallenge | None:
        expected, challenge = self.model.challenge(factor, life, proof)
        form: dict[str, Any] = {"FactorSid": factor.sid, "Details.Message": "Sign in?"}
        if life is not None:
            form["ExpirationDate"] = stamp(self.model.now + life)
        if proof is not None:
            form["AuthPayload"] = self.code(factor, proof) if factor.kind == "totp" else "ignored"
        answer = self.person.post("/Challenges", form)
        self.hold(answer, expected)
        if challenge is not None:
            challenge.sid = answer.json["sid"]
            self.compare_challenge(answer.json, challenge)
        return challenge

    @rule(kind=KINDS, life=LIVES, steps=st.lists(st.tuples(ANSWERS, METADATA, PAUSES), max_size=4))
    def sign_in(
        self, kind: str, life: int | None, steps: list[tuple[str, dict[str, str] | None, int]]
    ) -> None:
        """A whole story at once: a factor, its challenge, and several answers with some time in between."""
        able = [one for one in self.model.visible if (one.kind, one.status) == (kind, "verified")]
        challenge = self.try_challenge(able[-1], life, None) if able else None
        for answer, metadata, pause in steps if challenge is not None else ():
            self.move_the_clock(pause)
            self.try_answer(challenge, answer, metadata, by_phone=kind == "push")
            self.fetch_a_challenge(challenge)

    def fetch_a_challenge(self, challenge: ModelChallenge) -> None:
        answer = self.person.get(f"/Challenges/{challenge.sid}")
        self.hold(answer, FINE)
        self.compare_challenge(answer.json, challenge)

    @precondition(lambda self: self.model.challenges)
    @rule(which=WHICH, pending=MOSTLY, answer=ANSWERS, metadata=METADATA, by_phone=st.booleans())
    def answer(
        self, which: int, pending: bool, answer: str, metadata: dict[str, str] | None, by_phone: bool
    ) -> None:
        self.try_answer(self.pick_challenge(which, pending=pending), answer, metadata, by_phone=by_phone)

    def try_answer(
        self, challenge: ModelChallenge, answer: str, metadata: dict[str, str] | None, *, by_phone: bool
    ) -> None:
        factor = challenge.factor
        if factor.kind == "totp":
            answer = "wrong" if answer == "denied" else answer
            payload = self.code(factor, answer)
        else:
            payload = self.response(challenge, answer)
        expected = self.model.answer(challenge, answer, metadata)
        form = {"AuthPayload": payload} | ({} if metadata is None else {"Metadata": json.dumps(metadata)})
        told = self.ask(factor, by_phone, "POST", f"/Challenges/{challenge.sid}", **form)
        self.hold(told, expected)
        if expected is FINE:
            self.compare_challenge(told.json, challenge)

    @precondition(lambda self: self.model.challenges)
    @rule(which=WHICH, times=st.integers(3, 6), answer=ANSWERS)
    def answer_wrongly_again_and_again(self, which: int, times: int, answer: str) -> None:
        challenge = self.pick_challenge(which, pending=True)
        for _ in range(times):
            self.try_answer(challenge, "wrong", None, by_phone=False)
        self.try_answer(challenge, answer, None, by_phone=False)

    @precondition(lambda self: self.model.challenges)
    @rule(which=WHICH)
    def note(self, which: int) -> None:
        challenge = self.pick_challenge(which, pending=False)
        expected = self.model.note(challenge, {"a": "b"})
        answer = self.person.post(f"/Challenges/{challenge.sid}", Metadata='{"a": "b"}')
        self.hold(answer, expected)
        self.compare_challenge(answer.json, challenge)

    # Reading, and time

    @rule(status=st.sampled_from(["", "pending", "expired", "approved", "denied"]), newest=st.booleans())
    def list_everything(self, status: str, newest: bool) -> None:
        factors, order = self.person.get("/Factors"), "desc" if newest else "asc"
        challenges = self.person.get("/Challenges", Status=status, Order=order)
        if not self.model.exists:
            self.hold(factors, NOT_FOUND)
            self.hold(challenges, NOT_FOUND)
            return
        assert list(sids(factors)) == [factor.sid for factor in self.model.visible]
        wanted = [one for one in self.model.challenges if status in ("", one.status_at(self.model.now))]
        assert list(sids(challenges)) == [one.sid for one in (wanted[::-1] if newest else wanted)]
        for body, challenge in zip(
            challenges.json["challenges"], wanted[::-1] if newest else wanted, strict=True
        ):
            self.compare_challenge(body, challenge)

    @precondition(lambda self: self.factors)
    @rule(which=WHICH)
    def fetch_a_factor(self, which: int) -> None:
        factor = self.pick_factor(which)
        there = self.model.is_there(factor)
        answer = self.person.get(f"/Factors/{factor.sid}")
        self.hold(answer, FINE if there else NOT_FOUND)
        if there:
            self.compare_factor(answer.json, factor)

    @rule(by=MOVES)
    def let_time_pass(self, by: int) -> None:
        self.move_the_clock(by)
        self.list_everything("", newest=False)

    def move_the_clock(self, by: int) -> None:
        if 0 <= self.model.now + by < LONGEST_STORY:
            self.model.now += by
            advance(self.emulator, by)

    # How it is done

    @property
    def factors(self) -> list[ModelFactor]:
        """The newest ones, those that are gone included."""
        return [*self.model.lost[-3:], *self.model.factors[-5:]]

    def pick_factor(self, which: int) -> ModelFactor:
        return self.factors[which % len(self.factors)]

    def pick_challenge(self, which: int, *, pending: bool) -> ModelChallenge:
        """One of the last few; with `pending` one that can be answered, if there is any."""
        recent = self.model.challenges[-8:]
        able = [challenge for challenge in recent if challenge.status_at(self.model.now) == "pending"]
        among = able if able and pending else recent
        return among[which % len(among)]

    def ask(self, factor: ModelFactor, by_phone: bool, method: str, path: str, **form: str) -> Answer:
        """By the account, or by the phone itself where it still has a factor."""
        if by_phone and factor.kind == "push" and self.model.is_there(factor):
            at = BEGIN.timestamp() + self.model.now
            token = Handset(int(factor.key)).token({"config": {"credential_sid": factor.credential}}, at)
            return self.person.by_device(token, method, path, **form)
        return self.person.delete(path) if method == "DELETE" else self.person.post(path, form)

    def code(self, factor: ModelFactor, proof: str) -> str:
        if proof == "malformed":
            return "12x456"
        app, at = settings_of(factor.uri), BEGIN.timestamp() + self.model.now
        near = [oath(**app, at=at, steps=steps) for steps in (-1, 0, 1) if at + 30 * steps >= 0]
        if proof == "right":
            return near[self.model.now % len(near)]
        return next(code for code in (f"{digit}" * 6 for digit in range(10)) if code not in near)

    @staticmethod
    def signature(factor: ModelFactor, proof: str) -> str:
        if proof == "malformed":
            return "12x456"
        return Handset(int(factor.key) if proof == "right" else 99).proof(factor.sid)

    def response(self, challenge: ModelChallenge, answer: str) -> str:
        if answer == "malformed":
            return "approved"
        fetched = self.person.get(f"/Challenges/{challenge.sid}")
        fields = fetched.headers.get("twilio-verify-signature-fields", "")
        assert bool(fields) is (challenge.status_at(self.model.now) == "pending")
        number = 99 if answer == "wrong" else int(challenge.factor.key)
        status = "denied" if answer == "denied" else "approved"
        return Handset(number).response(fetched.json, fields or "sid", status)

    def hold(self, answer: Answer, expected: Expected) -> None:
        assert answer.status == expected.status, answer.body
        assert expected.code is None or answer.refusal[1] == expected.code
        assert expected is not DELETED or answer.body == b""

    def compare_factor(self, body: dict[str, Any], factor: ModelFactor) -> None:
        facts = {
            "sid": factor.sid,
            "status": factor.status,
            "factor_type": factor.kind,
            "friendly_name": factor.name,
            "date_created": stamp(factor.created),
        }
        assert {name: body[name] for name in facts} == facts

    def compare_challenge(self, body: dict[str, Any], challenge: ModelChallenge) -> None:
        facts = {
            "sid": challenge.sid,
            "factor_sid": challenge.factor.sid,
            "status": challenge.status_at(self.model.now),
            "date_created": stamp(challenge.created),
            "date_updated": stamp(challenge.updated),
            "date_responded": None if challenge.responded is None else stamp(challenge.responded),
            "expiration_date": stamp(challenge.expires),
            "metadata": challenge.metadata,
        }
        assert {name: body[name] for name in facts} == facts


def stamp(now: int) -> str:
    moment: datetime = BEGIN + timedelta(seconds=now)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_no_sequence_of_calls_tells_the_emulator_from_the_model() -> None:
    """twilio.com/docs/verify/api/factor, …/challenge, the notice of 2021-10-27 on wrong codes, error pages 60308,
    60310, 60311, 60317, 60318, 60322 to 60324; the README says which of it is a guess."""
    deep = settings().max_examples > 1_000
    run_state_machine_as_test(
        Factors, settings=settings(max_examples=120 * (20 if deep else 1), stateful_step_count=40)
    )
