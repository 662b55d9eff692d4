"""What is kept of a phone, and what is shown. Source of all: our contract."""

import json

from harness.phone_line import (
    BASE,
    CREDENTIAL,
    ENTITY_URL,
    FACTOR,
    FACTOR_BODY,
    NOW,
    Line,
    dated,
    register,
    says,
)

from verify_emulator.virtual_phone import VirtualPhone


def test_a_saved_phone_goes_on_where_it_was(phone: VirtualPhone, line: Line) -> None:
    """Our contract: JSON in between, as in a file."""
    line.will(dated(60), says(FACTOR_BODY), says(FACTOR_BODY))
    phone.verify()
    state = json.loads(json.dumps(phone.to_dict()))
    other = VirtualPhone.from_dict(state, line)
    other.verify()
    assert (other.factor_sid, other.to_dict()) == (FACTOR, state)
    header, payload = line.read_token(3)
    assert (header["kid"], payload["nbf"]) == (CREDENTIAL, NOW + 60)
    assert line.sent[3].url == f"{ENTITY_URL}/Factors/{FACTOR}"


def test_a_phone_without_a_factor_can_be_saved(line: Line) -> None:
    """Our contract."""
    phone = VirtualPhone.from_dict(VirtualPhone(BASE, line).to_dict(), line)
    assert phone.factor_sid is None
    assert register(phone, line)["sid"] == FACTOR


def test_what_is_printed_of_a_phone_is_no_secret(phone: VirtualPhone) -> None:
    """Our contract."""
    private_key = phone.to_dict()["registration"]["private_key"]
    assert repr(phone) == f"VirtualPhone('{BASE}', factor_sid='{FACTOR}')"
    assert private_key not in f"{phone!r} {phone._registration!r}"
    assert len(private_key) > 100
