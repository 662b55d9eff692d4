"""The names of operations that can be asked for. Source: the operationIds of twilio-oai."""

import re

import pytest

from verify_emulator.verify.catalogue import MESSAGES_LIST, check_operation, operation_names


@pytest.mark.parametrize("name", [*sorted(operation_names()), MESSAGES_LIST])
def test_an_operation_that_there_is_may_be_asked_for(name: str) -> None:
    assert check_operation(name) == name


@pytest.mark.parametrize("name", ["", "CreateVerificatoin", "createverification", "Create*"])
def test_one_that_there_is_not_may_not(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"there is none that is called {name}")):
        check_operation(name)
