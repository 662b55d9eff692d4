"""What factors and challenges do on Twilio, written down from its pages alone: nothing here is the emulator's."""

from dataclasses import dataclass, field

from harness.lifecycle_model import Expected

MOST_WRONG = 5
"""twilio.com/docs/api/errors/60308, /60310."""

UNVERIFIED_LIFE = 86_400
"""Seconds. twilio.com/docs/api/errors/60318: 1 to 24 hours; the longer one is the emulator's guess."""

USUAL_LIFE, LONGEST_LIFE = 300, 3600
"""Seconds. twilio.com/docs/verify/api/challenge, ExpirationDate."""

FINE, MADE, DELETED = Expected(200), Expected(201), Expected(204)
NOT_FOUND = Expected(404, 20404)
INVALID = Expected(400, 60306)
TOO_MANY_CODES = Expected(429, 60308)
TOO_MANY_PROOFS = Expected(429, 60310)
BAD_PROOF = Expected(403, 60311)
EXISTS = Expected(409, 60317)
UNVERIFIED = Expected(403, 60318)
RESPONDED = Expected(403, 60322)
LATE = Expected(403, 60323)
BAD_RESPONSE = Expected(403, 60324)


@dataclass(eq=False)
class ModelFactor:
    """`key` tells one binding from another; `sid` and `uri` are filled in from what the emulator made up."""

    kind: str
    key: str
    created: int
    status: str = "unverified"
    wrong: int = 0
    name: str = "App"
    sid: str = ""
    uri: str = ""
    credential: str = ""

    def is_stale(self, now: int) -> bool:
        return self.status == "unverified" and now >= self.created + UNVERIFIED_LIFE


@dataclass(eq=False)
class ModelChallenge:
    factor: ModelFactor
    created: int
    expires: int
    updated: int
    status: str = "pending"
    wrong: int = 0
    responded: int | None = None
    metadata: dict[str, str] | None = None
    sid: str = ""

    def status_at(self, now: int) -> str:
        return "expired" if self.status == "pending" and now >= self.expires else self.status


@dataclass
class FactorModel:
    """One entity. The clock is a number of seconds; it may go back."""

    now: int = 0
    exists: bool = False
    factors: list[ModelFactor] = field(default_factory=list)
    challenges: list[ModelChallenge] = field(default_factory=list)
    lost: list[ModelFactor] = field(default_factory=list)  # deleted, or dropped because nobody verified them

    def is_there(self, factor: ModelFactor) -> bool:
        return factor in self.factors and not factor.is_stale(self.now)

    @property
    def visible(self) -> list[ModelFactor]:
        return [factor for factor in self.factors if self.is_there(factor)]

    def add(self, kind: str, key: str) -> tuple[Expected, ModelFactor]:
        factor = ModelFactor(kind, key, self.now)
        if any((other.kind, other.key) == (kind, key) for other in self.visible):
            return EXISTS, factor
        self.lost += [other for other in self.factors if other.is_stale(self.now)]
        self.exists, self.factors = True, [*self.visible, factor]
        return MADE, factor

    def prove(self, factor: ModelFactor, proof: str) -> Expected:
        """`proof` is right, wrong or malformed."""
        if not self.is_there(factor):
            return NOT_FOUND
        if factor.status == "verified":
            return FINE
        if factor.kind == "totp" and factor.wrong == MOST_WRONG:
            return TOO_MANY_PROOFS
        if proof == "right":
            factor.status = "verified"
        elif factor.kind == "push":
            return BAD_PROOF
        elif proof == "malformed":
            return INVALID
        else:
            factor.wrong += 1
        return FINE

    def rename(self, factor: ModelFactor, name: str) -> Expected:
        if not self.is_there(factor):
            return NOT_FOUND
        factor.name = name
        return FINE

    def delete(self, factor: ModelFactor) -> Expected:
        if not self.is_there(factor):
            return NOT_FOUND
        self.factors.remove(factor)
        self.lost.append(factor)
        return DELETED

    def delete_entity(self) -> Expected:
        if not self.exists:
            return NOT_FOUND
        self.lost += self.factors
        self.exists, self.factors, self.challenges = False, [], []
        return DELETED

    def challenge(
        self, factor: ModelFactor, life: int | None, proof: str | None
    ) -> tuple[Expected, ModelChallenge | None]:
        """`life` is that of an ExpirationDate; `proof` as for `prove`, if an AuthPayload is sent along."""
        if not self.exists or not self.is_there(factor):
            return NOT_FOUND, None
        if factor.status != "verified":
            return UNVERIFIED, None
        if life is not None and not 0 < life <= LONGEST_LIFE:
            return INVALID, None
        expires = self.now + (USUAL_LIFE if life is None else life)
        challenge = ModelChallenge(factor, self.now, expires, self.now)
        if proof is not None and factor.kind == "totp":
            if proof == "malformed":
                return INVALID, None
            self._take_code(challenge, proof)
        self.challenges.append(challenge)
        return MADE, challenge

    def answer(self, challenge: ModelChallenge, answer: str, metadata: dict[str, str] | None) -> Expected:
        """`answer` is right, wrong or malformed; of a phone, right is an approval and there is also denied."""
        if challenge not in self.challenges:
            return NOT_FOUND
        status = challenge.status_at(self.now)
        if status != "pending":
            return LATE if status == "expired" else RESPONDED
        factor = challenge.factor
        if factor not in self.factors:
            return NOT_FOUND
        refusal = self._refusal(challenge, answer)
        if refusal is not None:
            return refusal
        if factor.kind == "totp":
            self._take_code(challenge, answer)
        else:
            self._settle(challenge, "denied" if answer == "denied" else "approved")
        challenge.metadata = metadata or challenge.metadata
        return FINE

    def _refusal(self, challenge: ModelChallenge, answer: str) -> Expected | None:
        if challenge.factor.kind == "push":
            return None if answer in ("right", "denied") else BAD_RESPONSE
        if challenge.wrong == MOST_WRONG:
            return TOO_MANY_CODES
        return None if answer in ("right", "wrong") else INVALID

    def _take_code(self, challenge: ModelChallenge, proof: str) -> None:
        challenge.updated = self.now
        if proof == "right":
            self._settle(challenge, "approved")
        else:
            challenge.wrong += 1

    def _settle(self, challenge: ModelChallenge, status: str) -> None:
        challenge.status, challenge.responded, challenge.updated = status, self.now, self.now

    def note(self, challenge: ModelChallenge, metadata: dict[str, str]) -> Expected:
        if challenge not in self.challenges:
            return NOT_FOUND
        challenge.metadata, challenge.updated = metadata, self.now
        return FINE
