"""Twilio Verify v2, emulated locally.

The command is `verify-emulator`. In Python it is an object:

>>> from verify_emulator import Emulator
>>> with Emulator() as verify:
...     client = verify.client()  # a twilio.rest.Client
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verify_emulator.in_process import Account, Emulator, HostBlocked, Inbox, Message, NoMessage

__version__ = "0.1.0"
__all__ = ["Account", "Emulator", "HostBlocked", "Inbox", "Message", "NoMessage"]


def __getattr__(name: str) -> Any:
    """Imported when first used: the command starts without them, and so does a test run that needs none."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from verify_emulator import in_process

    return getattr(in_process, name)
