"""Parameters that carry JSON or one of a few words."""

import json

import pytest
from harness.local import Local

TAGS = [
    ("{}", 201),
    ('{"a":"b"}', 201),
    (json.dumps({str(number): "x" for number in range(10)}), 201),
    (json.dumps({str(number): "x" for number in range(11)}), 400),
    (json.dumps({"k" * 128: "v" * 128}), 201),
    (json.dumps({"k" * 129: "v"}), 400),
    (json.dumps({"k": "v" * 129}), 400),
    ('{"a":1}', 400),
    ('{"a":null}', 400),
    ("[]", 400),
    ("x", 400),
]


@pytest.mark.parametrize(("tags", "status"), TAGS)
def test_tags_are_ten_short_texts(emulator: Local, tags: str, status: int) -> None:
    """twilio.com/docs/verify/api/programmable-rate-limits; 60200 is a guess."""
    answer = emulator.start(Tags=tags)
    assert answer.status == status
    assert status == 201 or answer.refusal == (400, 60200, "Invalid parameter: Tags")


@pytest.mark.parametrize(
    ("limits", "status"), [("{}", 201), ('{"ip":"1.2.3.4"}', 400), ("[]", 400), ("x", 400)]
)
def test_rate_limits_name_those_of_the_service(emulator: Local, limits: str, status: int) -> None:
    """twilio.com/docs/verify/api/programmable-rate-limits; a service has none as yet, and 60200 is a guess."""
    answer = emulator.start(RateLimits=limits)
    assert answer.status == status
    assert status == 201 or answer.refusal == (400, 60200, "Invalid parameter: RateLimits")


@pytest.mark.parametrize(
    ("configuration", "status"),
    [("{}", 201), ('{"from":"a@example.com"}', 201), ("[]", 400), ("x", 400), ("null", 400)],
)
def test_a_channel_configuration_is_an_object(emulator: Local, configuration: str, status: int) -> None:
    """twilio.com/docs/verify/api/verification; 60200 is a guess."""
    answer = emulator.start(ChannelConfiguration=configuration)
    assert answer.status == status
    assert status == 201 or answer.refusal == (400, 60200, "Invalid parameter: ChannelConfiguration")


WORDS = [
    ("RiskCheck", "enable", 201),
    ("RiskCheck", "disable", 201),
    ("RiskCheck", "off", 400),
    ("EnableSnaClientToken", "true", 201),
    ("EnableSnaClientToken", "False", 201),
    ("EnableSnaClientToken", "yes", 400),
    ("DeviceIp", "127.0.0.1", 201),
    ("DeviceIp", "::1", 201),
    ("DeviceIp", "localhost", 400),
    ("DeviceIp", "1.2.3.256", 400),
]


@pytest.mark.parametrize(("name", "word", "status"), WORDS)
def test_a_word_is_one_of_a_few(emulator: Local, name: str, word: str, status: int) -> None:
    """twilio.com/docs/verify/api/verification; 60200 is a guess."""
    answer = emulator.start(**{name: word})
    assert answer.status == status
    assert status == 201 or answer.refusal == (400, 60200, f"Invalid parameter: {name}")


@pytest.mark.parametrize("name", ["CustomMessage", "SendDigits", "TemplateCustomSubstitutions"])
def test_some_parameters_are_accepted_and_change_nothing(emulator: Local, name: str) -> None:
    """twilio.com/docs/verify/api/verification: CustomMessage is retired, SendDigits dials."""
    emulator.start()
    emulator.start(**{name: '{"a":"b"}'})
    first, second = (message["body"] for message in emulator.messages())
    assert first == second
