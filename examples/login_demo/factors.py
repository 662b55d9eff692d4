"""What a person can prove themselves with, as Twilio Verify keeps it: the factors of an entity."""

from dataclasses import dataclass

from refusals import explained
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.entity.factor import FactorInstance


@dataclass
class Factors:
    """Somebody's verified factors by kind, each kind in the order in which they were added."""

    totp: list[FactorInstance]
    push: list[FactorInstance]
    passkeys: list[FactorInstance]

    @property
    def has_second(self) -> bool:
        """Whether a code by SMS is not enough to log in. A passkey does not count: who has it needs no code."""
        return bool(self.totp or self.push)


def create_entity(service: ServiceContext, identity: str) -> None:
    """The person, as far as Twilio gets to know of them. Raises Refused."""
    with explained({}):
        service.entities.create(identity=identity)


def of(service: ServiceContext, identity: str) -> Factors:
    """Raises Refused if Twilio does not know the person: then nobody may pass for somebody without factors."""
    with explained({}):
        found = service.entities(identity).factors.list()

    def verified(kind: str) -> list[FactorInstance]:
        return [factor for factor in found if factor.factor_type == kind and factor.status == "verified"]

    return Factors(verified("totp"), verified("push"), verified("passkeys"))
