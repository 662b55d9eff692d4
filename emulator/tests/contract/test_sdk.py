"""The unchanged Twilio SDK does a whole job against the emulator, as a user's program does."""

import asyncio
from collections.abc import Iterator

import pytest
from harness.local import ACCOUNT, SERVICE, TO, TOKEN, wrong
from harness.served import Served
from harness.tenant import PASSKEY
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client
from twilio.rest.verify.v2.service.new_factor import NewFactorList


@pytest.fixture
def client(served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """As a user has it: one line points it at the emulator."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    client = Client(ACCOUNT, TOKEN)
    client.verify.base_url = served.url
    client.api.base_url = served.url
    yield client
    client.http_client.session.close()


def test_the_main_job_runs_with_the_unchanged_sdk(client: Client, served: Served) -> None:
    """twilio.com/docs/verify/quickstarts/node-express: create a service, send, check."""
    service = client.verify.v2.services.create(friendly_name="My App")
    verifications = client.verify.v2.services(service.sid).verifications
    assert verifications.create(to=TO, channel="sms").status == "pending"
    code = served.wire.code()
    checks = client.verify.v2.services(service.sid).verification_checks
    assert checks.create(to=TO, code=wrong(code)).status == "pending"
    assert checks.create(to=TO, code=code).status == "approved"
    with pytest.raises(TwilioRestException, match="was not found") as gone:
        checks.create(to=TO, code=code)
    assert (gone.value.status, gone.value.code) == (404, 20404)


def test_the_sdk_pages_through_a_list(client: Client, served: Served) -> None:
    """The twilio package follows meta.next_page_url: it must lead back to the emulator."""
    created = [client.verify.v2.services.create(friendly_name=f"App {name}").sid for name in "abcde"]
    listed = client.verify.v2.services.list(page_size=2)
    assert [service.sid for service in listed] == [SERVICE, *created]


def test_the_sdk_reads_the_code_from_the_messages_list(client: Client, served: Served) -> None:
    """twilio.com/docs/messaging/api/message-resource: as a test against Twilio would read it."""
    for channel in ("sms", "call", "sms"):
        client.verify.v2.services(SERVICE).verifications.create(to=TO, channel=channel)
    messages = client.messages.list(to=TO, page_size=1)
    assert len(messages) == 2
    assert served.wire.code() in messages[0].body
    assert messages[0].date_sent >= messages[1].date_sent


@pytest.mark.filterwarnings(
    "ignore:BasicAuth is deprecated:DeprecationWarning",
    "ignore:The .auth. parameter is deprecated:DeprecationWarning",
)
def test_json_that_the_async_sdk_sends_as_a_form_is_refused_in_words(served: Served) -> None:
    """github.com/twilio/twilio-python/issues/932, in 9.13.0: what it sends for passkeys is no JSON."""

    async def make_passkey() -> None:
        http_client = AsyncTwilioHttpClient()
        client = Client(ACCOUNT, TOKEN, http_client=http_client)
        client.verify.base_url = served.url
        request = NewFactorList.CreateNewPasskeysFactorRequest(PASSKEY)
        try:
            await client.verify.v2.services(SERVICE).new_factors.create_async(request)
        finally:
            await http_client.close()

    with pytest.raises(TwilioRestException) as refused:
        asyncio.run(make_passkey())
    assert (refused.value.status, refused.value.code) == (400, 60306)
