"""Phones that approve a login (push) through Twilio Verify. Copy this into your own code."""

from collections.abc import Mapping

from refusals import explained
from twilio.rest.verify.v2.service import ServiceContext

TOKEN_SECONDS = 300


def create_access_token(service: ServiceContext, identity: str, name: str) -> str:
    """With it the shop's app on a phone makes itself a factor; it is good for some minutes. Raises Refused."""
    with explained({}):
        created = service.access_tokens.create(
            identity=identity, factor_type="push", factor_friendly_name=name, ttl=TOKEN_SECONDS
        )
    return str(created.token)


def ask(
    service: ServiceContext, identity: str, factor_sid: str, question: str, details: Mapping[str, str]
) -> str:
    """Show a question on the phone, with what helps to answer it. The challenge's SID. Raises Refused."""
    fields = [{"label": label, "value": value} for label, value in details.items()]
    with explained({60312: "We have asked your phone too often. Wait an hour, or log in in another way."}):
        challenge = service.entities(identity).challenges.create(
            factor_sid=factor_sid, details_message=question, details_fields=fields
        )
    return str(challenge.sid)


def status(service: ServiceContext, identity: str, challenge_sid: str) -> str:
    """`pending`, `approved`, `denied` or `expired`. Raises Refused."""
    with explained({}):
        return str(service.entities(identity).challenges(challenge_sid).fetch().status)
