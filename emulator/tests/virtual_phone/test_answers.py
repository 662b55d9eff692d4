"""How a phone answers a challenge, and when it does not. Source of all, unless a test names another:
twilio-verify-android and -ios."""

import json
from email.utils import formatdate

import pytest
from harness.phone_line import (
    CHALLENGE,
    CHALLENGE_BODY,
    ENTITY_URL,
    FIELDS,
    NOW,
    Line,
    Reply,
    refuses,
    says,
    shows,
)

from verify_emulator.virtual_phone import ChallengeRefused, PhoneError, VirtualPhone


@pytest.mark.parametrize(("press", "status"), [("approve", "approved"), ("deny", "denied")])
def test_an_answer_signs_the_named_fields_and_the_new_status(
    phone: VirtualPhone, line: Line, press: str, status: str
) -> None:
    line.will(shows(), says(CHALLENGE_BODY), shows(status=status))
    assert getattr(phone, press)(CHALLENGE)["status"] == status
    assert [(sent.method, sent.url) for sent in line.sent[1:]] == [
        (method, f"{ENTITY_URL}/Challenges/{CHALLENGE}") for method in ("GET", "POST", "GET")
    ]
    ((name, text),) = line.sent[2].form
    header, payload = line.read_jws(text)
    assert name == "AuthPayload"
    assert header == {"typ": "JWT", "alg": "ES256"}
    assert list(payload) == FIELDS.split(",")
    assert payload == {**{field: CHALLENGE_BODY[field] for field in FIELDS.split(",")}, "status": status}


def test_the_status_is_signed_even_if_it_is_not_named(phone: VirtualPhone, line: Line) -> None:
    line.will(shows("sid"), says(CHALLENGE_BODY), shows(status="approved"))
    phone.approve(CHALLENGE)
    assert line.read_jws(line.sent[2].form[0][1])[1] == {"sid": CHALLENGE, "status": "approved"}


def test_metadata_goes_along_as_json(phone: VirtualPhone, line: Line) -> None:
    """twilio.com/docs/verify/api/challenge, Metadata: added by the device."""
    line.will(shows(), says(CHALLENGE_BODY), shows(status="denied"))
    phone.deny(CHALLENGE, metadata={"os": "Android", "Ort": "Köln"})
    assert json.loads(dict(line.sent[2].form)["Metadata"]) == {"os": "Android", "Ort": "Köln"}


REFUSED: list[tuple[Reply, str]] = [
    (shows(factor_sid="YF" + "0" * 32), f"Challenge {CHALLENGE} is for another factor."),
    (shows(status="expired"), f"Challenge {CHALLENGE} is expired, no longer pending."),
    (shows(status="approved"), f"Challenge {CHALLENGE} is approved, no longer pending."),
    (shows(status="denied"), f"Challenge {CHALLENGE} is denied, no longer pending."),
    (says(CHALLENGE_BODY), f"Challenge {CHALLENGE} came without Twilio-Verify-Signature-Fields."),
    (shows(""), f"Challenge {CHALLENGE} came without Twilio-Verify-Signature-Fields."),
    (shows("sid,a,b"), f"Challenge {CHALLENGE} is to be signed with a, b, which it lacks."),
    (shows("sid, status"), f"Challenge {CHALLENGE} is to be signed with  status, which it lacks."),
]


@pytest.mark.parametrize(("reply", "reason"), REFUSED, ids=[reason[36:] for _, reason in REFUSED])
@pytest.mark.parametrize("press", ["approve", "deny"])
def test_what_the_sdks_would_not_answer_is_not_answered(
    phone: VirtualPhone, line: Line, reply: Reply, reason: str, press: str
) -> None:
    line.will(reply)
    with pytest.raises(ChallengeRefused) as raised:
        getattr(phone, press)(CHALLENGE)
    assert str(raised.value) == raised.value.message == reason
    assert (raised.value.status, raised.value.code) == (None, None)
    assert [sent.method for sent in line.sent[1:]] == ["GET"]


def test_a_signature_that_is_not_accepted_is_told_as_twilios_error(phone: VirtualPhone, line: Line) -> None:
    """twilio.com/docs/api/errors/60324."""
    line.will(shows(), refuses(403, 60324, "Challenge verification failed", Date=formatdate(NOW)))
    with pytest.raises(PhoneError, match=r"^403/60324: Challenge verification failed$") as raised:
        phone.approve(CHALLENGE)
    assert not isinstance(raised.value, ChallengeRefused)
    assert len(line.sent) == 3


def test_an_answer_that_changed_nothing_is_an_error(phone: VirtualPhone, line: Line) -> None:
    line.will(shows(), says(CHALLENGE_BODY), shows())
    with pytest.raises(PhoneError, match=f"^Challenge {CHALLENGE} is pending, not approved\\.$"):
        phone.approve(CHALLENGE)
