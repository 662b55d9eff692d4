"""What an emulator does not take from a phone. Source of all, unless a test names another: twilio-verify-android
and -ios."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from harness.local import SERVICE, Local
from harness.phone_backend import BASE, IDENTITY, Backend, Reply, transport_to

from verify_emulator.virtual_phone import PhoneError, Transport, VirtualPhone
from verify_emulator.virtual_phone import phone as phone_module
from verify_emulator.virtual_phone.keys import make_key


@pytest.fixture
def phone(backend: Backend, transport: Transport) -> VirtualPhone:
    return backend.enrol(transport)


class Between:
    """A transport that tells the phone something else than the emulator does, when it only asks."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.change: Callable[[dict[str, str], dict[str, Any]], None] | None = None
        self.replay: Reply | None = None
        self.newest: Reply | None = None

    def __call__(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        if method != "GET":
            return self._transport(method, url, headers, body)
        if self.replay is not None:
            return self.replay
        self.newest = self._transport(method, url, headers, body)
        if self.change is None:
            return self.newest
        status, answered, content = self.newest
        changed, fields = dict(answered), json.loads(content)
        self.change(changed, fields)
        return status, changed, json.dumps(fields).encode()


@pytest.fixture
def between(transport: Transport) -> Between:
    return Between(transport)


FIELDS = "twilio-verify-signature-fields"
TAMPERINGS: dict[str, Callable[[dict[str, str], dict[str, Any]], None]] = {
    "one field fewer": lambda headers, body: headers.update({FIELDS: headers[FIELDS].rpartition(",")[0]}),
    "the SID only": lambda headers, body: headers.update({FIELDS: "sid"}),
    "another message": lambda headers, body: body.update(details={"message": "Pay 1 €?", "fields": []}),
    "a field more in the details": lambda headers, body: body["details"].update(date="2026-01-02T03:04:05Z"),
    "no hidden details": lambda headers, body: body.update(hidden_details=None),
    "another date": lambda headers, body: body.update(date_created="2026-01-02T03:04:05Z"),
    "another account": lambda headers, body: body.update(account_sid="AC" + "1" * 32),
    "a number for a text": lambda headers, body: body.update(responded_reason=0),
}


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS)
def test_what_was_not_the_challenge_is_not_accepted_as_signed(
    backend: Backend, between: Between, tampering: Callable[[dict[str, str], dict[str, Any]], None]
) -> None:
    """twilio.com/docs/api/errors/60324."""
    phone = backend.enrol(between)
    sid = backend.challenge(phone, HiddenDetails='{"ip":"127.0.0.1"}')
    between.change = tampering
    with pytest.raises(PhoneError, match=r"^403/60324: ") as raised:
        phone.approve(sid)
    assert (raised.value.status, raised.value.code) == (403, 60324)
    assert backend.fetch(sid)["status"] == "pending"
    between.change = None
    assert phone.deny(sid)["status"] == "denied"


def test_more_fields_than_were_asked_for_may_be_signed(backend: Backend, between: Between) -> None:
    """Our contract: what is signed beyond that says nothing."""
    phone = backend.enrol(between)
    sid = backend.challenge(phone)
    between.change = lambda headers, body: headers.update({FIELDS: headers.get(FIELDS, "sid") + ",url"})
    assert phone.approve(sid)["status"] == "approved"


@pytest.mark.parametrize(("minutes", "code"), [(0, 60322), (5, 60323)])
def test_the_emulator_refuses_what_a_phone_did_not_know(
    emulator: Local, backend: Backend, between: Between, minutes: int, code: int
) -> None:
    """twilio.com/docs/api/errors/60322, /60323. The phone is shown the challenge as it was."""
    phone = backend.enrol(between)
    sid = backend.challenge(phone)
    phone.fetch(sid)
    pending = between.newest
    if code == 60322:
        phone.deny(sid)
    emulator.app.clock.advance(timedelta(minutes=minutes))
    between.replay = pending
    with pytest.raises(PhoneError, match=f"^403/{code}: "):
        phone.approve(sid)


def test_an_answer_signed_with_another_key_is_not_accepted(
    backend: Backend, phone: VirtualPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """twilio.com/docs/api/errors/60324."""
    sid, sign_json, key = backend.challenge(phone), phone_module.sign_json, make_key()
    monkeypatch.setattr(phone_module, "sign_json", lambda own, *rest: sign_json(key, *rest))
    with pytest.raises(PhoneError, match=r"^403/60324: "):
        phone.approve(sid)
    assert backend.fetch(sid)["status"] == "pending"


def test_a_factor_is_not_verified_with_another_key(
    backend: Backend, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """twilio.com/docs/api/errors/60311."""
    phone, sign, key = VirtualPhone(BASE, transport), phone_module.sign, make_key()
    backend.register(phone)
    with monkeypatch.context() as patched:
        patched.setattr(phone_module, "sign", lambda own, message: sign(key, message))
        with pytest.raises(PhoneError, match=r"^403/60311: "):
            phone.verify()
    assert backend.get(f"/Factors/{phone.factor_sid}").json["status"] == "unverified"
    assert phone.verify()["status"] == "verified"


def test_a_phone_that_lost_its_key_is_nobody(phone: VirtualPhone, transport: Transport) -> None:
    """Our contract, a guess: 401."""
    state = phone.to_dict()
    state["registration"]["private_key"] = make_key()
    with pytest.raises(PhoneError, match=r"^401/20003: "):
        VirtualPhone.from_dict(state, transport).challenges()
    assert phone.challenges() == []


@pytest.mark.parametrize("identity", [IDENTITY, "another-one"])
@pytest.mark.parametrize("ask", ["fetch", "approve", "deny"])
def test_another_phones_challenge_is_out_of_reach(
    emulator: Local, backend: Backend, phone: VirtualPhone, identity: str, ask: str
) -> None:
    """Our contract, a guess: 401 or 404; the SDKs themselves would refuse it, too."""
    other = Backend(emulator, identity).enrol(transport_to(emulator))
    sid = backend.challenge(phone)
    assert other.challenges(None) == []
    with pytest.raises(PhoneError, match=r"^40[14]/"):
        getattr(other, ask)(sid)
    assert phone.approve(sid)["status"] == "approved"


@pytest.mark.parametrize("seconds", [59, 60])
def test_an_access_token_holds_for_its_time(
    emulator: Local, backend: Backend, transport: Transport, seconds: int
) -> None:
    """twilio.com/docs/verify/api/access-token: 60 seconds; 401 is a guess."""
    emulator.app.clock.freeze()
    token, phone = backend.access_token(), VirtualPhone(BASE, transport)
    emulator.app.clock.advance(timedelta(seconds=seconds))
    if seconds < 60:
        assert phone.register(token, service_sid=SERVICE, identity=IDENTITY)["sid"] == phone.factor_sid
    else:
        with pytest.raises(PhoneError, match=r"^401/20003: "):
            phone.register(token, service_sid=SERVICE, identity=IDENTITY)


def test_an_access_token_is_for_one_identity(backend: Backend, transport: Transport) -> None:
    """Our contract, a guess: 401."""
    with pytest.raises(PhoneError, match=r"^401/20003: "):
        VirtualPhone(BASE, transport).register(
            backend.access_token(), service_sid=SERVICE, identity="another-one"
        )


def test_a_factor_is_challenged_only_once_it_is_verified(
    emulator: Local, backend: Backend, transport: Transport
) -> None:
    """twilio.com/docs/api/errors/60318."""
    phone = VirtualPhone(BASE, transport)
    backend.register(phone)
    form = urlencode({"FactorSid": phone.factor_sid or "", "Details.Message": "Sign in?"}).encode()
    answer = emulator.send("POST", f"{backend.path}/Challenges", form)
    assert answer.refusal[:2] == (403, 60318)
