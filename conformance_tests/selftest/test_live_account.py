"""What the live target finds out about its account, and what it takes care of."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from conformance_tests.person import Person
from conformance_tests.selftest.posing import READY_SERVICE, PosingTwilio
from conformance_tests.targets.live import LiveTarget

ZEROS = "0" * 32


@contextmanager
def live(
    twilio: PosingTwilio,
    monkeypatch: pytest.MonkeyPatch,
    *,
    slow: bool = False,
    budget: int = 40,
    changes: dict[str, str] | None = None,
) -> Iterator[LiveTarget]:
    """A live target in this process; when it is closed, nothing may be left."""
    twilio.export_to(monkeypatch, **(changes or {}))
    target = LiveTarget(budget=budget, patience=0, slow=slow)
    yield target
    target.close()
    assert twilio.services() == [READY_SERVICE]


def test_credentials_that_twilio_refuses_end_the_run(
    twilio: PosingTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Source: the live target (suite)."""
    assert twilio.services() == [READY_SERVICE]
    twilio.export_to(monkeypatch, TWILIO_AUTH_TOKEN="f" * 32)
    with pytest.raises(pytest.exit.Exception, match="Twilio refuses the credentials: 401 Authenticate"):
        LiveTarget(budget=1, patience=0, slow=False)


def test_the_send_after_the_budget_does_not_leave_the_machine(
    twilio: PosingTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Source: the live target (suite)."""
    with live(twilio, monkeypatch, budget=3) as target:
        services = target.client().verify.v2.services
        service = services(services.create(friendly_name=target.fresh_name()).sid)
        for _ in range(3):
            service.verifications.create(to=target.fresh_number(), channel="sms")
        with pytest.raises(pytest.skip.Exception, match="the budget of 3 sends is spent"):
            service.verifications.create(to=target.fresh_number(), channel="sms")
        assert target.cost() == "3 of at most 3 messages were sent"
    assert len(twilio.messages()) == 3


def test_an_answered_challenge_is_charged_once_and_stops_at_the_budget(
    twilio: PosingTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Source: the live target (suite)."""
    with live(twilio, monkeypatch, budget=2) as target:
        services = target.client().verify.v2.services
        sid = services.create(friendly_name=target.fresh_name()).sid
        person = Person(target, services(sid), sid)
        factor = person.verified_totp()
        first, second, third = (person.challenge(factor.sid) for _ in range(3))
        assert person.answer(first, person.wrong_code(factor)).status == "pending"
        assert target.spent == 0
        assert person.answer(first, person.code(factor)).status == "approved"
        person.entity.challenges(first.sid).update(metadata={"os": "Android"})
        assert target.spent == 1
        assert person.answer(second, person.code(factor)).status == "approved"
        with pytest.raises(pytest.skip.Exception, match="the budget of 2 sends is spent"):
            person.answer(third, person.code(factor))
        assert person.challenge(factor.sid).status == "pending"
        assert target.cost() == (
            "0 of at most 2 messages were sent, and 2 challenges answered, which cost as much"
        )


def test_what_was_pending_is_canceled_after_each_test(
    twilio: PosingTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Source: the live target (suite)."""
    with live(twilio, monkeypatch) as target:
        service = target.client().verify.v2.services(READY_SERVICE)
        started = service.verifications.create(to=target.fresh_number(), channel="sms")
        target.forget_test()
        assert service.verifications(started.sid).fetch().status == "canceled"


@pytest.mark.parametrize(
    ("settings", "capability", "reason"),
    [
        ({}, "whatsapp", None),
        ({"whatsapp_sender": False}, "whatsapp", "400/60223 Delivery channel disabled: WHATSAPP"),
        ({"disabled_channels": ["call"]}, "call", "400/60223 Delivery channel disabled: CALL"),
        ({}, "psd2", None),
        ({"psd2": False}, "psd2", "403/60204 Service does not support this feature"),
        ({}, "custom_codes", None),
    ],
)
def test_what_the_account_may_not_do_is_found_out_once(
    twilio: PosingTwilio,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, list[str] | bool],
    capability: str,
    reason: str | None,
) -> None:
    """Source: the live target (suite)."""
    twilio.change_settings(**settings)
    with live(twilio, monkeypatch) as target:
        expected = reason and f"the account may not: {reason}"
        assert [target.missing(capability) for _ in range(3)] == [expected] * 3
    assert len(twilio.messages()) == (1 if reason is None else 0)


def test_an_api_key_will_do(twilio: PosingTwilio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Source: the live target (suite)."""
    twilio.account_sid, twilio.token = "AC" + ZEROS, ZEROS
    key = {"TWILIO_API_KEY": "SK" + ZEROS, "TWILIO_API_SECRET": ZEROS}
    with live(twilio, monkeypatch, changes=key) as target:
        assert target.missing("api_key") is None
        created = target.client().verify.v2.services.create(friendly_name=target.fresh_name())
        assert created.account_sid == twilio.account_sid


@pytest.mark.parametrize("slow", [True, False])
def test_slow_waits_where_the_clock_of_the_emulator_is_moved(
    twilio: PosingTwilio, monkeypatch: pytest.MonkeyPatch, slow: bool
) -> None:
    """Source: the live target (suite)."""
    waited: list[float] = []
    monkeypatch.setattr("conformance_tests.targets.live.time.sleep", waited.append)
    with live(twilio, monkeypatch, slow=slow) as target:
        assert (target.missing("clock") is None) is slow
        target.advance(600)
    assert waited == [600]


def test_services_whose_creation_was_cut_short_are_found(
    twilio: PosingTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Source: the live target (suite)."""
    with live(twilio, monkeypatch) as target:
        twilio.make_service(target.fresh_name())
        assert len(twilio.services()) == 2


def test_services_of_others_are_left_alone(twilio: PosingTwilio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Source: the live target (suite)."""
    theirs = twilio.make_service("Conformance of others")
    twilio.export_to(monkeypatch)
    LiveTarget(budget=1, patience=0, slow=False).close()
    assert twilio.services() == [READY_SERVICE, theirs]
