"""Access tokens: with one a phone may make its push factor. Source: twilio.com/docs/verify/api/access-token."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from verify_emulator.errors import NOT_FOUND, TOKEN_PARAMETERS, ErrorKind, TwilioError
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, fetches
from verify_emulator.resources.params import Params, Whole
from verify_emulator.resources.resource import HIDDEN, Resource
from verify_emulator.verify.entities import Identity
from verify_emulator.verify.rules.moments import ago
from verify_emulator.verify.services import SERVICES

HEADER = {"zip": "DEF", "kid": "SAS_S3___KMS_v1", "cty": "twilio-fpa;v=1", "enc": "A256GCM", "alg": "dir"}
"""Of a published example."""


@dataclass(slots=True, kw_only=True)
class AccessToken(Resource):
    PREFIX: ClassVar[str] = "YK"
    PARENT: ClassVar[str] = "service_sid"
    UNIQUE: ClassVar[tuple[str, ...]] = ("sid",)
    FORGET: ClassVar[str] = "expires_at"

    sid: str
    account_sid: str
    service_sid: str
    entity_identity: str
    factor_type: str
    factor_friendly_name: str | None
    ttl: int
    date_created: datetime
    token: str
    expires_at: Annotated[datetime, HIDDEN]


class CreateAccessToken(Params):
    """Source: twilio-oai; twilio.com/docs/api/errors/60305. Guess: a bad value is 60305 too."""

    WHEN_MISSING: ClassVar[ErrorKind] = TOKEN_PARAMETERS
    WHEN_BAD: ClassVar[ErrorKind] = TOKEN_PARAMETERS

    identity: Identity
    factor_type: Literal["push"]
    factor_friendly_name: Annotated[str, StringConstraints(max_length=64)] | None = None
    ttl: Annotated[Whole, Field(ge=60, le=300)] = 60


def create(call: Call, params: CreateAccessToken) -> AccessToken:
    service_sid, sid = rules.key_of(call.parent), call.ids.sid(AccessToken.PREFIX)
    token = AccessToken(
        sid=sid,
        account_sid=call.account_sid,
        service_sid=service_sid,
        entity_identity=params.identity,
        factor_type=params.factor_type,
        factor_friendly_name=params.factor_friendly_name,
        token=_write(call, sid),
        ttl=params.ttl,
        date_created=call.now,
        expires_at=call.now + timedelta(seconds=params.ttl),
    )
    call.store.sweep(AccessToken, service_sid, call.now)
    call.store.put(token)
    return token


def find(call: Call, model: type[AccessToken], key: str) -> AccessToken | None:
    """Guess: a token that has expired is 404."""
    token = rules.find_by_key(call, model, key)
    if token is not None and call.now >= token.expires_at:
        raise TwilioError(NOT_FOUND, hint=f"{token.sid} expired {ago(token.expires_at, call.now)}.")
    return token


def _write(call: Call, sid: str) -> str:
    """Five parts as in a published example, whose content nobody but Twilio can read: clients pass it on unread.

    Guess: ours carries, in the clear, the account and the token's SID, by which it is found again.
    """
    parts = (
        json.dumps(HEADER, separators=(",", ":")).encode(),
        b"",
        call.ids.octets(12),
        f"{call.account_sid}{sid}".encode(),
        call.ids.octets(16),
    )
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def read(token: str) -> tuple[str, str]:
    """The account and the SID that a token claims to be of. Raises ValueError."""
    parts = token.split(".")
    if len(parts) != 5:
        raise ValueError("not five parts")
    claimed = urlsafe_b64decode(parts[3] + "==").decode()
    return claimed[:34], claimed[34:]


ACCESS_TOKENS = Collection(
    name="access_tokens",
    model=AccessToken,
    parent=SERVICES,
    path="/v2/Services/{service_sid}/AccessTokens",
    find=find,
    operations=(creates(CreateAccessToken, by=create), fetches()),
)
