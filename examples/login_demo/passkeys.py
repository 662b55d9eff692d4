"""Passkeys through Twilio Verify; examples/passkeys_login has more of them. Copy this into your own code."""

from typing import Any

from refusals import Refused, explained
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.approve_challenge import ApproveChallengeInstance, ApproveChallengeList
from twilio.rest.verify.v2.service.new_challenge import NewChallengeInstance, NewChallengeList
from twilio.rest.verify.v2.service.new_factor import NewFactorInstance, NewFactorList
from twilio.rest.verify.v2.service.new_verify_factor import NewVerifyFactorInstance, NewVerifyFactorList

Json = dict[str, Any]

NOT_ACCEPTED = "That passkey was not accepted."
REASONS = {
    60311: NOT_ACCEPTED,
    60322: NOT_ACCEPTED,
    60323: "That took too long. Try again.",
    60324: NOT_ACCEPTED,
    60390: "That passkey is unknown here. It may be from before the shop was started.",
    60391: NOT_ACCEPTED,
}


def ask_to_make(service: ServiceContext, identity: str, name: str) -> NewFactorInstance:
    """`options["publicKey"]` of the result is for the browser. Raises Refused."""
    request = NewFactorList.CreateNewPasskeysFactorRequest({"identity": identity, "friendly_name": name})
    with explained(REASONS):
        return service.new_factors.create(request)


def keep(service: ServiceContext, credential: Json) -> NewVerifyFactorInstance:
    """Keep the passkey that the browser has made. Raises Refused if it was not made for this site."""
    _check_form(credential)
    with explained(REASONS):
        return service.new_verify_factors.update(NewVerifyFactorList.VerifyPasskeysFactorRequest(credential))


def ask_to_sign(service: ServiceContext) -> NewChallengeInstance:
    """`options["publicKey"]` of the result is for the browser, whoever is in front of it. Raises Refused."""
    with explained(REASONS):
        return service.new_challenge().create(NewChallengeList.CreatePasskeysChallengeRequest({}))


def check(service: ServiceContext, credential: Json) -> ApproveChallengeInstance:
    """`identity` of the result says who has signed, `sid` which challenge. Raises Refused if it proves nothing."""
    _check_form(credential)
    request = ApproveChallengeList.ApprovePasskeysChallengeRequest(credential)
    with explained(REASONS):
        return service.approve_challenge.update(request)


def _check_form(credential: Json) -> None:
    """The SDK takes it for granted."""
    if not isinstance(credential.get("response"), dict):
        raise Refused(NOT_ACCEPTED)
