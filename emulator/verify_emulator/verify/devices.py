"""Push devices: how a phone, which has no credentials of the account, proves who it is.

Source: the calls of Twilio's Android and iOS push SDKs: HTTP Basic with the user name `token`, and for a password an
access token (to make a factor) or a JWT signed with the factor's key (for all that follows).
"""

from hmac import compare_digest

from verify_emulator.errors import AUTHENTICATE, TwilioError
from verify_emulator.resources.call import Call
from verify_emulator.verify import access_tokens
from verify_emulator.verify.access_tokens import AccessToken
from verify_emulator.verify.challenge import Challenge
from verify_emulator.verify.factor import Factor
from verify_emulator.verify.rules.push import Jws, is_current, read_jws, signs_jws

LEEWAY_SECONDS = 60


def claimed_account(credential: str) -> str:
    """The Account SID that a device's credential names, unproven; empty if there is none."""
    try:
        return access_tokens.read(credential)[0]
    except ValueError:
        pass
    try:
        return str(read_jws(credential).payload.get("sub"))
    except ValueError:
        return ""


def admit_access_token(call: Call, credential: str) -> None:
    """Guess: a token that is unknown, has expired or is for another service or identity is 401."""
    try:
        _, sid = access_tokens.read(credential)
    except ValueError:
        raise _refusal("A factor is made with an access token, not with a device's JWT.") from None
    token = call.store.seek(AccessToken, "sid", sid)
    if token is None or not compare_digest(token.token.encode(), credential.encode()):
        raise _refusal("There is no such access token.")
    if call.now >= token.expires_at:
        raise _refusal(f"{token.sid} expired at {token.expires_at:%H:%M:%S} UTC on the emulator's clock.")
    if call.path[:2] != (token.service_sid, token.entity_identity):
        raise _refusal(f"{token.sid} is for {token.entity_identity} of {token.service_sid}.")


def admit_device(call: Call, credential: str) -> None:
    """Lets a device at its own factor and that factor's challenges (of a list, `own_factor_sid` leaves those).

    Guess: a JWT that does not hold is 401, with a minute's leeway between the clocks; the SDKs then correct theirs by
    the Date header and try once more.
    """
    try:
        jws = read_jws(credential)
    except ValueError as error:
        raise _refusal(f"The password is not a device's JWT: {error}.") from None
    factor = _factor_of(call, jws)
    if not is_current(jws.payload, call.now, LEEWAY_SECONDS):
        raise _refusal(f"The JWT does not hold at {call.now:%H:%M:%S} UTC, the emulator's time.")
    if call.path[:2] != (factor.service_sid, factor.identity) or not _is_own(call, factor):
        raise _refusal(f"The JWT is that of {factor.sid} of {factor.identity}.")


def _factor_of(call: Call, jws: Jws) -> Factor:
    kid = jws.header.get("kid")
    factor = call.store.seek(Factor, "credential_sid", kid) if isinstance(kid, str) else None
    if factor is None or factor.is_stale(call.now):
        raise _refusal("No factor has the credential that the JWT names.")
    if not signs_jws(factor.public_key, jws):
        raise _refusal(f"The JWT is not signed with the key of {factor.sid}.")
    return factor


def _is_own(call: Call, factor: Factor) -> bool:
    """Whether the item, if the call is about one, is this factor, one of its challenges, or no challenge at all."""
    if len(call.path) < 3:
        return True
    if call.model is Factor:
        return call.path[2] == factor.sid
    challenge = call.store.seek(Challenge, "sid", call.path[2])
    return challenge is None or challenge.factor_sid == factor.sid


def own_factor_sid(call: Call) -> str | None:
    """The factor of the device that calls and has been let in; None if it is the account that calls."""
    return None if call.device is None else _factor_of(call, read_jws(call.device)).sid


def _refusal(hint: str) -> TwilioError:
    return TwilioError(AUTHENTICATE, hint=hint)
