"""What is told of each operation. Source of all: our contract."""

import pytest

from verify_emulator.verify.operations import operations


def test_there_are_57_and_no_two_have_the_same_name() -> None:
    assert len({each["name"] for each in operations()}) == 57


@pytest.mark.parametrize("operation", operations(), ids=lambda each: str(each["name"]))
def test_each_says_where_it_is_documented(operation: dict[str, str]) -> None:
    assert "twilio" in operation["source"] or "docs/" in operation["source"]
    assert operation["path"].startswith("/v2/")
    assert operation["method"] in ("GET", "POST", "DELETE")


def test_what_is_guessed_of_one_is_told() -> None:
    (create,) = (each for each in operations() if each["name"] == "CreateVerificationCheck")
    assert create["guess"].startswith("a malformed Code is not counted")
