"""Notifications: a challenge brought to a phone once more."""

from typing import Any

import pytest
from harness.enrolment import IDENTITY, Person, Record, advance
from harness.handset import Handset
from harness.local import ACCOUNT, SERVICE, Local

INVALID = (400, 60306, "Invalid Request")


def notify(person: Person, challenge: Record, **form: Any) -> Any:
    return person.post(f"/Challenges/{challenge['sid']}/Notifications", form)


def test_a_notification_is_answered_as_twilio_does(person: Person) -> None:
    """twilio-oai, example of CreateNotification; there is no url and no other verb."""
    factor = person.verified_push()
    challenge = person.challenged(factor)
    answer = notify(person, challenge)
    sid = answer.json["sid"]
    assert (answer.status, sid[:2], len(sid)) == (201, "NT", 34)
    assert list(answer.json.items()) == [
        ("sid", sid),
        ("account_sid", ACCOUNT),
        ("service_sid", SERVICE),
        ("entity_sid", factor["entity_sid"]),
        ("identity", IDENTITY),
        ("challenge_sid", challenge["sid"]),
        ("date_created", "2026-01-02T03:04:05Z"),
        ("priority", "high"),
        ("ttl", 300),
    ]
    assert person.get(f"/Challenges/{challenge['sid']}").json == challenge
    for path, status in (("", 405), (f"/{sid}", 404)):
        assert person.get(f"/Challenges/{challenge['sid']}/Notifications{path}").status == status


@pytest.mark.parametrize(("ttl", "shown"), [("0", 0), ("1", 1), ("300", 300), ("", 300)])
def test_a_good_ttl_is_shown(person: Person, ttl: str, shown: int) -> None:
    """twilio-oai: 0 to 300 seconds, 300 by default."""
    assert notify(person, person.challenged(person.verified_push()), Ttl=ttl).json["ttl"] == shown


@pytest.mark.parametrize("ttl", ["-1", "301", "1.5", "soon", "9" * 40, "٣٠٠", "\0"])
def test_a_bad_ttl_is_refused_and_does_not_count(person: Person, ttl: str) -> None:
    """twilio.com/docs/api/errors/60306."""
    challenge = person.challenged(person.verified_push())
    for _ in range(4):
        assert notify(person, challenge, Ttl=ttl).refusal == INVALID
    assert notify(person, challenge).status == 201


@pytest.mark.parametrize("limited", [True, False])
def test_a_challenge_has_up_to_three(person: Person, emulator: Local, limited: bool) -> None:
    """twilio.com/docs/api/errors/60309; it belongs to the challenge and not to the limits that can be lifted."""
    emulator.allow(rate_limits=limited)
    factor = person.verified_push()
    challenge, other = person.challenged(factor), person.challenged(factor)
    assert [notify(person, challenge).status for _ in range(3)] == [201] * 3
    expected = (429, 60309, "Push notifications limit reached for a Challenge")
    assert notify(person, challenge).refusal == expected
    assert notify(person, other).status == 201
    assert person.respond(Handset(), challenge).json["status"] == "approved"


def test_no_notification_spoils_an_answer_under_way(person: Person) -> None:
    """The push SDKs sign what they fetched; a notification in between changes nothing of that."""
    challenge = person.challenged(person.verified_push())
    asked = person.get(f"/Challenges/{challenge['sid']}")
    notify(person, challenge)
    payload = Handset().response(asked.json, asked.headers["twilio-verify-signature-fields"])
    assert person.answer(challenge, payload).json["status"] == "approved"


def test_a_phone_that_takes_no_notifications_gets_none(person: Person) -> None:
    """twilio.com/docs/api/errors/60307."""
    form = {"Config.NotificationPlatform": "none"}
    factor = person.verified_push(Handset(), **form)
    challenge = person.challenged(factor)
    expected = (400, 60307, "Cannot resend push notifications to 'none' notification platform")
    assert notify(person, challenge).refusal == expected
    person.post(f"/Factors/{factor['sid']}", {"Config.NotificationPlatform": "fcm"})
    assert notify(person, challenge).status == 201


def test_there_is_no_notification_without_push(person: Person) -> None:
    """Our contract, a guess: 60306."""
    assert notify(person, person.challenged(person.verified_totp())).refusal == INVALID


@pytest.mark.parametrize("end", ["approved", "denied", "expired"])
def test_a_challenge_that_has_ended_is_refused_as_an_answer_would_be(
    person: Person, emulator: Local, end: str
) -> None:
    """twilio.com/docs/api/errors/60322, /60323. Our contract, a guess: they hold here, too."""
    challenge = person.challenged(person.verified_push())
    if end == "expired":
        advance(emulator, 300)
    else:
        person.respond(Handset(), challenge, end)
    expected = (60323, "Challenge expired") if end == "expired" else (60322, "Challenge already responded")
    assert notify(person, challenge).refusal == (403, *expected)


def test_nobody_is_notified_once_the_factor_is_deleted(person: Person) -> None:
    """Our contract, a guess: 404, as for an answer."""
    factor = person.verified_push()
    challenge = person.challenged(factor)
    person.delete(f"/Factors/{factor['sid']}")
    path = f"{person.path}/Challenges/{challenge['sid']}/Notifications"
    assert notify(person, challenge).refusal == (404, 20404, f"The requested resource {path} was not found")


def test_a_challenge_that_is_not_there_is_not_found(person: Person) -> None:
    """twilio.com/docs/api/errors/20404."""
    person.totp()
    assert notify(person, {"sid": "YC" + "0" * 32}).refusal[:2] == (404, 20404)
