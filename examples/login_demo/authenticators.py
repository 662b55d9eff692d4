"""Authenticator apps (TOTP) through Twilio Verify. Copy this into your own code."""

from refusals import Refused, explained
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.entity.new_factor import NewFactorInstance

WRONG = "That code is wrong. Take the one that your app shows now."
REASONS = {
    60306: WRONG,  # because it is none at all, such as letters
    60310: "That were too many wrong codes. Begin again with a new QR code.",
    60312: "That were too many codes for now. Wait an hour, then try again.",
}


def begin(service: ServiceContext, identity: str, label: str) -> NewFactorInstance:
    """A factor whose `binding` has the `secret` for the app, and a `uri` with it for a QR code. Raises Refused."""
    with explained({}):
        return service.entities(identity).new_factors.create(friendly_name=label, factor_type="totp")


def finish(service: ServiceContext, identity: str, factor_sid: str, code: str) -> None:
    """The app has the secret if its code is right. Raises Refused."""
    with explained(REASONS):
        factor = service.entities(identity).factors(factor_sid).update(auth_payload=code)
    if factor.status != "verified":
        raise Refused(WRONG)


def check(service: ServiceContext, identity: str, factor_sid: str, code: str) -> None:
    """Return if the app shows that code. Raises Refused."""
    with explained(REASONS):
        challenge = service.entities(identity).challenges.create(factor_sid=factor_sid, auth_payload=code)
    if challenge.status != "approved":
        raise Refused(WRONG)
