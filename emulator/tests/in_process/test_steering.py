"""A test moves the clock and changes what an account may do. Source: our contract."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from harness.local import SERVICE, TO
from twilio.base.exceptions import TwilioRestException

from verify_emulator import Account, Emulator
from verify_emulator.events import SettingsChanged


def start(account: Account) -> str:
    return str(account.client().verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms").sid)


def status(account: Account, sid: str) -> str:
    try:
        return str(account.client().verify.v2.services(SERVICE).verifications(sid).fetch().status)
    except TwilioRestException as error:
        return str(error.status)


STEPS = [
    {"minutes": 10},
    {"seconds": 600},
    {"hours": 1 / 6},
    {"by": timedelta(minutes=9), "seconds": 60},
    {"by": "9m60s"},
    {"by": 600},
    {"by": "-1m", "minutes": 11},
]


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_ten_minutes_pass_at_once(account: Account, step: dict[str, object]) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts: ten minutes."""
    sid = start(account)
    account.clock.advance(minutes=9)
    assert status(account, sid) == "pending"
    account.clock.advance(minutes=-9)
    account.clock.advance(**step)
    assert status(account, sid) == "404"


def test_an_accounts_clock_is_its_own_and_the_emulators_moves_all(verify: Emulator) -> None:
    one, other = verify.account(), verify.account()
    one.clock.advance(hours=1)
    assert (one.clock.now() - other.clock.now()).total_seconds() == pytest.approx(3600, abs=5)
    verify.clock.advance(hours=2)
    assert (other.clock.now() - datetime.now(UTC)).total_seconds() == pytest.approx(7200, abs=5)


def test_a_clock_stands_still_runs_on_and_goes_back(account: Account) -> None:
    for moment in (
        datetime.fromisoformat("2030-01-01"),
        datetime(2030, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))),
    ):
        account.clock.freeze(moment)
        assert account.clock.now() == account.clock.now() == datetime(2030, 1, 1, tzinfo=UTC)
    account.clock.resume()
    assert datetime(2030, 1, 1, tzinfo=UTC) < account.clock.now() < datetime(2030, 1, 2, tzinfo=UTC)
    account.clock.reset()
    assert abs((account.clock.now() - datetime.now(UTC)).total_seconds()) < 5
    account.clock.freeze()
    assert account.clock.now() == account.clock.now()


def test_a_time_that_cannot_be_is_refused(account: Account) -> None:
    with pytest.raises(OverflowError):
        account.clock.advance(days=-100_000)
    with pytest.raises(ValueError, match=r"^advance: 'ten minutes' is neither"):
        account.clock.advance("ten minutes")
    with pytest.raises(OverflowError):
        account.clock.freeze(datetime(1969, 1, 1, tzinfo=UTC))
    assert abs((account.clock.now() - datetime.now(UTC)).total_seconds()) < 5


def test_what_an_account_may_do_is_changed_for_it_alone(verify: Emulator) -> None:
    one, other = verify.account(), verify.account()
    one.settings.blocked_countries = ["US"]
    with pytest.raises(TwilioRestException, match="Geo-Permissions"):
        start(one)
    assert start(other)
    assert (one.settings.blocked_countries, other.settings.blocked_countries) == (("US",), ())


def test_several_settings_change_together_or_not_at_all(account: Account) -> None:
    account.settings.update(sna=True, trial=True)
    with pytest.raises(ValueError, match=r"^blocked_countries.0: string should match pattern"):
        account.settings.update(sna=False, blocked_countries=["France"])
    assert (account.settings.sna, account.settings.trial) == (True, True)


def test_settings_hold_for_a_block(account: Account) -> None:
    with account.settings.changed(disabled_channels=["sms"]), pytest.raises(TwilioRestException):
        start(account)
    assert start(account)
    with pytest.raises(ZeroDivisionError), account.settings.changed(disabled_channels=["sms"]):
        raise ZeroDivisionError
    assert start(account)


def test_a_setting_that_does_not_exist_is_named(account: Account) -> None:
    with pytest.raises(
        AttributeError, match=r"^snaa is not an account setting; there are auto_channel, sna, "
    ):
        account.settings.snaa = True
    with pytest.raises(AttributeError, match="snaa is not an account setting"):
        _ = account.settings.snaa
    assert "blocked_prefixes" in dir(account.settings)


def test_whoever_looks_on_hears_that_settings_have_changed(verify: Emulator) -> None:
    heard: list[object] = []
    verify._app.events.subscribe(SettingsChanged, heard.append)
    verify.settings.trial = True
    with verify.settings.changed(psd2=False):
        assert len(heard) == 2
    assert heard == [SettingsChanged(verify.account_sid)] * 3
