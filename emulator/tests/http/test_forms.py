"""Forms and queries as pairs of names and values."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.http.bodies import parse_form, parse_pairs

TYPE = b"application/x-www-form-urlencoded"


@given(st.lists(st.tuples(st.text(), st.text())))
def test_what_was_encoded_is_read(pairs: list[tuple[str, str]]) -> None:
    """url.spec.whatwg.org, application/x-www-form-urlencoded."""
    encodable = [
        pair for pair in pairs if not any("\ud800" <= letter <= "\udfff" for letter in "".join(pair))
    ]
    named = [(name, value) for name, value in encodable if name or value]
    assert parse_pairs(urlencode(named).encode()) == named


@given(st.text(alphabet="ab=&+%0aF;é", max_size=40))
def test_anything_else_is_read_as_the_standard_library_reads_it(text: str) -> None:
    """urllib.parse.parse_qsl, which keeps what it cannot decode."""
    expected = parse_qsl(text, keep_blank_values=True, errors="replace")
    assert parse_pairs(text.encode()) == expected


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        (b"", []),
        (b"&&", []),
        (b"a", [("a", "")]),
        (b"a=", [("a", "")]),
        (b"=b", [("", "b")]),
        (b"a=b=c", [("a", "b=c")]),
        (b"a=1&a=2&b=3&a=4", [("a", "1"), ("a", "2"), ("b", "3"), ("a", "4")]),
        (b"To=%2B1+2%202", [("To", "+1 2 2")]),
        (b"a=%zz%4", [("a", "%zz%4")]),
        (b"a=%ff\xfe", [("a", "\ufffd\ufffd")]),
        (b"a=%C3%A9\xc3\xa9", [("a", "éé")]),
    ],
)
def test_pairs_are_read_in_their_order(body: bytes, pairs: list[tuple[str, str]]) -> None:
    """Runs of the SDKs; what is no UTF-8 is replaced."""
    assert parse_pairs(body) == parse_form(body, TYPE) == pairs
