"""The tour: users sign in by SMS, phone call, WhatsApp and email; then one mistypes the code and comes too late."""

import passcodes
from twilio.rest.verify.v2.service import ServiceContext

import emulator


def main() -> None:
    emulator.reset()
    client = passcodes.connect()
    service = passcodes.create_service(client, "Quickstart")

    # Use any number or address you like: no message ever leaves the emulator.
    sign_in(service, "+15017122661", "sms")
    sign_in(service, "+61491570156", "call")
    sign_in(service, "+551155256325", "whatsapp")

    emulator.lose_messages("+4915123456789", channel="whatsapp")
    sign_in(service, "+4915123456789", "whatsapp")

    # Email needs a Service with an email integration. That is made in Twilio's Console, the SDK has no parameter
    # for it, so the emulator has one ready in every account.
    sign_in(client.verify.v2.services(emulator.READY_SERVICE_SID), "emma@example.com", "email")

    sign_in_late(service, "+33612345678")


def sign_in(service: ServiceContext, to: str, channel: str) -> None:
    sent_by = passcodes.send(service, to, channel)
    code = emulator.read_code(to)
    how = channel if sent_by == channel else f"{channel}, then {sent_by}"
    report(how, to, passcodes.check(service, to, code))
    print("   ", emulator.read_message(to)["body"])


def sign_in_late(service: ServiceContext, to: str) -> None:
    passcodes.send(service, to)
    code = emulator.read_code(to)
    report("mistyped", to, passcodes.check(service, to, other_than(code)))
    emulator.let_pass("10m1s")
    report("ten minutes later", to, passcodes.check(service, to, code))


def other_than(code: str) -> str:
    """A code that is certainly wrong."""
    return "111111" if code == "000000" else "000000"


def report(what: str, to: str, outcome: str) -> None:
    print(f"{what:<20}{to:<18}{outcome}")


if __name__ == "__main__":
    main()
