"""An application as it would run against Twilio: sends a code, checks what is typed, lists services."""

import os
import sys

from twilio.rest import Client

TO = "+15017122661"

client = Client(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])
service = client.verify.v2.services(os.environ["TWILIO_VERIFY_SERVICE_SID"])

sent = service.verifications.create(to=TO, channel="sms")
print(sent.url, flush=True)
for typed in sys.stdin:
    check = service.verification_checks.create(to=TO, code=typed.strip())
    print(check.status, flush=True)
    if check.status == "approved":
        break
for number in range(3):
    client.verify.v2.services.create(friendly_name=f"Shop {number}")
print(len(client.verify.v2.services.list(page_size=2)))
