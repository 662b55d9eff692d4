"""Answering a challenge on the phone."""

from typing import Any

import pytest

from conformance_tests.person import Person, signed, token_of
from conformance_tests.refusals import CHALLENGE_FAILED, assert_refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire
from verify_emulator.virtual_phone import ChallengeRefused, PhoneError, VirtualPhone


def named(phone: VirtualPhone, sid: str) -> dict[str, Any]:
    """The fields of a challenge that are to be signed, with their values."""
    shown = phone.fetch(sid)
    return {name: shown[name] for name in phone.signature_fields[sid]}


@pytest.mark.charged
@pytest.mark.parametrize("status", ["approved", "denied"])
def test_a_phone_approves_or_denies(http: Wire, path: str, person: Person, status: str) -> None:
    """Source: twilio.com/docs/verify/api/challenge; the source of both push SDKs for the signature (observed)."""
    phone = person.phone()
    sid = person.ask(
        phone, details_fields=[{"label": "Where", "value": "Köln"}], hidden_details={"ip": "1.2.3.4"}
    )
    answered = phone.approve(sid) if status == "approved" else phone.deny(sid)
    assert answered["status"] == status
    body = http.get(f"{path}/{sid}").json()
    assert (body["status"], body["responded_reason"]) == (status, "none")
    assert body["date_responded"] is not None


@pytest.mark.charged
def test_a_phone_adds_metadata(http: Wire, path: str, person: Person) -> None:
    """Source: the OpenAPI file of Verify: added by the device (documented)."""
    phone = person.phone()
    sid = person.ask(phone)
    phone.approve(sid, metadata={"os": "Android"})
    assert http.get(f"{path}/{sid}").json()["metadata"] == {"os": "Android"}


def test_a_header_names_the_fields_to_sign_while_it_is_pending(person: Person) -> None:
    """Source: the source of both push SDKs, which refuse to answer without it; which fields is a guess (observed)."""
    phone = person.phone()
    sid = person.ask(phone)
    fields = named(phone, sid)
    assert {"sid", "factor_sid", "date_created", "expiration_date", "status", "details"} <= set(fields)
    assert not {"url", "links"} & set(fields)


@pytest.mark.charged
def test_no_header_names_fields_of_an_answered_challenge(http: Wire, path: str, person: Person) -> None:
    """Source: the source of both push SDKs: needed while pending; that it is absent later is a guess (inferred)."""
    phone = person.phone()
    sid = person.ask(phone)
    phone.deny(sid)
    assert "Twilio-Verify-Signature-Fields" not in http.get(f"{path}/{sid}").headers
    with pytest.raises(ChallengeRefused, match="denied, no longer pending"):
        phone.approve(sid)


@pytest.mark.parametrize(
    "changes",
    [
        {"sid": "YC" + "0" * 32},
        {"factor_sid": "YF" + "0" * 32},
        {"identity": "somebody-else"},
        {"details": {"message": "Send 1 €?", "fields": []}},
        {"hidden_details": None},
        {"expiration_date": "2100-01-01T00:00:00Z"},
        {"date_created": None},
        {"status": "pending"},
        {"status": "expired"},
        {"status": "Approved"},
        {"status": None},
    ],
    ids=str,
)
def test_an_answer_to_something_else_fails(
    http: Wire, path: str, person: Person, changes: dict[str, Any]
) -> None:
    """Source: twilio.com/docs/api/errors/60324; the source of both push SDKs: the fields are copied (inferred)."""
    phone = person.phone()
    sid = person.ask(phone, hidden_details={"ip": "1.2.3.4"})
    payload = {**named(phone, sid), "status": "approved", **changes}
    assert_refused(http.post(f"{path}/{sid}", {"AuthPayload": signed(phone, payload)}), CHALLENGE_FAILED)
    assert http.get(f"{path}/{sid}").json()["status"] == "pending"


def test_an_answer_that_leaves_something_out_fails(http: Wire, path: str, person: Person) -> None:
    """Source: twilio.com/docs/api/errors/60324 (inferred)."""
    phone = person.phone()
    sid = person.ask(phone)
    fields = named(phone, sid)
    for name in fields:
        payload = {**fields, "status": "approved"}
        del payload[name]
        answer = http.post(f"{path}/{sid}", {"AuthPayload": signed(phone, payload)})
        assert_refused(answer, CHALLENGE_FAILED)


def test_only_the_phones_own_signature_will_do(http: Wire, path: str, person: Person) -> None:
    """Source: twilio.com/docs/api/errors/60324 (documented)."""
    phone, other = person.phone(), person.phone()
    sid = person.ask(phone)
    payload = {**named(phone, sid), "status": "approved"}
    good = signed(phone, payload)
    header, body, signature = good.split(".")
    denial = signed(phone, {**payload, "status": "denied"}).split(".")[1]
    bad = {
        "another phone": signed(other, payload),
        "another payload": f"{header}.{denial}.{signature}",
        "no signature": f"{header}.{body}.",
        "alg none": signed(phone, payload, {"alg": "none"}),
        "alg HS256": signed(phone, payload, {"alg": "HS256"}),
        "a code": "123456",
        "a word": "approved",
    }
    for kind, text in bad.items():
        answer = http.post(f"{path}/{sid}", {"AuthPayload": text})
        assert (kind, answer.status_code, answer.json()["code"]) == (kind, 403, CHALLENGE_FAILED.code)
    assert http.get(f"{path}/{sid}").json()["status"] == "pending"


@pytest.mark.charged
def test_the_backend_may_pass_the_answer_on(http: Wire, path: str, person: Person) -> None:
    """Source: twilio.com/docs/verify/api/challenge, AuthPayload (documented)."""
    phone = person.phone()
    sid = person.ask(phone)
    payload = {**named(phone, sid), "status": "denied"}
    answer = http.post(f"{path}/{sid}", {"AuthPayload": signed(phone, payload)})
    assert (answer.status_code, answer.json()["status"]) == (200, "denied")


def test_a_phone_sees_its_own_challenges_only(http: Wire, path: str, person: Person, target: Target) -> None:
    """Source: no source; a device's token names one key (guess)."""
    phone, other = person.phone(), person.phone()
    mine, theirs = person.ask(phone), person.ask(other)
    person.challenge(person.verified_totp().sid)
    token = token_of(phone, nbf=int(target.now()), exp=int(target.now()) + 600)
    for query in ("", f"?FactorSid={phone.factor_sid}"):
        listed = http.get(path + query, auth=("token", token)).json()["challenges"]
        assert [challenge["sid"] for challenge in listed] == [mine]
    assert phone.challenges(None) == listed
    with pytest.raises(PhoneError, match=r"^401/20003"):
        phone.fetch(theirs)


def test_a_phone_finds_its_newest_challenge(person: Person) -> None:
    """Source: the source of both push SDKs: FactorSid, Status, Order and PageSize of a list (observed)."""
    phone = person.phone()
    sids = [person.ask(phone) for _ in range(3)]
    assert phone.wait_for_challenge(timeout=1)["sid"] == sids[-1]
    assert [challenge["sid"] for challenge in phone.challenges(page_size=2)] == sids
    assert [challenge["sid"] for challenge in phone.challenges(order="desc", page_size=2)] == sids[::-1]
