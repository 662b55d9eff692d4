"""Where the shop finds Twilio Verify: where the environment says, else in an emulator of its own, with an inbox."""

import os
import socket
import sys

VARIABLES = ("VERIFY_EMULATOR_URL", "TWILIO_ACCOUNT_SID")
USUAL_PORT = 8739


def start_unless_there_is_one() -> None:
    """Begin this program again beside an emulator, which ends with it, unless the environment names one or Twilio."""
    if not any(name in os.environ for name in VARIABLES):
        port = os.environ.get("VERIFY_EMULATOR_PORT") or str(free_port())
        beside = [sys.executable, "-m", "verify_emulator", "exec", "--port", port, "--"]
        os.execv(sys.executable, [*beside, sys.executable, *sys.argv])


def inbox() -> str | None:
    """Where people see what was sent; None with Twilio itself, which sends it to their phones."""
    url = os.environ.get("VERIFY_EMULATOR_URL")
    return f"{url.rstrip('/')}/" if url else None


def free_port() -> int:
    """The emulator's usual one if nobody has it, else 0, which stands for any."""
    try:
        socket.create_server(("127.0.0.1", USUAL_PORT)).close()
    except OSError:
        return 0
    return USUAL_PORT
