"""Finding out what a live account may do: one real request per capability that a test needs, and its undoing."""

from typing import NamedTuple

from conformance_tests.targets.wire import Wire


class Probe(NamedTuple):
    """A Service and a send that only an account with the capability gets through."""

    service: dict[str, str]
    send: dict[str, str]


PROBES = {
    "call": Probe({}, {"Channel": "call"}),
    "whatsapp": Probe({}, {"Channel": "whatsapp"}),
    "rcs": Probe({}, {"Channel": "rcs"}),
    "custom_codes": Probe({"CustomCodeEnabled": "true"}, {"Channel": "sms", "CustomCode": "424242"}),
    "psd2": Probe({"Psd2Enabled": "true"}, {"Channel": "sms", "Amount": "1 EUR", "Payee": "Acme"}),
}


ON_SAFE_LIST = 60411
UNUSED = "+12025550171"
"""A number for fiction, which the probe puts on the Safe List and takes off again."""


def safe_list_refusal(wire: Wire) -> str | None:
    """What the account is told when it lists a number (the Safe List is a pilot), or None if it may."""
    answer = wire.post("/v2/SafeList/Numbers", {"PhoneNumber": UNUSED})
    if answer.status_code == 201:
        wire.delete(f"/v2/SafeList/Numbers/{UNUSED}").raise_for_status()
        return None
    body = answer.json()
    if body["code"] == ON_SAFE_LIST:
        return None
    return f"the account may not: {body['status']}/{body['code']} {body['message']}"


def refusal_of(probe: Probe, wire: Wire, to: str, name: str) -> str | None:
    """What the account is told when it tries, or None if it may."""
    service = wire.post("/v2/Services", {"FriendlyName": name, **probe.service}).json()
    if "sid" in service:
        service = wire.post(f"/v2/Services/{service['sid']}/Verifications", {"To": to, **probe.send}).json()
    if "sid" in service:
        return None
    return f"the account may not: {service['status']}/{service['code']} {service['message']}"
