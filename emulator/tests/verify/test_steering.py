"""What somebody who looks at the emulator does to verifications by hand. Source of all: our contract."""

from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local, wrong

from verify_emulator.errors import TwilioError
from verify_emulator.verify.rules.lifecycle import State
from verify_emulator.verify.steering import Sought, Steering, Step, steps

OTHER = "AC" + "1" * 32


@pytest.fixture
def steering(emulator: Local) -> Steering:
    return emulator.app.steering


def step(emulator: Local, sid: str, how: Step, service: str = SERVICE) -> Any:
    account = emulator.app.accounts.get(ACCOUNT)
    return emulator.app.steering.step(account, service, sid, how)[0]


def sids(steering: Steering, limit: int = 10, skip: int = 0, **sought: Any) -> list[str]:
    return [verification.sid for verification, _ in steering.read(Sought(**sought), limit, skip)]


def test_all_are_read_the_newest_first(emulator: Local, steering: Steering) -> None:
    made = []
    for number in range(3):
        emulator.post("/_emulator/clock", advance="1")
        made.append(emulator.start(f"+1501712266{number}", service=emulator.service()).json["sid"])
    assert sids(steering) == made[::-1]
    assert sids(steering, 1, 1) == made[1:2]


def test_they_are_sought_by_what_they_are(emulator: Local, steering: Steering) -> None:
    sid = emulator.start().json["sid"]
    for sought in ({"to": TO}, {"service_sid": SERVICE}, {"status": State.PENDING}, {"account_sid": ACCOUNT}):
        assert sids(steering, **sought) == [sid]
    for sought in ({"to": "+1"}, {"service_sid": "VA"}, {"status": State.EXPIRED}, {"account_sid": OTHER}):
        assert sids(steering, **sought) == []


@pytest.mark.parametrize(("how", "state"), [("approved", State.APPROVED), ("canceled", State.CANCELED)])
def test_an_open_one_ends_as_by_an_update(emulator: Local, how: Step, state: State) -> None:
    assert step(emulator, emulator.start().json["sid"], how).status is state
    assert emulator.check("123456").status == 404


def test_an_open_one_can_run_out_at_once(emulator: Local) -> None:
    sid = emulator.start().json["sid"]
    assert step(emulator, sid, "expired").state(emulator.app.clock.now()) is State.EXPIRED
    assert emulator.fetch(sid).status == 404


def test_so_can_one_whose_checks_are_used_up(emulator: Local) -> None:
    sid = emulator.start().json["sid"]
    for _ in range(5):
        emulator.check(wrong(emulator.code()))
    step(emulator, sid, "expired")
    assert emulator.start().status == 201


@pytest.mark.parametrize("how", ["approved", "canceled", "expired"])
def test_one_that_has_ended_is_refused_as_an_update_is(emulator: Local, how: Step) -> None:
    sid = emulator.start().json["sid"]
    emulator.check(emulator.code())
    with pytest.raises(TwilioError, match="20404"):
        step(emulator, sid, how)


def test_what_is_not_there_cannot_end(emulator: Local) -> None:
    with pytest.raises(KeyError):
        step(emulator, "VE" + "1" * 32, "approved")


def test_its_end_by_hand_is_told_once_to_whoever_waits_for_it(emulator: Local) -> None:
    """docs/verify/verification-stream; not again when its time would have been over."""
    service = emulator.service(VerifyEventSubscriptionEnabled="true")
    emulator.allow(event_sink="http://127.0.0.1:9/")

    async def let_it_expire() -> None:
        sid = (
            await emulator.ask(
                "POST", f"/v2/Services/{service}/Verifications", b"To=%2B15017122661&Channel=sms"
            )
        ).json["sid"]
        step(emulator, sid, "expired", service)
        emulator.app.clock_moved()
        await emulator.ask("POST", "/_emulator/clock", b"advance=1h")

    emulator.run(let_it_expire())
    told = emulator.get("/_emulator/webhooks/deliveries").json["deliveries"]
    assert [each["event"].rpartition(".")[2] for each in told] == ["pending", "expired"]


def test_they_are_sought_by_channel_and_by_a_part_of_recipient_or_sid(
    emulator: Local, steering: Steering
) -> None:
    sid = emulator.start().json["sid"]
    for sought in ({"channel": "sms"}, {"text": "501712"}, {"text": sid}, {"text": sid[:6].lower()}):
        assert sids(steering, **sought) == [sid]
    for sought in ({"channel": "call"}, {"text": "nobody"}):
        assert sids(steering, **sought) == []


def test_one_is_found_with_the_time_of_its_account(emulator: Local, steering: Steering) -> None:
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
    sid = emulator.start().json["sid"]
    found = steering.find(ACCOUNT, SERVICE, sid)
    assert found is not None
    assert (found[0].sid, found[1].isoformat()) == (sid, "2026-01-02T03:04:05+00:00")


@pytest.mark.parametrize("place", [(OTHER, SERVICE), (ACCOUNT, "VA1")])
def test_one_that_there_is_not_is_not_found(
    emulator: Local, steering: Steering, place: tuple[str, str]
) -> None:
    sid = emulator.start().json["sid"]
    assert steering.find(*place, sid) is None


@pytest.mark.parametrize("state", State)
def test_what_can_be_done_in_a_state_is_what_a_step_takes(emulator: Local, state: State) -> None:
    """Of each state there is one verification, and each step is tried on it."""
    for how in ("approved", "canceled", "expired"):
        emulator.post("/_emulator/reset")
        sid = emulator.start().json["sid"]
        if state is State.MAX_ATTEMPTS_REACHED:
            for _ in range(5):
                emulator.check(wrong(emulator.code()))
        elif state is not State.PENDING:
            step(emulator, sid, state.value)
        if how in steps(state):
            step(emulator, sid, how)
        else:
            with pytest.raises(TwilioError):
                step(emulator, sid, how)
