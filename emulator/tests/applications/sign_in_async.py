"""The same with the asynchronous client, which takes no notice of proxies."""

import asyncio
import os
import sys

from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

TO = "+15017122661"


async def main() -> None:
    async with AsyncTwilioHttpClient() as transport:
        account = (os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])
        client = Client(*account, http_client=transport)
        service = client.verify.v2.services(os.environ["TWILIO_VERIFY_SERVICE_SID"])

        sent = await service.verifications.create_async(to=TO, channel="sms")
        print(sent.url, flush=True)
        for typed in sys.stdin:
            check = await service.verification_checks.create_async(to=TO, code=typed.strip())
            print(check.status, flush=True)
            if check.status == "approved":
                break
        for number in range(3):
            await client.verify.v2.services.create_async(friendly_name=f"Shop {number}")
        print(len(await client.verify.v2.services.list_async(page_size=2)))


asyncio.run(main())
