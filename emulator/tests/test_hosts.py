"""Which hosts are Twilio's. Source: twilio.com/docs/global-infrastructure."""

import pytest

from verify_emulator.hosts import NAMES, is_api, is_twilio, is_verify


@pytest.mark.parametrize(
    "host",
    [
        "verify.twilio.com",
        "VERIFY.Twilio.com",
        "verify.twilio.com.",
        "verify.ie1.twilio.com",
        "verify.dublin.ie1.twilio.com",
        "verify.sao-paulo.us1.twilio.com",
        "verify.dublin.twilio.com",
        "verify.nowhere.jp1.twilio.com",
    ],
)
def test_a_verify_host_is_known_in_every_region_and_at_every_edge(host: str) -> None:
    assert is_verify(host)
    assert is_twilio(host)
    assert not is_api(host)
    assert is_api(host.lower().replace("verify", "api"))


@pytest.mark.parametrize(
    "host",
    [
        "",
        "twilio.com",
        "www.twilio.com",
        "xverify.twilio.com",
        "verify.twilio.com.evil.test",
        "verify.twilio.com:443",
        "verify.a.b.c.twilio.com",
        "verify..twilio.com",
        "verify.twilio.com\n",
        "lookups.twilio.com",
        "verify.twilio.com..",
    ],
)
def test_other_hosts_are_not_ours(host: str) -> None:
    assert not is_twilio(host)


def test_the_names_are_all_there_once() -> None:
    assert all(map(is_twilio, NAMES))
    assert len(NAMES) == len(set(NAMES)) == 2 * (1 + 3 * (1 + 9))
