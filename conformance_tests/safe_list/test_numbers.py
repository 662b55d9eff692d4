"""Putting numbers on the Safe List and taking them off again."""

import json
import re

import pytest

from conformance_tests.refusals import (
    METHOD_NOT_ALLOWED,
    ON_SAFE_LIST,
    TOO_MANY_REQUESTS,
    assert_refused,
    invalid,
    missing,
    not_found,
    refused,
)
from conformance_tests.safe_list.listing import NUMBERS, SafeList

pytestmark = pytest.mark.needs("safe_list")
of_its_own = pytest.mark.needs("accounts")

NUMBER = "+12025550143"
ESCAPED = NUMBER.replace("+", "%2B")


def test_a_listed_number_is_answered_with_201_and_these_members(safe_list: SafeList) -> None:
    """Source: twilio.com/docs/verify/api/safe-list (documented)."""
    answer = safe_list.add(NUMBER)
    assert answer.status_code == 201
    body = json.loads(answer.text)
    assert list(body) == ["sid", "phone_number", "url"]
    assert re.fullmatch(r"GN[0-9a-f]{32}", body["sid"])
    assert body["phone_number"] == NUMBER


def test_the_url_of_a_number_ends_with_a_bare_plus(safe_list: SafeList) -> None:
    """Source: the examples in the OpenAPI file of Verify (documented)."""
    assert safe_list.add(NUMBER).json()["url"] == f"{safe_list.http.origin}{NUMBERS}/{NUMBER}"


def test_a_fetch_answers_what_the_create_did(safe_list: SafeList) -> None:
    """Source: twilio.com/docs/verify/api/safe-list (documented)."""
    added = safe_list.add(NUMBER)
    fetched = safe_list.http.get(f"{NUMBERS}/{NUMBER}")
    assert (fetched.status_code, fetched.text) == (200, added.text)


def test_a_plus_may_be_escaped(safe_list: SafeList) -> None:
    """Source: PHP's and Java's SDKs and the CLI send %2B, the others a bare + (observed)."""
    added = safe_list.add(NUMBER)
    assert safe_list.http.get(f"{NUMBERS}/{ESCAPED}").json() == added.json()
    assert safe_list.remove(NUMBER, ESCAPED).status_code == 204


def test_a_number_is_listed_once(safe_list: SafeList) -> None:
    """Source: twilio.com/docs/api/errors/60411 (documented)."""
    first = safe_list.add(NUMBER)
    with refused(ON_SAFE_LIST):
        safe_list.client.verify.v2.safelist.create(phone_number=NUMBER)
    assert safe_list.client.verify.v2.safelist(NUMBER).fetch().sid == first.json()["sid"]


def test_a_number_that_was_taken_off_is_gone(safe_list: SafeList) -> None:
    """Source: twilio.com/docs/verify/api/safe-list (documented)."""
    safe_list.add(NUMBER)
    answer = safe_list.remove(NUMBER)
    assert (answer.status_code, answer.content) == (204, b"")
    path = f"{NUMBERS}/{NUMBER}"
    assert_refused(safe_list.http.get(path), not_found(path))
    assert_refused(safe_list.remove(NUMBER), not_found(path))


@of_its_own
def test_a_number_that_was_taken_off_may_be_listed_again(safe_list: SafeList) -> None:
    """Source: twilio.com/docs/verify/api/safe-list (inferred)."""
    first = safe_list.add(NUMBER).json()
    assert safe_list.client.verify.v2.safelist(NUMBER).delete() is True
    assert safe_list.add(NUMBER).json()["sid"] != first["sid"]


def test_a_number_is_needed(safe_list: SafeList) -> None:
    """Source: the wording was seen for other parameters, 2025-02 (inferred)."""
    assert_refused(safe_list.http.post(NUMBERS), missing("PhoneNumber"))
    assert_refused(safe_list.add(""), missing("PhoneNumber"))


@of_its_own
@pytest.mark.parametrize(
    "number", ["12025550143", "+1", "+0", "2025550143", "+1 202 555 0143", "+1202555014x", "all", "+1202555*"]
)
def test_what_is_no_number_is_refused(safe_list: SafeList, number: str) -> None:
    """Source: twilio.com/docs/api/errors/60200 (inferred)."""
    assert_refused(safe_list.add(number), invalid("PhoneNumber"))


@of_its_own
@pytest.mark.parametrize("number", ["+12025550144", "12025550143", "GN" + "0" * 32, "nobody", "%20"])
def test_a_number_that_is_not_listed_is_not_found(safe_list: SafeList, number: str) -> None:
    """Source: twilio.com/docs/verify/api/safe-list: 404 (documented)."""
    safe_list.add(NUMBER)
    path = f"{NUMBERS}/{number}"
    assert_refused(safe_list.http.get(path), not_found(path))
    assert_refused(safe_list.http.delete(path), not_found(path))


@of_its_own
def test_the_list_itself_cannot_be_read(safe_list: SafeList) -> None:
    """Source: the OpenAPI file of Verify has no list (inferred)."""
    assert_refused(safe_list.http.get(NUMBERS), METHOD_NOT_ALLOWED)


@of_its_own
def test_the_31st_request_of_a_minute_is_refused(safe_list: SafeList) -> None:
    """Source: twilio.com/docs/verify/api/safe-list: 30 a minute; its error is not named (guess)."""
    safe_list.add(NUMBER)
    for _ in range(29):
        assert safe_list.http.get(f"{NUMBERS}/{NUMBER}").status_code == 200
    refusal = safe_list.http.get(f"{NUMBERS}/{NUMBER}")
    assert_refused(refusal, TOO_MANY_REQUESTS)
    assert 1 <= int(refusal.headers["Retry-After"]) <= 60
    safe_list.forget()
