"""The errors that can be scripted."""

import re

import pytest

from verify_emulator import errors
from verify_emulator.errors import ErrorKind
from verify_emulator.faults.catalogue import codes, find_error, situations
from verify_emulator.faults.unraised import UNRAISED

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, ErrorKind)]


def test_every_error_of_the_emulator_is_found_by_code_and_by_situation() -> None:
    assert {kind.code for kind in KINDS} <= set(codes())
    for name in situations():
        assert find_error(name) is getattr(errors, name)


@pytest.mark.parametrize(
    ("code", "situation"),
    [
        (20001, "MISSING_PARAMETER"),
        (20003, "AUTHENTICATE"),
        (20404, "NOT_FOUND"),
        (60200, "INVALID_TO"),
        (60203, "MAX_SENDS"),
        (60204, "FEATURE_MISSING"),
    ],
)
def test_of_several_the_usual_one_is_meant(code: int, situation: str) -> None:
    found, meant = find_error(code), getattr(errors, situation)
    assert (found.code, found.status, found.message) == (meant.code, meant.status, meant.message)


def test_what_is_named_by_its_code_keeps_it_in_every_dialect() -> None:
    """The dialects replace situations, which are told apart by identity."""
    assert find_error(60203) is not errors.MAX_SENDS


def test_the_rest_of_the_catalogue_is_none_that_the_emulator_raises() -> None:
    """Source: docs/verify/api/error-codes."""
    rest = [kind.code for kind in UNRAISED]
    assert len(rest) == len(set(rest)) > 60
    assert not {kind.code for kind in KINDS} & set(rest)
    assert rest == sorted(rest)
    for kind in UNRAISED:
        assert 400 <= kind.status < 600
        assert re.search("[{}]", kind.message) is None
        assert kind.status == kind.code % 1000 or not 20_400 < kind.code < 20_600 or kind.code == 20_423
        assert kind.reference == f"twilio.com/docs/api/errors/{kind.code}"


@pytest.mark.parametrize(
    ("code", "status"), [(20503, 503), (25109, 429), (60412, 403), (60220, 400), (60246, 409)]
)
def test_the_rest_can_be_named_as_well(code: int, status: int) -> None:
    assert find_error(code).status == find_error(str(code)).status == status


@pytest.mark.parametrize("name", [0, 1, 30003, "", "INTERNAL ", "ErrorKind", "__name__", "60203.0", "-1"])
def test_what_is_no_error_of_twilios_is_refused(name: int | str) -> None:
    with pytest.raises(ValueError, match=r"no call of Verify fails with|neither a code"):
        find_error(name)
