"""A phone makes, verifies, changes and deletes its factor. Source of all, unless a test names another:
twilio-verify-android and -ios."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from harness.phone_line import (
    ACCOUNT,
    AGENT,
    BASE,
    CHALLENGE,
    ENTITY_URL,
    FACTOR,
    FACTOR_BODY,
    FORM,
    IDENTITY,
    NOW,
    SERVICE,
    Line,
    Reply,
    dated,
    refuses,
    register,
    says,
    without,
)

from verify_emulator import __version__
from verify_emulator.virtual_phone import PhoneError, VirtualPhone


def test_registering_sends_a_fresh_key_under_the_access_token(line: Line) -> None:
    assert register(VirtualPhone(BASE, line), line) == FACTOR_BODY
    (sent,) = line.sent
    assert (sent.method, sent.url) == ("POST", f"{ENTITY_URL}/Factors")
    assert sent.headers == {
        "User-Agent": AGENT,
        "Authorization": "Basic " + b64encode(b"token:an.access.token").decode(),
        "Accept": "application/json",
        "Content-Type": FORM,
    }
    key = dict(sent.form)["Binding.PublicKey"]
    assert sent.form == [
        ("FriendlyName", "Virtual phone"),
        ("FactorType", "push"),
        ("Binding.Alg", "ES256"),
        ("Binding.PublicKey", key),
        ("Config.AppId", "com.example.virtualphone"),
        ("Config.NotificationPlatform", "none"),
        ("Config.SdkVersion", __version__),
    ]
    assert len(key) == 124
    assert line.public_key.key_size == 256


def test_a_notification_token_is_sent_when_there_is_one(line: Line) -> None:
    token = "t" * 32
    register(
        VirtualPhone(BASE + "/", line),
        line,
        friendly_name="Jürgens & Söhne+",
        app_id="com.example.app",
        notification_platform="fcm",
        notification_token=token,
    )
    form = dict(line.sent[0].form)
    assert line.sent[0].url == f"{ENTITY_URL}/Factors"
    assert (form["FriendlyName"], form["Config.AppId"]) == ("Jürgens & Söhne+", "com.example.app")
    assert (form["Config.NotificationPlatform"], form["Config.NotificationToken"]) == ("fcm", token)


def test_an_identity_stays_one_segment_of_the_path(line: Line) -> None:
    line.will(says(FACTOR_BODY, 201))
    VirtualPhone(BASE, line).register("t", service_sid=SERVICE, identity="a/b ?#é")
    assert line.sent[0].url.endswith("/Entities/a%2Fb%20%3F%23%C3%A9/Factors")


def test_every_registration_has_a_key_of_its_own(phone: VirtualPhone, line: Line) -> None:
    register(phone, line)
    first, second = (dict(sent.form)["Binding.PublicKey"] for sent in line.sent)
    assert first != second


def test_a_refused_registration_tells_twilios_error(line: Line) -> None:
    """It is not sent again: an access token does not depend on the phone's clock."""
    phone = VirtualPhone(BASE, line)
    line.will(refuses(401, 20003, "Authenticate", Date=formatdate(NOW), X_Emulator_Hint="It has expired."))
    with pytest.raises(PhoneError, match=r"^401/20003: Authenticate: It has expired\.$") as raised:
        phone.register("a-secret", service_sid=SERVICE, identity=IDENTITY)
    error = raised.value
    assert (error.status, error.code, error.message, error.hint) == (
        401,
        20003,
        "Authenticate",
        "It has expired.",
    )
    assert len(line.sent) == 1
    assert phone.factor_sid is None


@pytest.mark.parametrize(
    "path",
    ["sid", "friendly_name", "account_sid", "date_created", "status", "config", "config.credential_sid"],
)
def test_a_factor_that_the_sdks_could_not_read_is_an_error(path: str, line: Line) -> None:
    phone = VirtualPhone(BASE, line)
    line.will(says(without(FACTOR_BODY, path), 201))
    with pytest.raises(PhoneError, match=f"^The answer has no {path}"):
        phone.register("t", service_sid=SERVICE, identity=IDENTITY)
    assert phone.factor_sid is None


def test_updating_needs_a_whole_factor_too(phone: VirtualPhone, line: Line) -> None:
    line.will(says(without(FACTOR_BODY, "config.credential_sid")))
    with pytest.raises(PhoneError, match=r"^The answer has no config\.credential_sid"):
        phone.update(friendly_name="x")


def test_verifying_signs_the_factor_sid(phone: VirtualPhone, line: Line) -> None:
    line.will(says({**FACTOR_BODY, "status": "verified"}))
    assert phone.verify()["status"] == "verified"
    sent = line.sent[1]
    assert (sent.method, sent.url) == ("POST", f"{ENTITY_URL}/Factors/{FACTOR}")
    ((name, proof),) = sent.form
    assert name == "AuthPayload"
    line.public_key.verify(b64decode(proof, validate=True), FACTOR.encode("ascii"), ec.ECDSA(SHA256()))


def test_an_update_sends_what_is_given(phone: VirtualPhone, line: Line) -> None:
    line.will(says(FACTOR_BODY), says(FACTOR_BODY))
    phone.update(friendly_name="Other")
    phone.update(notification_platform="apn", notification_token="t" * 32)
    assert [(sent.method, sent.url) for sent in line.sent[1:]] == [
        ("POST", f"{ENTITY_URL}/Factors/{FACTOR}")
    ] * 2
    assert line.sent[1].form == [("FriendlyName", "Other"), ("Config.SdkVersion", __version__)]
    assert line.sent[2].form == [
        ("Config.NotificationPlatform", "apn"),
        ("Config.NotificationToken", "t" * 32),
        ("Config.SdkVersion", __version__),
    ]


GONE: list[list[Reply]] = [
    [(204, {}, b"")],
    [refuses(404, 20404, "gone")],
    [dated(1), dated(2)],
    [dated(1), (204, {}, b"")],
]


@pytest.mark.parametrize("replies", GONE, ids=["deleted", "not found", "401 twice", "401 once"])
def test_a_factor_that_is_gone_is_deleted(phone: VirtualPhone, line: Line, replies: list[Reply]) -> None:
    line.will(*replies)
    phone.delete()
    sent = line.sent[1]
    assert (sent.method, sent.url, sent.body) == ("DELETE", f"{ENTITY_URL}/Factors/{FACTOR}", b"")
    assert set(sent.headers) == {"User-Agent", "Authorization"}
    assert line.read_token(1)[1]["sub"] == ACCOUNT
    assert phone.factor_sid is None
    assert line.replies == []


def test_a_factor_that_was_not_deleted_is_kept(phone: VirtualPhone, line: Line) -> None:
    line.will(refuses(429, 20429, "Too many requests"))
    with pytest.raises(PhoneError, match=r"^429/20429"):
        phone.delete()
    assert phone.factor_sid == FACTOR


NEEDS_A_FACTOR: list[Callable[[VirtualPhone], Any]] = [
    lambda phone: phone.verify(),
    lambda phone: phone.update(friendly_name="x"),
    lambda phone: phone.delete(),
    lambda phone: phone.challenges(),
    lambda phone: phone.wait_for_challenge(0),
    lambda phone: phone.fetch(CHALLENGE),
    lambda phone: phone.approve(CHALLENGE),
    lambda phone: phone.deny(CHALLENGE),
]


@pytest.mark.parametrize("ask", NEEDS_A_FACTOR)
def test_a_phone_without_a_factor_says_so(ask: Callable[[VirtualPhone], Any], line: Line) -> None:
    """Our contract."""
    with pytest.raises(PhoneError, match=r"^The phone has no factor: register it first\.$"):
        ask(VirtualPhone(BASE, line))
    assert line.sent == []
