"""Parameters that carry JSON, and the text of JSON values."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.errors import TwilioError
from verify_emulator.verify.rules.details import (
    DetailField,
    EntityPageParams,
    EntityParams,
    Texts,
    as_text,
)

MAX_MAP, MAX_LABEL, MAX_VALUE = 1024, 36, 128


class Sample(EntityParams):
    texts: Texts | None = None
    fields: tuple[DetailField, ...] = ()


def texts(text: str) -> dict[str, str] | None:
    return Sample.parse([("Texts", text)]).texts


def field(text: str) -> dict[str, str]:
    return Sample.parse([("Fields", text)]).fields[0]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.dictionaries(TEXT, TEXT, max_size=5))
def test_a_map_of_texts_is_read_as_it_is(value: dict[str, str]) -> None:
    """twilio-oai: a stringified JSON with only string values, of up to 1024 characters."""
    sent = json.dumps(value, ensure_ascii=False)
    if len(sent) <= MAX_MAP:
        assert texts(sent) == value


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "null",
        "true",
        "0",
        '"a"',
        "[]",
        '[{"a":"b"}]',
        '{"a":1}',
        '{"a":1.5}',
        '{"a":null}',
        '{"a":false}',
        '{"a":[]}',
        '{"a":{}}',
        '{"a":"b","c":1}',
        '{"a":NaN}',
        '{"a":"b"}x',
        '{"a":"\\ud800"}',
        '{"a":' * 170,
        " " * 1023 + "{}",
    ],
)
def test_anything_else_is_no_map_of_texts(text: str) -> None:
    """twilio.com/docs/api/errors/60306."""
    with pytest.raises(TwilioError, match="60306"):
        texts(text)


def test_a_map_has_up_to_1024_characters_as_it_was_sent() -> None:
    """twilio-oai. Our contract, a guess: it is the text that was sent that is measured, in characters."""
    longest = '{"é":"' + "é" * (MAX_MAP - 8) + '"}'
    assert len(longest) == MAX_MAP
    assert texts(longest) == {"é": "é" * (MAX_MAP - 8)}
    with pytest.raises(TwilioError, match="60306"):
        texts(longest + " ")


@pytest.mark.parametrize(
    ("label", "value"), [("a", "b"), ("x" * MAX_LABEL, "y" * MAX_VALUE), (" ", " "), ("é" * 36, "😀" * 128)]
)
def test_a_field_has_a_label_and_a_value(label: str, value: str) -> None:
    """twilio-oai: up to 36 and 128 characters."""
    assert field(json.dumps({"value": value, "label": label})) == {"label": label, "value": value}
    assert list(field(json.dumps({"value": value, "label": label}))) == ["label", "value"]


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"label": "a"},
        {"value": "b"},
        {"label": "a", "value": "b", "more": "c"},
        {"Label": "a", "Value": "b"},
        {"label": "", "value": "b"},
        {"label": "a", "value": ""},
        {"label": "x" * (MAX_LABEL + 1), "value": "b"},
        {"label": "a", "value": "x" * (MAX_VALUE + 1)},
        {"label": 1, "value": "b"},
        {"label": "a", "value": None},
        {"label": ["a"], "value": "b"},
        [],
        ["label", "value"],
        "label",
        None,
        1,
    ],
)
def test_anything_else_is_no_field(value: Any) -> None:
    """twilio.com/docs/api/errors/60306."""
    with pytest.raises(TwilioError, match="60306"):
        field(json.dumps(value))


@pytest.mark.parametrize("text", ["", "x", "{", "[" * 500])
def test_what_is_no_json_is_no_field(text: str) -> None:
    """twilio.com/docs/api/errors/60306."""
    with pytest.raises(TwilioError, match="60306"):
        field(text)


def test_values_that_are_read_already_pass() -> None:
    """Our contract: the types can stand in models that are not made from forms."""
    ready = {"label": "a", "value": "b"}
    sample = Sample.model_validate({"Texts": {"a": "b"}, "Fields": [ready]})
    assert (sample.texts, sample.fields) == ({"a": "b"}, (ready,))


def test_bad_pages_are_invalid_requests() -> None:
    """twilio.com/docs/api/errors/60306."""
    with pytest.raises(TwilioError, match="60306"):
        EntityPageParams.parse([("PageSize", "0")])


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), ({}, "{}"), ({"a": "é"}, '{"a":"é"}'), ({"fields": []}, '{"fields":[]}')]
)
def test_a_json_value_is_told_as_text(value: Any, text: str) -> None:
    """docs/verify/api/webhooks: events are parameters. Our contract, a guess: JSON in them is text."""
    assert as_text(value) == text
