"""The token that a phone signs itself, and the clock that it sets by the server's. Source of all: twilio-verify-android
and -ios."""

import pytest
from harness.phone_line import ACCOUNT, AGENT, CREDENTIAL, FACTOR_BODY, FORM, NOW, Line, dated, refuses, says

from verify_emulator.virtual_phone import PhoneError, VirtualPhone


def test_a_device_token_names_the_credential_and_lasts_ten_minutes(phone: VirtualPhone, line: Line) -> None:
    line.will(says(FACTOR_BODY))
    phone.verify()
    header, payload = line.read_token(1)
    assert header == {"typ": "JWT", "alg": "ES256", "cty": "twilio-pba;v=1", "kid": CREDENTIAL}
    assert payload == {"sub": ACCOUNT, "nbf": NOW, "exp": NOW + 600}
    assert {name: value for name, value in line.sent[1].headers.items() if name != "Authorization"} == {
        "User-Agent": AGENT,
        "Accept": "application/json",
        "Content-Type": FORM,
    }


def test_after_a_401_the_clock_is_set_and_the_request_sent_again(phone: VirtualPhone, line: Line) -> None:
    line.will(dated(86_400), says(FACTOR_BODY))
    phone.verify()
    _, first, second = line.sent
    assert [line.read_token(index)[1]["nbf"] for index in (1, 2)] == [NOW, NOW + 86_400]
    assert line.read_token(2)[1]["exp"] == NOW + 86_400 + 600
    assert (first.method, first.url, [name for name, _ in first.form]) == (
        second.method,
        second.url,
        [name for name, _ in second.form],
    )


def test_the_clock_stays_set_and_can_be_set_again(phone: VirtualPhone, line: Line) -> None:
    line.will(dated(86_400), says(FACTOR_BODY), says(FACTOR_BODY), dated(-5), says(FACTOR_BODY))
    for _ in range(3):
        phone.verify()
    begins = [line.read_token(index)[1]["nbf"] - NOW for index in range(1, 6)]
    assert begins == [0, 86_400, 86_400, 86_400, -5]


def test_a_second_401_is_an_error(phone: VirtualPhone, line: Line) -> None:
    line.will(dated(1), dated(2))
    with pytest.raises(PhoneError) as raised:
        phone.verify()
    assert (raised.value.status, raised.value.code) == (401, 20003)
    assert len(line.sent) == 3


@pytest.mark.parametrize("headers", [{}, {"Date": ""}, {"Date": "yesterday"}])
def test_a_401_without_a_date_is_an_error_at_once(
    phone: VirtualPhone, line: Line, headers: dict[str, str]
) -> None:
    line.will(refuses(401, 20003, "Authenticate", **headers))
    with pytest.raises(PhoneError, match=r"^401/20003: Authenticate$"):
        phone.verify()
    assert len(line.sent) == 2
