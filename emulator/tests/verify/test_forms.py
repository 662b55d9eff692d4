"""Forms."""

import pytest
from harness.local import Local


def test_the_push_form_is_answered_as_published(emulator: Local) -> None:
    """twilio-oai, example of FetchForm."""
    answer = emulator.get("/v2/Forms/form-push")
    assert answer.text == (
        '{"form_type":"form-push","forms":{"create_factor":{},"verify_factor":{},"create_challenge":{}},'
        '"form_meta":{},"url":"http://emulator.test/v2/Forms/form-push"}'
    )


@pytest.mark.parametrize(
    "kind", ["", "form", "form-push ", "FORM-PUSH", "%00", "form-push%2F", "AC" + "0" * 32]
)
def test_there_is_no_other(emulator: Local, kind: str) -> None:
    """twilio-oai: form-push is the only FormType."""
    path = f"/v2/Forms/{kind}"
    assert emulator.get(path).refusal == (404, 20404, f"The requested resource {path} was not found")


def test_two_answers_share_nothing(emulator: Local) -> None:
    """Our contract: an answer is made anew."""
    assert emulator.get("/v2/Forms/form%2Dpush").json == emulator.get("/v2/Forms/form-push").json
