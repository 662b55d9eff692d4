"""A push phone whose requests, too, are answered in memory. Source: the contract of VirtualPhone."""

from harness.local import SERVICE

from verify_emulator import Account

IDENTITY = "ff483d1f-f591-8989-a994-2916050d2ca3"


def test_a_phone_approves_what_it_is_asked(account: Account) -> None:
    service = account.client().verify.v2.services(SERVICE)
    token = service.access_tokens.create(identity=IDENTITY, factor_type="push").token
    phone = account.virtual_phone()
    phone.register(token, service_sid=SERVICE, identity=IDENTITY)
    phone.verify()
    challenge = service.entities(IDENTITY).challenges.create(
        factor_sid=phone.factor_sid, details_message="Sign in?"
    )
    phone.approve(challenge.sid)
    assert challenge.fetch().status == "approved"


def test_its_clock_is_set_by_the_accounts(account: Account) -> None:
    """The push SDKs correct theirs by the Date of a refusal."""
    account.clock.advance(hours=5)
    test_a_phone_approves_what_it_is_asked(account)
