"""Access tokens: made, fetched while they hold, and read again from what a client sends."""

import json
import re
from base64 import urlsafe_b64decode
from typing import Any

import pytest
from harness.enrolment import IDENTITY, Person, advance
from harness.handset import Handset
from harness.local import ACCOUNT, SERVICE, Local
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.verify.access_tokens import AccessToken, read

TOKENS = f"/v2/Services/{SERVICE}/AccessTokens"
BAD_PARAMETERS = (400, 60305, "Access Token parameters are invalid")
USUAL = {"Identity": IDENTITY, "FactorType": "push"}


def test_an_access_token_is_answered_as_twilio_does(person: Person, emulator: Local) -> None:
    """twilio-oai, example of CreateAccessToken."""
    answer = emulator.post(TOKENS, {**USUAL, "FactorFriendlyName": "John Doe iPhone", "Ttl": "300"})
    body = answer.json
    assert (answer.status, body["sid"][:2], len(body["sid"])) == (201, "YK", 34)
    assert list(body.items()) == [
        ("sid", body["sid"]),
        ("account_sid", ACCOUNT),
        ("service_sid", SERVICE),
        ("entity_identity", IDENTITY),
        ("factor_type", "push"),
        ("factor_friendly_name", "John Doe iPhone"),
        ("ttl", 300),
        ("date_created", "2026-01-02T03:04:05Z"),
        ("token", body["token"]),
        ("url", f"http://emulator.test{TOKENS}/{body['sid']}"),
    ]
    assert emulator.get(f"{TOKENS}/{body['sid']}").json == body
    assert person.get().status == 404  # no entity is made for it


def test_a_token_looks_like_twilios(person: Person) -> None:
    """twilio-oai: a JWE in five parts, the second empty, whose header is public."""
    header, key, *rest = person.access_token()["token"].split(".")
    assert json.loads(urlsafe_b64decode(header + "==")) == {
        "zip": "DEF",
        "kid": "SAS_S3___KMS_v1",
        "cty": "twilio-fpa;v=1",
        "enc": "A256GCM",
        "alg": "dir",
    }
    assert key == ""
    assert [bool(re.fullmatch(r"[\w-]{16,}", part, re.ASCII)) for part in rest] == [True] * 3


def test_no_two_tokens_are_alike(person: Person) -> None:
    """Our contract."""
    tokens = [person.access_token() for _ in range(5)]
    for name in ("sid", "token"):
        assert len({token[name] for token in tokens}) == 5


@pytest.mark.parametrize(
    ("name", "value", "place", "expected"),
    [
        ("Ttl", "60", "ttl", 60),
        ("Ttl", "300", "ttl", 300),
        ("Ttl", "", "ttl", 60),
        ("FactorFriendlyName", "x" * 64, "factor_friendly_name", "x" * 64),
        ("FactorFriendlyName", "", "factor_friendly_name", None),
        ("Identity", "z" * 64, "entity_identity", "z" * 64),
    ],
)
def test_a_good_value_is_kept(emulator: Local, name: str, value: str, place: str, expected: Any) -> None:
    """twilio-oai: Ttl from 60 to 300, 60 by default."""
    assert emulator.post(TOKENS, {**USUAL, name: value}).json[place] == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Identity", None),
        ("Identity", ""),
        ("Identity", "short"),
        ("Identity", "a@example.com"),
        ("FactorType", None),
        ("FactorType", ""),
        ("FactorType", "totp"),
        ("FactorType", "passkeys"),
        ("FactorType", "PUSH"),
        ("FactorFriendlyName", "x" * 65),
        ("Ttl", "59"),
        ("Ttl", "301"),
        ("Ttl", "-60"),
        ("Ttl", "60.0"),
        ("Ttl", "soon"),
        ("Ttl", "9" * 5000),
        ("Identity", "\0" * 8),
        ("Identity", "[" * 50_000),
    ],
    ids=lambda text: ascii(text)[:16],
)
def test_whatever_is_missing_or_bad_has_one_error(emulator: Local, name: str, value: str | None) -> None:
    """twilio.com/docs/api/errors/60305. Our contract, a guess: a bad value is 60305, too."""
    form = {key: text for key, text in {**USUAL, name: value}.items() if text is not None}
    assert emulator.post(TOKENS, form).refusal == BAD_PARAMETERS


@pytest.mark.parametrize("ttl", [60, 300])
def test_a_token_can_be_fetched_while_it_holds(person: Person, emulator: Local, ttl: int) -> None:
    """Changelog of 2022-01-26. Our contract, a guess: afterwards it is not found."""
    token = person.access_token(Ttl=ttl)
    path = f"{TOKENS}/{token['sid']}"
    advance(emulator, ttl - 0.001)
    assert emulator.get(path).json == token
    advance(emulator, 0.001)
    assert emulator.get(path).refusal == (404, 20404, f"The requested resource {path} was not found")


def test_a_token_of_another_service_or_account_is_not_found(person: Person, emulator: Local) -> None:
    """twilio.com/docs/api/errors/20404."""
    token = person.access_token()
    other = emulator.service()
    assert emulator.get(f"/v2/Services/{other}/AccessTokens/{token['sid']}").status == 404
    emulator.account, emulator.token = "AC" + "1" * 32, "other"
    assert emulator.get(f"{TOKENS}/{token['sid']}").status == 404


def test_there_is_no_list_and_no_deletion(person: Person, emulator: Local) -> None:
    """twilio-oai."""
    token = person.access_token()
    assert emulator.get(TOKENS).refusal[:2] == (405, 20004)
    assert emulator.send("DELETE", f"{TOKENS}/{token['sid']}").refusal[:2] == (405, 20004)


def test_tokens_that_have_expired_make_way(person: Person, emulator: Local) -> None:
    """Our contract: memory stays bounded."""
    for _ in range(4):
        person.access_token()
    advance(emulator, 60)
    for _ in range(2):
        person.access_token()
    with emulator.app.store.transaction(ACCOUNT) as session:
        assert session.count(AccessToken, SERVICE) == 2


def test_a_token_says_whose_it_is(person: Person) -> None:
    """Our contract, a guess: in the clear, so that a device is found without credentials."""
    token = person.access_token()
    assert read(token["token"]) == (ACCOUNT, token["sid"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a.b.c",
        "a.b.c.d",
        "a.b.c.d.e.f",
        "....é.",
        "a.b.c.ключ.e",
        "a.b.c.a.e",
        "a.b.c._w.e",
        pytest.param(Handset().jws({}, {}), id="a device's JWT"),
    ],
)
def test_what_is_no_token_is_not_read(text: str) -> None:
    """Our contract: ValueError, whatever the text."""
    with pytest.raises(ValueError, match=r".*"):
        read(text)


@given(st.text(max_size=40) | st.lists(st.text(max_size=60), min_size=5, max_size=5).map(".".join))
def test_no_text_is_more_than_no_token(text: str) -> None:
    """Our contract: two texts, or ValueError."""
    try:
        account, sid = read(text)
    except ValueError:
        return
    assert len(account) <= 34
    assert isinstance(sid, str)
