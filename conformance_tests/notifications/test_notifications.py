"""Bringing a challenge to a phone's notice once more."""

import json
import re

import pytest

from conformance_tests.person import TOKEN, Person
from conformance_tests.refusals import (
    INVALID_REQUEST,
    METHOD_NOT_ALLOWED,
    NO_PUSH_PLATFORM,
    NOTIFICATION_LIMIT,
    assert_refused,
    not_found,
)
from conformance_tests.targets.wire import Wire
from verify_emulator.virtual_phone import VirtualPhone

MEMBERS = [
    "sid",
    "account_sid",
    "service_sid",
    "entity_sid",
    "identity",
    "challenge_sid",
    "date_created",
    "priority",
    "ttl",
]
LIMIT = 3


@pytest.fixture
def phone(person: Person) -> VirtualPhone:
    """A phone that takes notifications."""
    return person.phone(notification_platform="fcm", notification_token=TOKEN)


def path_of(person: Person, sid: str) -> str:
    return f"{person.path}/Challenges/{sid}/Notifications"


def test_a_notification_has_these_members_in_this_order(
    http: Wire, person: Person, phone: VirtualPhone
) -> None:
    """Source: the OpenAPI file of Verify, example of CreateNotification (documented)."""
    sid = person.ask(phone)
    answer = http.post(path_of(person, sid))
    assert answer.status_code == 201
    body = json.loads(answer.text)
    assert list(body) == MEMBERS
    assert re.fullmatch(r"NT[0-9a-f]{32}", body["sid"])
    assert (body["challenge_sid"], body["identity"]) == (sid, person.identity)
    assert (body["priority"], body["ttl"]) == ("high", 300)


@pytest.mark.parametrize("ttl", [0, 150, 300])
def test_a_notification_lasts_as_long_as_it_is_told(person: Person, phone: VirtualPhone, ttl: int) -> None:
    """Source: the OpenAPI file of Verify, Ttl: 0 to 300 seconds (documented)."""
    notifications = person.entity.challenges(person.ask(phone)).notifications
    assert notifications.create(ttl=ttl).ttl == ttl


@pytest.mark.parametrize("ttl", ["-1", "301", "soon"])
def test_a_bad_ttl_is_refused_and_does_not_count(
    http: Wire, person: Person, phone: VirtualPhone, ttl: str
) -> None:
    """Source: the OpenAPI file of Verify, Ttl; the error is the one around challenges (inferred)."""
    path = path_of(person, person.ask(phone))
    for _ in range(LIMIT + 1):
        assert_refused(http.post(path, {"Ttl": ttl}), INVALID_REQUEST)
    assert http.post(path).status_code == 201


def test_a_challenge_has_three_notifications(http: Wire, person: Person, phone: VirtualPhone) -> None:
    """Source: twilio.com/docs/api/errors/60309; that the very first does not count is a guess (documented)."""
    first, second = path_of(person, person.ask(phone)), path_of(person, person.ask(phone))
    for _ in range(LIMIT):
        assert http.post(first).status_code == 201
    assert_refused(http.post(first), NOTIFICATION_LIMIT)
    assert http.post(second).status_code == 201


@pytest.mark.charged
def test_a_notification_does_not_spoil_the_answer(http: Wire, person: Person, phone: VirtualPhone) -> None:
    """Source: twilio.com/docs/verify/api/challenge-notification (inferred)."""
    sid = person.ask(phone)
    http.post(path_of(person, sid))
    assert phone.approve(sid)["status"] == "approved"


def test_a_phone_without_notifications_gets_none(http: Wire, person: Person) -> None:
    """Source: twilio.com/docs/api/errors/60307; its HTTP status is a guess (documented)."""
    phone = person.phone(notification_platform="none")
    assert_refused(http.post(path_of(person, person.ask(phone))), NO_PUSH_PLATFORM)


def test_a_challenge_for_a_code_has_no_notifications(http: Wire, person: Person) -> None:
    """Source: no source (guess)."""
    challenge = person.challenge(person.verified_totp().sid)
    assert_refused(http.post(path_of(person, str(challenge.sid))), INVALID_REQUEST)


def test_notifications_cannot_be_read(http: Wire, person: Person, phone: VirtualPhone) -> None:
    """Source: the OpenAPI file of Verify has no such operation; the errors are those of other paths (inferred)."""
    path = path_of(person, person.ask(phone))
    sid = http.post(path).json()["sid"]
    assert_refused(http.get(path), METHOD_NOT_ALLOWED)
    assert_refused(http.get(f"{path}/{sid}"), not_found(f"{path}/{sid}"))


def test_a_challenge_that_is_not_there_has_none(http: Wire, person: Person) -> None:
    """Source: twilio.com/docs/api/errors/20404 (documented)."""
    person.totp()
    path = path_of(person, "YC" + "f" * 32)
    assert_refused(http.post(path), not_found(path))
