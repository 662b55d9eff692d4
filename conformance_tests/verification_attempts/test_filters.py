"""Filtering the list of attempts."""

import pytest
from twilio.base.values import unset
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.history import ATTEMPTS, History, attempts, attempts_of, query
from conformance_tests.refusals import assert_refused, invalid
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

of_a_history = pytest.mark.needs("accounts")

BRITON, GERMAN = "+447400123456", "+4915112345678"


class Mixed(History):
    """Two Services, three recipients, five channels; the British verification was approved."""

    def __init__(self, target: Target) -> None:
        super().__init__(target)
        self.one, self.other = self.service(), self.service(MailerSid=target.mailer())
        self.american, self.address = target.fresh_number(), target.fresh_email()
        self.first = self.send(self.one, self.american)  # 0
        self.send(self.one, self.american, "call")  # 1
        self.british = self.send(self.one, BRITON)  # 2
        self.send(self.one, BRITON)  # 3
        self.send(self.other, GERMAN, "whatsapp")  # 4
        self.send(self.other, GERMAN, "rcs")  # 5
        self.send(self.other, self.american)  # 6
        self.send(self.other, self.address, "email")  # 7
        self.approve(self.one, self.british)

    def places(self, **filters: object) -> list[int]:
        """The attempts found, as places in the history."""
        return [self.sids.index(one["sid"]) for one in attempts(self.http, **filters)]


@pytest.fixture(scope="module")
def mixed(target: Target) -> Mixed:
    return Mixed(target)


@of_a_history
def test_without_filters_all_attempts_are_listed_newest_first(mixed: Mixed) -> None:
    """Source: published code takes the first as the last one (inferred)."""
    assert mixed.places() == [7, 6, 5, 4, 3, 2, 1, 0]


@of_a_history
@pytest.mark.parametrize(
    ("channel", "found"),
    [("sms", [6, 3, 2, 0]), ("call", [1]), ("whatsapp", [4]), ("rbm", [5]), ("email", [7])],
)
def test_channel_filters(mixed: Mixed, channel: str, found: list[int]) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    assert mixed.places(Channel=channel) == found


@of_a_history
@pytest.mark.parametrize(
    ("country", "found"), [("US", [6, 1, 0]), ("GB", [3, 2]), ("de", [5, 4]), ("FR", []), ("XX", [])]
)
def test_country_filters(mixed: Mixed, country: str, found: list[int]) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    assert mixed.places(Country=country) == found


@of_a_history
@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("converted", [3, 2]),
        ("CONVERTED", [3, 2]),
        ("unconverted", [7, 6, 5, 4, 1, 0]),
        ("Unconverted", [7, 6, 5, 4, 1, 0]),
    ],
)
def test_status_filters_in_any_case(mixed: Mixed, status: str, found: list[int]) -> None:
    """Source: twilio.com/docs/verify/api/attempts writes capitals, the OpenAPI file small letters (documented)."""
    assert mixed.places(Status=status) == found


@of_a_history
def test_a_service_filters(mixed: Mixed) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    assert mixed.places(VerifyServiceSid=mixed.one.fetch().sid) == [3, 2, 1, 0]
    assert mixed.places(VerifyServiceSid=mixed.other.fetch().sid) == [7, 6, 5, 4]
    assert mixed.places(VerifyServiceSid="VA" + "f" * 32) == []


@of_a_history
def test_a_verification_filters(mixed: Mixed) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    assert mixed.places(VerificationSid=mixed.british.sid) == [3, 2]
    assert mixed.places(VerificationSid="VE" + "f" * 32) == []


@of_a_history
@pytest.mark.parametrize("name", ["ChannelData.To", "ChannelData\\.To"])
def test_a_recipient_filters(mixed: Mixed, name: str) -> None:
    """Source: twilio.com/docs/verify/api/attempts; twilio-go puts a backslash before the dot (observed)."""
    assert mixed.places(**{name: mixed.american}) == [6, 1, 0]
    assert mixed.places(**{name: BRITON}) == [3, 2]
    assert mixed.places(**{name: mixed.address}) == [7]
    assert mixed.places(**{name: "+15005550006"}) == []


@of_a_history
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"Country": "US", "Channel": "sms"}, [6, 0]),
        ({"Status": "converted", "Channel": "sms", "Country": "GB"}, [3, 2]),
        ({"Status": "converted", "Country": "US"}, []),
        ({"ChannelData.To": GERMAN, "Channel": "rbm"}, [5]),
        ({"ChannelData.To": BRITON, "Status": "unconverted"}, []),
    ],
)
def test_filters_hold_together(mixed: Mixed, filters: dict[str, str], found: list[int]) -> None:
    """Source: twilio.com/docs/verify/api/attempts (inferred)."""
    assert mixed.places(**filters) == found


@of_a_history
def test_a_verification_and_a_recipient_hold_together(mixed: Mixed) -> None:
    """Source: twilio.com/docs/verify/api/attempts (inferred)."""
    both = {"VerificationSid": mixed.british.sid}
    assert mixed.places(**both, ChannelData__To=BRITON) == [3, 2]
    assert mixed.places(**both, ChannelData__To=mixed.american) == []


@of_a_history
def test_the_sdk_filters(mixed: Mixed) -> None:
    """Source: twilio-python 9.13.0 (observed)."""
    listed = mixed.client.verify.v2.verification_attempts
    found = listed.list(channel_data_to=mixed.american, channel="sms", country="US", status="unconverted")
    assert [mixed.sids.index(str(one.sid)) for one in found] == [6, 0]
    assert len(listed.list(verify_service_sid=mixed.other.fetch().sid, status=unset)) == 4


def test_a_verification_filters_on_any_account(
    http: Wire, pending: VerificationInstance, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    found = attempts_of(http, target, pending, 1)
    for name in ("ChannelData.To", "ChannelData\\.To"):
        both = {name: pending.to, "VerifyServiceSid": pending.service_sid}
        assert attempts(http, **both) == found
        assert attempts(http, **(both | {name: "+15005550006"})) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Channel", "sna"),
        ("Channel", "fax"),
        ("Status", "pending"),
        ("Status", "confirmed"),
        ("DateCreatedAfter", "yesterday"),
        ("DateCreatedBefore", "2026-02-30"),
        ("PageSize", "0"),
        ("PageToken", "x"),
    ],
)
def test_filters_that_make_no_sense_are_refused(http: Wire, name: str, value: str) -> None:
    """Source: twilio.com/docs/api/errors/60200 (guess)."""
    assert_refused(http.get(f"{ATTEMPTS}?{query(**{name: value})}"), invalid(name))
