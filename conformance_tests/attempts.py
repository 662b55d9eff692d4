"""What tests do over and over: make a Service, send again, guess wrongly."""

from collections.abc import Callable

from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

MakeService = Callable[..., ServiceContext]
SEND_LIMIT = 5
CHECK_LIMIT = 5


def another(code: str) -> str:
    """A code that differs from this one and is as long."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def guess_wrongly(service: ServiceContext, to: str, code: str, times: int = CHECK_LIMIT) -> None:
    """Check a wrong code so many times; each of them is taken."""
    for _ in range(times):
        assert service.verification_checks.create(to=to, code=another(code)).status == "pending"


def send(service: ServiceContext, to: str, times: int = 1, channel: str = "sms") -> VerificationInstance:
    """Send so many times and give the last answer."""
    for _ in range(times):
        verification = service.verifications.create(to=to, channel=channel)
    return verification
