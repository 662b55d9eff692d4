"""Where the application finds Twilio Verify: where the environment says, else in an emulator of its own."""

import os
import sys

VARIABLES = ("VERIFY_EMULATOR_URL", "TWILIO_ACCOUNT_SID")


def start_unless_there_is_one() -> None:
    """Begin this program again beside an emulator, which ends with it, unless the environment names one or Twilio."""
    if not any(name in os.environ for name in VARIABLES):
        beside = [sys.executable, "-m", "verify_emulator", "exec", "--"]
        os.execv(sys.executable, [*beside, sys.executable, *sys.argv])
