"""Form parameters: by Twilio's names, checked by their types."""

from typing import Annotated

import pytest
from pydantic import Field

from verify_emulator.errors import TwilioError
from verify_emulator.resources.params import Flag, Nothing, Params, Whole, form_name


class Many(Params):
    """One of every kind."""

    needed: Annotated[Whole, Field(le=9)]
    also_needed: str
    text: str = "default"
    cleared: str | None = None
    many: tuple[str, ...] = ()
    deep__inner_name: Flag = False
    number: Whole | None = None


GOOD = [("Needed", "1"), ("AlsoNeeded", "x")]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("to", "To"),
        ("code_length", "CodeLength"),
        ("push__include_date", "Push.IncludeDate"),
        ("passkeys__relying_party__id", "Passkeys.RelyingParty.Id"),
        ("psd2_enabled", "Psd2Enabled"),
    ],
)
def test_a_field_has_twilios_name(field: str, name: str) -> None:
    """twilio-oai, form parameters."""
    assert form_name(field) == name


def test_an_absent_parameter_keeps_its_default() -> None:
    """twilio.com/docs/api/errors/20001."""
    params = Many.parse(GOOD)
    assert (params.text, params.cleared, params.many, params.deep__inner_name) == ("default", None, (), False)
    assert params.given() == {"needed": 1, "also_needed": "x"}


def test_an_empty_parameter_clears_only_what_may_be_without() -> None:
    """Runs of the SDKs: Node sends null as an empty value."""
    params = Many.parse([*GOOD, ("Text", ""), ("Cleared", ""), ("Number", ""), ("Nonsense", "")])
    assert params.given() == {"needed": 1, "also_needed": "x", "cleared": None, "number": None}


def test_repeated_keys_make_a_list_and_otherwise_the_last_one_counts() -> None:
    """Runs of the SDKs: repeated keys are lists."""
    params = Many.parse([*GOOD, ("Many", "a"), ("Many", ""), ("Many", "b"), ("Text", "a"), ("Text", "b")])
    assert (params.many, params.text) == (("a", "", "b"), "b")


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ([], "Missing required parameter Needed in the post body"),
        ([("Needed", "")], "Missing required parameter Needed in the post body"),
        ([("Needed", "10")], "Missing required parameter AlsoNeeded in the post body"),
        ([("Needed", "10"), ("AlsoNeeded", "x")], "Invalid parameter: Needed"),
        ([*GOOD, ("Deep.InnerName", "1")], "Invalid parameter: Deep.InnerName"),
        ([*GOOD, ("Number", "1e3"), ("Deep.InnerName", "1")], "Invalid parameter: Deep.InnerName"),
    ],
)
def test_the_first_missing_then_the_first_bad_parameter_is_named(
    form: list[tuple[str, str]], message: str
) -> None:
    """twilio.com/docs/api/errors/20001 and 60200; the order is that of the fields, a guess."""
    with pytest.raises(TwilioError) as refused:
        Many.parse(form)
    assert refused.value.body()["message"] == message


@pytest.mark.parametrize("text", ["1.0", "+1", "\uff11", "1_000", "", "0x1", "9" * 19, " 1"])
def test_a_whole_number_is_plain_digits(text: str) -> None:
    """twilio.com/docs/api/errors/60200; strictness is a guess."""
    with pytest.raises(TwilioError):
        Many.parse([("Needed", text), ("AlsoNeeded", "x")])


@pytest.mark.parametrize(("text", "value"), [("-1", -1), ("0", 0), ("007", 7)])
def test_a_whole_number_may_be_negative(text: str, value: int) -> None:
    """twilio-oai: type integer."""
    assert Many.parse([("Needed", text), ("AlsoNeeded", "x")]).needed == value


@pytest.mark.parametrize(("text", "value"), [("true", True), ("TRUE", True), ("False", False)])
def test_a_flag_is_true_or_false_in_any_case(text: str, value: bool) -> None:
    """Runs of the SDKs: true and false; Python's old ones True and False."""
    assert Many.parse([*GOOD, ("Deep.InnerName", text)]).deep__inner_name is value


def test_values_that_are_not_text_are_left_to_the_types() -> None:
    """Our contract: code may make parameters, too."""
    params = Many.model_validate({"Needed": 2, "AlsoNeeded": "x", "Deep.InnerName": True})
    assert (params.needed, params.deep__inner_name) == (2, True)


def test_nothing_ignores_everything() -> None:
    """twilio.com/docs/api/errors/20001, title "Unknown parameters"."""
    assert Nothing.parse([("A", "b")]).given() == {}
