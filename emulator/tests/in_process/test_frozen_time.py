"""freezegun and time-machine move an emulator in their process, whatever is imported or started meanwhile.

Source: our contract. Each runs in a process of its own: what is imported while time stands still is the point.
"""

import os
import subprocess
import sys

import pytest
from harness.program import CODE_FOLDER

PATIENCE = 60

FREEZE = {
    "freezegun": "from freezegun import freeze_time\nstopped = freeze_time('2026-01-02T03:04:05Z')",
    "time-machine": (
        "import time_machine\n"
        "stopped = time_machine.travel(datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc), tick=False)"
    ),
}

SCRIPT = """
import sys, threading
from datetime import datetime, timezone
{freeze}
uvloop, listen = {uvloop}, {listen}
if not uvloop:
    sys.modules["uvloop"] = None
with stopped:
    from verify_emulator import Emulator, NoMessage
    verify = Emulator(listen=listen, webhook_retries=0)
    service = verify.client().verify.v2.services(verify.service_sid)
    verification = service.verifications.create(to="+15017122661", channel="sms")
    print(verification.date_created.isoformat(), verification.send_code_attempts[0]["time"])
    factor = service.entities("identity-1").new_factors.create(factor_type="totp", friendly_name="Phone")
    print(factor.date_created.isoformat())
    attempts = verify.client().verify.v2.verification_attempts.list(date_created_after=datetime(2026, 1, 1))
    print(attempts[0].date_created.isoformat())
    try:
        verify.inbox("+15017122662").next_code(timeout=0.01)
    except NoMessage as error:
        print(error)
    service.webhooks.create(friendly_name="Hook", event_types=["*"], webhook_url="http://127.0.0.1:9/hook")
    service.entities("identity-2").new_factors.create(factor_type="totp", friendly_name="Phone")
    verify.settle(10)
    verify.clock.advance(minutes=10)
    print(verify.clock.now().isoformat())
    if not listen:
        verify.close()
if listen:
    verify.close()
with Emulator() as later:
    made = later.client().verify.v2.services.create(friendly_name="Shop")
    print(abs((made.date_created - datetime.now(timezone.utc)).total_seconds()) < 60)
print(threading.active_count())
"""


@pytest.mark.parametrize("library", FREEZE)
@pytest.mark.parametrize("listen", [False, True], ids=["in memory", "listening"])
@pytest.mark.parametrize("uvloop", [True, False], ids=["uvloop", "asyncio"])
def test_a_stopped_clock_is_the_emulators(library: str, listen: bool, uvloop: bool) -> None:
    script = SCRIPT.format(freeze=FREEZE[library], uvloop=uvloop, listen=listen)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=os.environ | {"PYTHONPATH": CODE_FOLDER},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "2026-01-02T03:04:05+00:00 2026-01-02T03:04:05.000Z"
    assert lines[1:3] == ["2026-01-02T03:04:05+00:00"] * 2
    assert lines[3].startswith("no message to +15017122662 within 0.01 s; 1 sent so far: ")
    assert lines[4:] == ["2026-01-02T03:14:05+00:00", "True", "1"]
