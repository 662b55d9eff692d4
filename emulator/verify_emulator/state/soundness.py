"""What rules rely on in a record or a phone, beyond the types of its fields."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from verify_emulator.phones import Kept
from verify_emulator.state.faults import StateError, at
from verify_emulator.verify.factor import Factor
from verify_emulator.verify.rules.totp import clean_secret


class TotpConfig(BaseModel):
    """As in `FactorSettings`, but all of it: a code is reckoned from these."""

    alg: Literal["sha1", "sha256", "sha512"]
    skew: int = Field(ge=0, le=2, strict=True)
    code_length: int = Field(ge=3, le=8, strict=True)
    time_step: int = Field(ge=20, le=60, strict=True)


def check_record(record: Any) -> None:
    """Raises StateError."""
    if isinstance(record, Factor) and record.factor_type == "totp":
        with at("config"):
            TotpConfig.model_validate(record.config)
        if not _is_secret(record.secret):
            raise StateError("not a secret in Base32", ("secret",))


def _is_secret(text: str) -> bool:
    try:
        return clean_secret(text) == text
    except ValueError:
        return False


def check_phone(phone: Kept) -> None:
    """Raises StateError."""
    from verify_emulator.virtual_phone.keys import is_key

    if not is_key(phone.registration.private_key):
        raise StateError("not a private key", ("registration", "private_key"))
