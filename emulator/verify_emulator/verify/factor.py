"""A factor as it is kept, and how its proof is held against it. Source: twilio.com/docs/verify/api/factor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from verify_emulator.errors import FACTOR_ATTEMPTS, FACTOR_FAILED, INVALID_REQUEST, TwilioError
from verify_emulator.resources.call import Call
from verify_emulator.resources.resource import HIDDEN, LOCAL_PATH, Resource, shared_fields
from verify_emulator.verify.rules import push, totp
from verify_emulator.verify.rules.factor_states import FACTOR_LIFECYCLE, FactorStatus, Proof
from verify_emulator.verify.rules.windows import Window
from verify_emulator.verify.webhooks import notify

FACTORS_PATH = "/v2/Services/{service_sid}/Entities/{identity}/Factors"
UNVERIFIED_LIFE = timedelta(hours=24)
"""Source: twilio.com/docs/api/errors/60318 (1 to 24 hours). Guess: an unverified factor is gone after 24 hours."""
MAX_WRONG = 5
"""Source: twilio.com/docs/api/errors/60308, /60310. Guess: the sixth AuthPayload is refused, right or wrong."""
CODE_LENGTHS = range(3, 9)


@dataclass(slots=True, kw_only=True)
class Factor(Resource):
    PREFIX: ClassVar[str] = "YF"
    PARENT: ClassVar[str] = "entity_sid"
    UNIQUE: ClassVar[tuple[str, ...]] = ("sid", "credential_sid", "credential_id")

    sid: str
    account_sid: str
    service_sid: str
    entity_sid: str
    identity: str
    date_created: datetime
    date_updated: datetime
    friendly_name: str
    status: FactorStatus
    factor_type: str
    config: dict[str, Any]
    metadata: dict[str, Any] | None
    secret: Annotated[str, HIDDEN] = ""  # TOTP
    public_key: Annotated[str, HIDDEN] = ""  # push: Base64 of DER; passkeys: base64url of COSE
    credential_sid: Annotated[str | None, HIDDEN] = None  # push: names the key in a device's JWT
    credential_id: Annotated[str | None, HIDDEN] = None  # passkeys: base64url
    sign_count: Annotated[int, HIDDEN] = 0  # passkeys
    transports: Annotated[tuple[str, ...], HIDDEN] = ()  # passkeys
    wrong_proofs: Annotated[int, HIDDEN] = 0
    last_step: Annotated[int, HIDDEN] = -1  # TOTP: of the newest code that was accepted
    challenge_windows: Annotated[tuple[Window, ...], HIDDEN] = ()

    def is_stale(self, now: datetime) -> bool:
        return self.status is FactorStatus.UNVERIFIED and now >= self.date_created + UNVERIFIED_LIFE

    @property
    def path(self) -> str:
        below = FACTORS_PATH.format(service_sid=self.service_sid, identity=self.identity)
        return f"{below}/{self.sid}"


@dataclass(slots=True, kw_only=True)
class NewFactor(Resource):
    """A factor as the call that made it answers: with its binding, which is never shown again."""

    sid: str
    account_sid: str
    service_sid: str
    entity_sid: str
    identity: str
    binding: dict[str, str] | None
    options: dict[str, Any] | None
    date_created: datetime
    date_updated: datetime
    friendly_name: str
    status: FactorStatus
    factor_type: str
    config: dict[str, Any]
    metadata: dict[str, Any] | None
    url: Annotated[str, LOCAL_PATH]


def show_new(
    factor: Factor, *, binding: dict[str, str] | None, options: dict[str, Any] | None = None
) -> NewFactor:
    shared = shared_fields(NewFactor, factor)
    return NewFactor(**shared, binding=binding, options=options, url=factor.path)


def verify(call: Call, factor: Factor, proof: Proof) -> Factor:
    """Bring a proof to bear: the factor is verified, or one wrong proof nearer to its limit."""
    status = FACTOR_LIFECYCLE[factor.status][proof]
    verified = factor.changed(
        status=status,
        date_updated=call.now,
        wrong_proofs=factor.wrong_proofs + (proof is Proof.WRONG),
    )
    call.store.put(verified)
    if status is not factor.status:
        notify(call, "factor.verified", verified)
    return verified


def prove(call: Call, factor: Factor, auth_payload: str) -> tuple[Factor, Proof]:
    """Whether an AuthPayload proves that somebody has the factor. Raises 60306, 60310, 60311.

    Source: docs/verify/quickstarts/verify-totp-change-in-api-response-when-authpayload-is-incorrect (a wrong TOTP code
    is no error since 2021-10-27), twilio.com/docs/api/errors/60310, /60311.
    """
    if factor.factor_type == "totp":
        if factor.wrong_proofs >= MAX_WRONG:
            raise TwilioError(
                FACTOR_ATTEMPTS,
                hint=f"{factor.sid} took {factor.wrong_proofs} wrong codes; delete it and make a new one.",
            )
        return check_code(call, factor, auth_payload)
    if factor.factor_type != "push":
        raise TwilioError(
            INVALID_REQUEST, hint="A passkey is verified by POST …/Passkeys/VerifyFactor, not here."
        )
    if not push.signs(factor.public_key, factor.sid, auth_payload):
        raise TwilioError(
            FACTOR_FAILED, hint="AuthPayload: not the device's signature over the factor's SID."
        )
    return factor, Proof.RIGHT


def check_code(call: Call, factor: Factor, code: str) -> tuple[Factor, Proof]:
    """A TOTP code against the factor. Guess: a code may be used twice, except with --strict."""
    if len(code) not in CODE_LENGTHS or not (code.isascii() and code.isdigit()):
        raise TwilioError(INVALID_REQUEST, hint="AuthPayload is a TOTP code here, which has 3 to 8 digits.")
    config = factor.config
    step = totp.matching_step(
        factor.secret,
        code,
        call.now,
        alg=config["alg"],
        digits=config["code_length"],
        period=config["time_step"],
        skew=config["skew"],
    )
    if step is None or (call.settings.strict and step <= factor.last_step):
        return factor, Proof.WRONG
    return factor.changed(last_step=step), Proof.RIGHT
