"""Applications that know nothing of the emulator, and what runs them."""

import os
from pathlib import Path

APPLICATIONS = Path(__file__).parents[1] / "applications"
PERSON = APPLICATIONS / "person.py"
ALIASED = APPLICATIONS / "aliased.py"

PATIENCE = 60
"""Seconds for what takes two: a program that loads Twilio's SDK, on a machine that has much to do."""


def without_proxies() -> dict[str, str]:
    """This process's environment without what leads programs elsewhere."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.lower().endswith("_proxy")
        and not name.startswith(("VERIFY_EMULATOR_", "TWILIO_", "PYTHONPATH", "NODE_"))
    }
