"""The unchanged Twilio SDK gets everything that it reads."""

from collections.abc import Iterator
from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, TOKEN, Local, wrong
from harness.served import Served
from twilio.base.exceptions import TwilioRestException
from twilio.base.version import Version
from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceInstance
from twilio.rest.verify.v2.service.verification import VerificationInstance
from twilio.rest.verify.v2.service.verification_check import VerificationCheckInstance


class Watched(dict[str, Any]):
    """A payload that notes which keys are asked for."""

    def __init__(self, payload: dict[str, Any]) -> None:
        super().__init__(payload)
        self.read: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)


@pytest.fixture
def version() -> Version:
    return Client(ACCOUNT, TOKEN).verify.v2


def test_a_service_has_every_key_that_the_sdk_reads(emulator: Local, version: Version) -> None:
    """The twilio package, ServiceInstance."""
    payload = Watched(emulator.get(f"/v2/Services/{SERVICE}").json)
    ServiceInstance(version, payload)
    assert payload.read
    assert payload.read - payload.keys() == set()


def test_a_verification_has_every_key_that_the_sdk_reads(emulator: Local, version: Version) -> None:
    """The twilio package, VerificationInstance."""
    payload = Watched(emulator.start().json)
    VerificationInstance(version, payload, service_sid=SERVICE)
    assert payload.read
    assert payload.read - payload.keys() == set()


def test_a_check_has_every_key_that_the_sdk_reads(emulator: Local, version: Version) -> None:
    """The twilio package, VerificationCheckInstance."""
    emulator.start()
    payload = Watched(emulator.check("0000").json)
    VerificationCheckInstance(version, payload, service_sid=SERVICE)
    assert payload.read
    assert payload.read - payload.keys() == set()


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
