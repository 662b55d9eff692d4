"""X-Twilio-Signature, held against the validator of Twilio's own SDK."""

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from verify_emulator.outbox.signature import sign_form, sign_json, with_body_hash

TOKEN = "12345"
CALL = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+12349013030"),
    ("Digits", "1234"),
    ("From", "+12349013030"),
    ("To", "+18005551212"),
]

Fields = list[tuple[str, str]]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
fields = st.lists(st.tuples(texts, texts), max_size=8)
tokens = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
parts = st.text(max_size=8).map(lambda text: quote(text, errors="replace"))
credentials = st.sampled_from(["", "user:pass@", "user:p%40ss@", "user@"])
places = st.builds(
    "{}{}/{}{}".format,
    st.sampled_from(["example.com", "127.0.0.1", "localhost", "[::1]"]),
    st.sampled_from(["", ":80", ":443", ":3000"]),
    parts,
    st.one_of(
        st.just(""),
        st.lists(st.tuples(texts, texts), min_size=1, max_size=3).map(lambda q: "?" + urlencode(q)),
    ),
)


class Form:
    """Fields as web frameworks hand them to the validator: each name with all its values."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields

    def __iter__(self) -> object:
        return iter([name for name, _ in self._fields])

    def __bool__(self) -> bool:
        return bool(self._fields)

    def getlist(self, name: str) -> list[str]:
        return [value for other, value in self._fields if other == name]


def is_valid(token: str, url: str, params: object, signature: str) -> bool:
    return bool(RequestValidator(token).validate(url, params, signature))


def test_the_example_of_twilios_page() -> None:
    """twilio.com/docs/usage/webhooks/webhooks-security."""
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sign_form(TOKEN, url, CALL) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
    assert sign_form(TOKEN, url, reversed(CALL)) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


def test_the_body_hash_of_twilios_example() -> None:
    """twilio.com/docs/usage/webhooks/webhooks-security: the snippet for JSON bodies."""
    body = b'{"CallSid":"CA1234567890ABCDE","Caller":"+12349013030"}'
    digest = "5ccde7145dfb8f56479710896586cb9d5911809d83afbe34627818790db0aec9"
    assert (
        with_body_hash("https://example.com/myapp", body) == f"https://example.com/myapp?bodySHA256={digest}"
    )


@given(tokens, st.sampled_from(["http", "https"]), credentials, places, fields)
def test_every_form_is_valid_at_the_url_that_its_receiver_sees(
    token: str, scheme: str, credentials: str, place: str, fields: Fields
) -> None:
    """twilio-python 9.13.0: repeated fields, Unicode, queries, ports given, left out and usual."""
    signature = sign_form(token, f"{scheme}://{credentials}{place}#fragment", fields)
    assert is_valid(token, f"{scheme}://{place}", Form(fields), signature)
    assert not is_valid(token, f"{scheme}://{place}", Form([*fields, ("more", "")]), signature)


@given(tokens, st.sampled_from(["http", "https"]), credentials, places, texts)
def test_every_json_body_is_valid_at_the_url_that_its_receiver_sees(
    token: str, scheme: str, credentials: str, place: str, body: str
) -> None:
    """twilio-python 9.13.0: the URL carries the hash and nothing else is signed."""
    url = with_body_hash(f"{scheme}://{credentials}{place}#fragment", body.encode())
    signature = sign_json(token, url)
    seen = url.replace(credentials, "", 1)
    assert is_valid(token, seen, body, signature)
    assert not is_valid(token, seen, body + " ", signature)
    assert not is_valid(token + "x", seen, body, signature)


@pytest.mark.parametrize(
    ("events", "same"),
    [
        (["a", "b"], ["b", "a"]),
        (["a", "b"], ["a", "b", "a"]),
    ],
)
def test_neither_order_nor_number_of_equal_values_matters(events: list[str], same: list[str]) -> None:
    """twilio-python 9.13.0: duplicate values of a name count once, sorted."""
    first, second = ([("event_types", event) for event in several] for several in (events, same))
    assert sign_form(TOKEN, "http://h/", first) == sign_form(TOKEN, "http://h/", second)
    assert is_valid(TOKEN, "http://h/", Form(second), sign_form(TOKEN, "http://h/", first))


def test_a_url_without_a_path_is_signed_as_it_is_requested() -> None:
    """RFC 9112, 3.2.1: an empty path is sent as a slash."""
    assert is_valid(
        TOKEN, "http://example.com:3000/", Form(CALL), sign_form(TOKEN, "http://example.com:3000", CALL)
    )


def test_half_a_surrogate_pair_is_signed_as_the_question_mark_that_is_sent() -> None:
    """Our contract: no text can break a delivery."""
    assert sign_form(TOKEN, "http://h/", [("a", "\ud800")]) == sign_form(TOKEN, "http://h/", [("a", "?")])
