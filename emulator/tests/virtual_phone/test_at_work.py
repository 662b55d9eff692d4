"""Virtual phones with a real emulator, in this process and over HTTP. Source of all, unless a test names another:
twilio-verify-android and -ios."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, Local
from harness.phone_backend import BASE, IDENTITY, Backend, transport_to
from harness.served import Served

from verify_emulator.virtual_phone import ChallengeRefused, PhoneError, Transport, VirtualPhone
from verify_emulator.virtual_phone import phone as phone_module


@pytest.fixture
def phone(backend: Backend, transport: Transport) -> VirtualPhone:
    return backend.enrol(transport)


def test_a_phone_over_http_uses_no_proxy(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our contract: the whole way, over a socket."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    backend, phone = Backend(served.wire), VirtualPhone(served.url)
    with pytest.raises(PhoneError, match=r"^401/20003"):
        phone.register("x", service_sid=SERVICE, identity=IDENTITY)
    assert backend.register(phone)["status"] == "unverified"
    assert phone.verify()["status"] == "verified"
    sid = backend.challenge(phone)
    assert phone.wait_for_challenge(timeout=0)["sid"] == sid
    served.app.clock.advance(timedelta(minutes=2))
    assert phone.approve(sid)["status"] == "approved"
    phone.delete()
    assert backend.get("/Factors").json["factors"] == []


def test_nobody_at_an_address_is_an_oserror() -> None:
    """Our contract."""
    with pytest.raises(OSError, match="refused"):
        VirtualPhone("http://127.0.0.1:1").register("x", service_sid=SERVICE, identity=IDENTITY)


def test_a_factor_is_registered_and_verified(backend: Backend, transport: Transport) -> None:
    phone = VirtualPhone(BASE, transport)
    registered = backend.register(phone, friendly_name="Jürgens iPhone", app_id="com.example.app")
    assert (registered["status"], registered["friendly_name"]) == ("unverified", "Jürgens iPhone")
    assert registered["config"]["app_id"] == "com.example.app"
    assert backend.get(f"/Factors/{phone.factor_sid}").json["status"] == "unverified"
    assert phone.verify()["status"] == "verified"
    assert backend.get(f"/Factors/{phone.factor_sid}").json["status"] == "verified"


@pytest.mark.parametrize(("press", "status"), [("approve", "approved"), ("deny", "denied")])
def test_a_challenge_is_answered(backend: Backend, phone: VirtualPhone, press: str, status: str) -> None:
    sid = backend.challenge(
        phone,
        **{
            "Details.Message": 'Anmelden in „Köln" & anderswo?\n🙂',
            "Details.Fields": json.dumps({"label": "Ort", "value": "Köln/<é>"}),
            "HiddenDetails": json.dumps({"ip": "127.0.0.1", "ü": ""}),
        },
    )
    answered = getattr(phone, press)(sid, metadata={"os": "Ändroid"})
    seen = backend.fetch(sid)
    assert answered == seen
    assert (seen["status"], seen["metadata"]) == (status, {"os": "Ändroid"})
    assert seen["date_responded"] is not None
    assert phone.challenges() == []
    assert phone.challenges(status) == [seen]


def test_every_challenge_names_fields_that_it_has(backend: Backend, phone: VirtualPhone) -> None:
    sid = backend.challenge(phone)
    challenge = phone.fetch(sid)
    assert set(phone.signature_fields[sid]) <= set(challenge)
    assert {"sid", "status", "details", "hidden_details"} <= set(phone.signature_fields[sid])
    phone.approve(sid)
    phone.fetch(sid)
    assert phone.signature_fields[sid] == []


def test_a_challenge_is_answered_once(backend: Backend, phone: VirtualPhone) -> None:
    sid = backend.challenge(phone)
    phone.approve(sid)
    with pytest.raises(ChallengeRefused, match=r"is approved, no longer pending\.$"):
        phone.deny(sid)


MOVES: dict[str, Callable[[Any], None]] = {
    "three days on": lambda clock: clock.advance(timedelta(days=3)),
    "a day back": lambda clock: clock.advance(timedelta(days=-1)),
    "a minute and a half second on": lambda clock: clock.advance(timedelta(seconds=90.5)),
    "to the far future": lambda clock: clock.advance(timedelta(days=365 * 2_000)),
    "standing still": lambda clock: clock.freeze(),
    "standing still in 1970": lambda clock: clock.advance(
        timedelta(hours=1) - (clock.now() - clock.now().replace(year=1970, month=1, day=1))
    ),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
@pytest.mark.parametrize("whose", ["the emulator's", "the account's"])
def test_a_phone_follows_the_clock_that_was_moved(
    emulator: Local, backend: Backend, phone: VirtualPhone, move: Callable[[Any], None], whose: str
) -> None:
    """They correct their clock by the Date of a 401, and try once more."""
    app = emulator.app
    move(app.clock if whose == "the emulator's" else app.accounts.get(ACCOUNT).clock)
    sid = backend.challenge(phone)
    assert phone.wait_for_challenge(timeout=0)["sid"] == sid
    assert phone.approve(sid)["status"] == "approved"
    assert backend.enrol(transport_to(emulator)).challenges() == []


def test_a_challenge_that_has_expired_is_refused_by_the_phone(
    emulator: Local, backend: Backend, phone: VirtualPhone
) -> None:
    """twilio.com/docs/verify/api/challenge: five minutes."""
    sid = backend.challenge(phone)
    emulator.app.clock.advance(timedelta(minutes=5))
    assert phone.challenges() == []
    assert [challenge["sid"] for challenge in phone.challenges("expired")] == [sid]
    with pytest.raises(ChallengeRefused, match=r"is expired, no longer pending\.$"):
        phone.approve(sid)


def test_phones_of_one_person_see_their_own_challenges(
    backend: Backend, phone: VirtualPhone, transport: Transport
) -> None:
    other = backend.enrol(transport)
    sids = [backend.challenge(one) for one in (phone, other, phone, phone)]
    own = [sids[0], sids[2], sids[3]]
    phone.deny(own[1])
    assert [challenge["sid"] for challenge in other.challenges()] == [sids[1]]
    assert [challenge["sid"] for challenge in phone.challenges(None, page_size=1)] == own
    assert [challenge["sid"] for challenge in phone.challenges(None, order="desc", page_size=2)] == own[::-1]
    assert [challenge["sid"] for challenge in phone.challenges(page_size=1)] == [own[0], own[2]]
    assert phone.wait_for_challenge(timeout=0)["sid"] == own[2]


def test_waiting_ends_when_the_application_asks(
    backend: Backend, phone: VirtualPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our contract."""
    made: list[str] = []
    monkeypatch.setattr(phone_module, "sleep", lambda seconds: made.append(backend.challenge(phone)))
    assert phone.wait_for_challenge(timeout=1)["sid"] == made[0]
    assert len(made) == 1


def test_a_factor_that_the_application_deleted_is_gone(
    emulator: Local, backend: Backend, phone: VirtualPhone
) -> None:
    """Our contract, a guess: 401. The SDKs take it for deleted."""
    sid = backend.challenge(phone)
    assert emulator.send("DELETE", f"{backend.path}/Factors/{phone.factor_sid}").status == 204
    for ask in (phone.challenges, phone.verify, lambda: phone.approve(sid)):
        with pytest.raises(PhoneError, match=r"^401/20003: "):
            ask()
    phone.delete()
    assert phone.factor_sid is None


def test_a_phone_deletes_its_factor(backend: Backend, phone: VirtualPhone) -> None:
    sid = phone.factor_sid
    phone.delete()
    assert backend.get(f"/Factors/{sid}").status == 404


def test_a_phone_changes_its_name_and_its_platform(backend: Backend, phone: VirtualPhone) -> None:
    """The platform: Twilio's changelog of 2021-11-17."""
    phone.update(friendly_name="Other")
    changed = phone.update(notification_platform="fcm", notification_token="t" * 32)
    assert changed == backend.get(f"/Factors/{phone.factor_sid}").json
    assert (changed["friendly_name"], changed["status"]) == ("Other", "verified")
    assert changed["config"]["notification_platform"] == "fcm"
    assert phone.approve(backend.challenge(phone))["status"] == "approved"


def test_a_saved_phone_goes_on(backend: Backend, phone: VirtualPhone, transport: Transport) -> None:
    """Our contract."""
    saved = json.dumps(phone.to_dict())
    again = VirtualPhone.from_dict(json.loads(saved), transport)
    assert again.approve(backend.challenge(phone))["status"] == "approved"
