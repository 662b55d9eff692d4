"""Parameters that are refused in words of their own: RefusedWith, WHEN_MISSING and WHEN_BAD."""

from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import Field, StringConstraints, create_model

from verify_emulator.errors import (
    INVALID_PARAMETER,
    INVALID_REQUEST,
    MISSING_PARAMETER,
    TOKEN_PARAMETERS,
    UNIQUE_NAME_FORMAT,
    ErrorKind,
    TwilioError,
)
from verify_emulator.resources.params import MadeOf, Params, RefusedWith, Whole

Name = Annotated[str, StringConstraints(pattern="^[a-z]+$"), RefusedWith(UNIQUE_NAME_FORMAT)]


class Plain(Params):
    unique_name: Name
    size: Annotated[Whole, Field(ge=1)] = 1
    deep__kind: Annotated[Literal["a", "b"] | None, RefusedWith(INVALID_REQUEST)] = None


class Inherited(Plain):
    size: Annotated[Whole, Field(ge=1), RefusedWith(INVALID_REQUEST)] = 1


class OwnWords(Plain):
    WHEN_MISSING: ClassVar[ErrorKind] = TOKEN_PARAMETERS
    WHEN_BAD: ClassVar[ErrorKind] = INVALID_REQUEST


def refusal(params: type[Params], *form: tuple[str, str]) -> TwilioError:
    with pytest.raises(TwilioError) as refused:
        params.parse(form)
    return refused.value


def test_a_bad_value_has_the_error_it_was_marked_with() -> None:
    """twilio.com/docs/api/errors/60209, for one."""
    error = refusal(Plain, ("UniqueName", "A b"))
    assert error.kind is UNIQUE_NAME_FORMAT
    assert error.hint.startswith("UniqueName: ")


@pytest.mark.parametrize(
    ("kind", "value", "hint"),
    [
        (Annotated[str, StringConstraints(pattern="^a$")], "b", "Value: not of the form ^a$. Sent was b."),
        (
            Annotated[str, StringConstraints(pattern="^a$"), MadeOf("an a")],
            "b",
            "Value: not made of an a. Sent was b.",
        ),
        (Literal[1, 2], "3", "Value: none of 1 or 2. Sent was 3."),
        (float, "x", "Value: should be a valid number, unable to parse string as a number. Sent was x."),
        (str, 7, "Value: no text. Sent was 7."),
        (str, {"a": [None]}, 'Value: no text. Sent was {"a":[null]}.'),
        (
            Annotated[str, StringConstraints(min_length=1)],
            "",
            "Value: shorter than 1 characters. Sent was an empty text",
        ),
    ],
)
def test_what_is_wrong_and_what_was_sent_are_told(kind: Any, value: Any, hint: str) -> None:
    """Our contract: in our words, where we have any."""
    params = create_model("Odd", __base__=Params, value=(kind, ...))
    with pytest.raises(TwilioError) as refused:
        params._checked({"Value": value})
    assert refused.value.hint.startswith(hint)


def test_an_unmarked_value_has_the_usual_error() -> None:
    """twilio.com/docs/api/errors/60200."""
    error = refusal(Plain, ("UniqueName", "ab"), ("Size", "0"))
    assert error.kind is INVALID_PARAMETER
    assert error.body()["message"] == "Invalid parameter: Size"


def test_a_mark_is_found_on_what_may_be_absent_and_on_dotted_names() -> None:
    """Our contract: the mark is written around the whole type."""
    assert refusal(Plain, ("UniqueName", "ab"), ("Deep.Kind", "c")).kind is INVALID_REQUEST
    assert Plain.parse([("UniqueName", "ab"), ("Deep.Kind", "")]).deep__kind is None
    assert Plain.parse([("UniqueName", "ab"), ("Deep.Kind", "b")]).deep__kind == "b"


@pytest.mark.parametrize("value", ["", None])
def test_a_missing_value_is_missing_whatever_its_mark(value: str | None) -> None:
    """twilio.com/docs/api/errors/20001."""
    form = [] if value is None else [("UniqueName", value)]
    error = refusal(Plain, *form)
    assert (error.kind, error.hint) == (MISSING_PARAMETER, "UniqueName is missing or empty.")


def test_the_first_fault_in_the_order_of_the_fields_is_told() -> None:
    """Our rule."""
    assert refusal(Plain, ("Size", "0"), ("UniqueName", "A")).kind is UNIQUE_NAME_FORMAT
    assert refusal(Plain, ("Deep.Kind", "c"), ("Size", "0"), ("UniqueName", "ab")).kind is INVALID_PARAMETER


def test_marks_are_inherited_and_overridden() -> None:
    """Our contract: a subclass says what differs."""
    assert refusal(Inherited, ("UniqueName", "A")).kind is UNIQUE_NAME_FORMAT
    assert refusal(Inherited, ("UniqueName", "ab"), ("Size", "0")).kind is INVALID_REQUEST
    assert refusal(Plain, ("UniqueName", "ab"), ("Size", "0")).kind is INVALID_PARAMETER


def test_all_that_is_missing_or_bad_may_have_another_error() -> None:
    """twilio.com/docs/api/errors/60305, for one; a mark still goes before it."""
    assert refusal(OwnWords).kind is TOKEN_PARAMETERS
    assert refusal(OwnWords, ("UniqueName", "ab"), ("Size", "x")).kind is INVALID_REQUEST
    assert refusal(OwnWords, ("UniqueName", "A")).kind is UNIQUE_NAME_FORMAT
