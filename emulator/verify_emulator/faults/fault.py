"""A scripted failure as somebody writes it down: which requests it is for, what happens to them, and how often."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from verify_emulator import receipts
from verify_emulator.account_settings import Channel
from verify_emulator.faults.catalogue import find_error
from verify_emulator.faults.scripted import CHECKS, SENDS
from verify_emulator.patterns import matches
from verify_emulator.receipts import DELIVERED, UNKNOWN_ERROR, ErrorCode, Receipt
from verify_emulator.settings import ServiceSid

OUTCOMES = ("error", "status", "drop", "delivery", "approves")
LONGEST_DELAY = 120
"""Seconds of the machine's own time."""
MOST_BODY = 64 * 1024


def _known(name: int | str) -> int | str:
    """A code is a number, also where it comes as text. Raises ValueError for what is no error of Twilio's."""
    find_error(name)
    return int(name) if str(name).isdecimal() else name


def _when(value: object) -> object:
    return "before" if value in (True, "true", "True", "1") else value


ErrorName = Annotated[int | str, AfterValidator(_known)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Pattern = Annotated[str, StringConstraints(max_length=300)]
AccountSid = Annotated[str, StringConstraints(pattern=r"^AC[0-9a-fA-F]{32}$")]
When = Annotated[
    Literal["before", "after"],
    BeforeValidator(_when, json_schema_input_type=Literal["before", "after", True]),
]


def _as_text(code: object) -> object:
    """A code may be a number, as that of a call may be text."""
    return str(code) if isinstance(code, int) and not isinstance(code, bool) else code


DeliveryError = Annotated[ErrorCode, BeforeValidator(_as_text, json_schema_input_type=ErrorCode | int)]


class Delivery(BaseModel):
    """What becomes of the message, instead of its being delivered at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: Literal["delivered", "undelivered", "failed", "never"] = Field(
        "delivered", description="never: it is sent, and nothing is heard of it again."
    )
    error_code: DeliveryError | None = Field(
        None, description=f"Twilio's, such as 30003; {UNKNOWN_ERROR} where a message fails without one."
    )
    delay: Annotated[Seconds, Field(le=receipts.LONGEST_DELAY)] = Field(
        0, description="Seconds on the emulator's clock until it is so."
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("nothing is to become of the message: say a status or a delay")
        if self.error_code is not None and not self._fails:
            raise ValueError("error_code goes with the status undelivered or failed")
        return self

    @property
    def _fails(self) -> bool:
        return self.status in ("undelivered", "failed")

    def receipt(self) -> Receipt:
        made = Receipt(self.status, (self.error_code or UNKNOWN_ERROR) if self._fails else None, self.delay)
        return DELIVERED if made == DELIVERED else made


class Fault(BaseModel):
    """A scripted failure: the first that matches a request, and is not used up, decides what happens to it."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    operation: Pattern = Field(
        "*", description="As in Twilio's OpenAPI file (CreateVerification), * as wildcard."
    )
    to: Pattern | None = Field(None, description="Recipient, * as wildcard.")
    channel: Channel | None = Field(None, description="Channel that is asked for.")
    account_sid: AccountSid | None = Field(None, description="Of this account's requests only.")
    service_sid: ServiceSid | None = Field(None, description="Of requests under this service only.")
    nth: int | None = Field(
        None, ge=1, description="From the n-th matching request on; without `times` only that one."
    )
    times: int | None = Field(None, ge=1, description="How often; without it, always.")
    probability: float | None = Field(
        None, gt=0, le=1, description="How likely each time; repeatable with --seed."
    )
    count_retries: bool = Field(
        True, description="false: the same request again fails again, and is not counted."
    )

    error: ErrorName | None = Field(
        None, description="Answer with this error of Twilio's: 60203, or MAX_SENDS."
    )
    status: int | None = Field(None, ge=200, le=599, description="Answer with this HTTP status …")
    body: Annotated[str, StringConstraints(max_length=MOST_BODY)] | None = Field(
        None, description="… and this text."
    )
    drop: When | None = Field(
        None, description="Close the connection without an answer, before the call or after it took effect."
    )
    delivery: Delivery | None = None
    approves: bool | None = Field(None, description="true: any well-formed code is right.")

    delay: Annotated[Seconds, Field(le=LONGEST_DELAY)] = Field(
        0, description="Seconds of real time before the answer."
    )
    bytes_per_second: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = Field(
        None, description="How fast the body of the answer comes."
    )
    retry_after: int | None = Field(None, ge=0, description="Seconds in the header Retry-After.")

    @model_validator(mode="before")
    @classmethod
    def _only_where_it_can_happen(cls, given: Any) -> Any:
        """A message's fate and the truth of a code are those of one operation each."""
        if not isinstance(given, dict) or given.get("operation", "*") != "*":
            return given
        operation = SENDS if given.get("delivery") is not None else CHECKS if given.get("approves") else "*"
        return {**given, "operation": operation}

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for fault in self._contradictions():
            raise ValueError(fault)
        return self

    def _contradictions(self) -> Iterable[str]:
        named = [name for name in OUTCOMES if getattr(self, name) not in (None, False)]
        if len(named) > 1:
            yield f"one of {', '.join(OUTCOMES)}, and not both {named[0]} and {named[1]}"
        if not (named or self.delay or self.bytes_per_second):
            yield f"nothing is to happen: say one of {', '.join(OUTCOMES)}, or a delay or bytes_per_second"
        if self.body is not None and self.status in (None, 204, 304):
            yield "a body goes with a status other than 204 and 304"
        if self.retry_after is not None and self.error is None and self.status is None:
            yield "retry_after goes with an error or a status"
        if self.delivery is not None and not matches(self.operation, SENDS):
            yield f"only {SENDS} sends a message that could have a delivery"
        if self.approves and not matches(self.operation, CHECKS):
            yield f"only {CHECKS} could be approved"

    @property
    def most(self) -> int | None:
        """How often it can happen; None for always."""
        return 1 if self.nth is not None and self.times is None else self.times

    @property
    def waits(self) -> bool:
        """Whether the answer takes its time."""
        return self.delay > 0 or self.bytes_per_second is not None

    @property
    def replaces(self) -> bool:
        """Whether the call does not take place."""
        return self.error is not None or self.status is not None or self.drop == "before"
