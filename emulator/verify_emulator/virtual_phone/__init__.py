"""A scripted phone that speaks the device protocol of Twilio's Verify Push SDKs, so that a test can press Approve.

>>> from verify_emulator.virtual_phone import VirtualPhone
>>> phone = VirtualPhone("http://127.0.0.1:8739")
>>> access_token = service.access_tokens.create(identity=identity, factor_type="push")  # the application's backend
>>> phone.register(access_token.token, service_sid=service_sid, identity=identity)["status"]
'unverified'
>>> phone.verify()["status"]
'verified'
>>> challenge = phone.wait_for_challenge(timeout=5)  # meanwhile the application creates one
>>> phone.approve(challenge["sid"])["status"]
'approved'

It knows nothing of the server's rules: what it sends and what it insists on is what twilio-verify-android and
twilio-verify-ios send and insist on. It needs the account's auth token for nothing.
"""

from verify_emulator.virtual_phone.answers import ChallengeRefused, PhoneError
from verify_emulator.virtual_phone.connection import Transport
from verify_emulator.virtual_phone.phone import VirtualPhone

__all__ = ["ChallengeRefused", "PhoneError", "Transport", "VirtualPhone"]
