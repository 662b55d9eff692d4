"""The emulator as an object in this process: no socket, no thread, no waiting, and Twilio's SDK in front of it.

>>> from verify_emulator import Emulator
>>> with Emulator() as verify:
...     service = verify.client().verify.v2.services(verify.service_sid)
...     sent = service.verifications.create(to="+15017122661", channel="sms")
...     code = verify.inbox("+15017122661").next_code()
...     service.verification_checks.create(to="+15017122661", code=code).status
'approved'
"""

from verify_emulator.in_process.account import Account
from verify_emulator.in_process.emulator import Emulator
from verify_emulator.in_process.inbox import Inbox, NoMessage
from verify_emulator.in_process.patching import HostBlocked
from verify_emulator.outbox.messages import Message

__all__ = ["Account", "Emulator", "HostBlocked", "Inbox", "Message", "NoMessage"]
