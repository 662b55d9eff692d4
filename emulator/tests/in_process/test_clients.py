"""Twilio's clients in front of an emulator in memory behave as they do over the network."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
import requests
from harness.local import SERVICE, TO
from harness.tenant import PASSKEY
from hypothesis import given
from hypothesis import strategies as st
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client
from twilio.rest.verify.v2.service.new_factor import NewFactorList

from verify_emulator import Account, Emulator
from verify_emulator.loopback import encode

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

RELYING_PARTY = {
    "passkeys_relying_party_id": "example.com",
    "passkeys_relying_party_name": "Example",
    "passkeys_relying_party_origins": "https://example.com",
}
URL = f"https://verify.twilio.com/v2/Services/{SERVICE}/Verifications"
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
VALUE = st.one_of(TEXT, st.integers(), st.booleans(), st.none(), st.lists(TEXT, max_size=3))
FIELDS = st.dictionaries(st.text("abcXYZ.", min_size=1, max_size=8), VALUE, max_size=4)


@given(FIELDS)
def test_forms_are_the_bytes_that_requests_would_send(fields: dict[str, Any]) -> None:
    """Source: the requests library, through which the SDK sends."""
    prepared = requests.Request("POST", URL, data=fields).prepare()
    expected = (prepared.body or b"") if isinstance(prepared.body, bytes | None) else prepared.body.encode()
    assert encode("POST", URL, data=fields).body == expected


@given(FIELDS)
def test_queries_are_the_bytes_that_requests_would_send(fields: dict[str, Any]) -> None:
    """Source: the requests library, through which the SDK sends."""
    prepared = requests.Request("GET", URL, params=fields).prepare()
    sent = encode("GET", URL, params=fields)
    assert sent.url.partition("?")[2] == (prepared.url or "").partition("?")[2]


@given(st.dictionaries(st.text("abcXYZ.", min_size=1, max_size=8), TEXT, min_size=1, max_size=4))
def test_forms_are_the_bytes_that_aiohttp_would_send(fields: dict[str, str]) -> None:
    """Source: the aiohttp library, through which the SDK's async client sends."""
    payload = aiohttp.FormData(fields)()
    assert isinstance(payload, aiohttp.BytesPayload)
    assert encode("POST", URL, data=fields).body == payload._value


@pytest.mark.parametrize(
    "identity", ["plain-identity", "with blank", "änderung-ß", "a%2Fb-escaped", "a+b@example.com"]
)
def test_paths_arrive_as_over_the_network(account: Account, verify: Emulator, identity: str) -> None:
    """Source: the requests library, which escapes what a URL may not hold."""
    account.settings.rate_limits = False
    in_memory = account.client()
    over_http = Client(account.account_sid, account.auth_token)
    over_http.http_client.session.trust_env = False
    over_http.verify.base_url = verify.url
    outcomes = []
    for client in (in_memory, over_http):
        service = client.verify.v2.services(client.verify.v2.services.create(friendly_name="Shop").sid)
        try:
            factor = service.entities(identity).new_factors.create(factor_type="totp", friendly_name="Phone")
            outcomes.append((factor.identity, service.entities(identity).fetch().identity))
        except TwilioRestException as error:
            outcomes.append((str(error.status), str(error.code)))
    assert outcomes[0] == outcomes[1]


def test_errors_are_the_sdks(account: Account) -> None:
    with pytest.raises(TwilioRestException) as raised:
        account.client().verify.v2.services(SERVICE).verifications.create(to="nonsense", channel="sms")
    assert (raised.value.status, raised.value.code) == (400, 60200)


def test_wrong_credentials_are_refused(account: Account) -> None:
    client = Client(account.account_sid, "another token", http_client=account.http_client())
    with pytest.raises(TwilioRestException) as raised:
        client.verify.v2.services(SERVICE).fetch()
    assert (raised.value.status, raised.value.code) == (401, 20003)


def test_pages_lead_from_one_to_the_next(account: Account) -> None:
    services = account.client().verify.v2.services
    names = [f"Shop {'abcde'[number]}" for number in range(5)]
    for name in names:
        services.create(friendly_name=name)
    assert [service.friendly_name for service in services.list(page_size=2)][1:] == names
    page = services.page(page_size=2)
    assert page.next_page_url.startswith("https://verify.twilio.com/v2/Services?")
    assert page.next_page().previous_page() is not None


def test_headers_are_those_of_the_answer(account: Account) -> None:
    answered = account.client().verify.v2.services(SERVICE).fetch_with_http_info()
    assert answered.status_code == 200
    assert answered.headers["Twilio-Request-Id"].startswith("RQ")


def test_other_products_are_refused_here_and_not_asked(account: Account) -> None:
    client = account.client()
    with pytest.raises(TwilioRestException) as raised:
        client.messages.create(to=TO, from_="+15005550006", body="Hello")
    assert raised.value.status == 405
    with pytest.raises(TwilioRestException) as raised:
        client.lookups.v2.phone_numbers(TO).fetch()
    assert raised.value.status == 404


def test_the_message_list_is_there(account: Account) -> None:
    client = account.client()
    client.verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms")
    (message,) = client.messages.list(to=TO)
    assert account.inbox(TO).next_code() in message.body


def test_a_list_that_is_refused_raises_what_the_sdk_raises_for_it(account: Account) -> None:
    with pytest.raises(TwilioException):
        account.client().verify.v2.services("VA" + "f" * 32).rate_limits.list()


def test_json_bodies_arrive(account: Account) -> None:
    """The SDK sends the passkey operations as JSON."""
    client = account.client()
    service = client.verify.v2.services.create(friendly_name="Shop", **RELYING_PARTY)
    created = client.verify.v2.services(service.sid).new_factors.create(
        create_new_passkeys_factor_request=NewFactorList.CreateNewPasskeysFactorRequest(PASSKEY)
    )
    assert created.factor_type == "passkeys"


def test_json_bodies_of_the_async_client_are_as_broken_as_upstream(account: Account) -> None:
    """twilio-python#932: it sends a form with the media type of JSON, which Twilio refuses."""

    async def create() -> None:
        service = account.async_client().verify.v2.services(SERVICE)
        await service.new_factors.create_async(
            create_new_passkeys_factor_request=NewFactorList.CreateNewPasskeysFactorRequest(PASSKEY)
        )

    with pytest.raises(TwilioRestException) as raised:
        asyncio.run(create())
    assert raised.value.status == 400
    assert not account.requests[-1].body.startswith(b"{")


def test_a_coroutine_signs_in(account: Account) -> None:
    async def sign_in() -> str:
        service = account.async_client().verify.v2.services(SERVICE)
        await service.verifications.create_async(to=TO, channel="sms")
        code = await account.inbox(TO).next_code_async()
        return str((await service.verification_checks.create_async(to=TO, code=code)).status)

    assert asyncio.run(sign_in()) == "approved"


def test_an_async_client_pages_and_fails_like_the_sync_one(account: Account) -> None:
    async def read() -> tuple[int, int]:
        client = account.async_client()
        for number in range(3):
            await client.verify.v2.services.create_async(friendly_name=f"Shop {'abc'[number]}")
        found = await client.verify.v2.services.list_async(page_size=2)
        try:
            await client.verify.v2.services("VA" + "f" * 32).fetch_async()
        except TwilioRestException as error:
            return len(found), error.status
        raise AssertionError

    assert asyncio.run(read()) == (4, 404)


def test_a_client_for_asyncio_belongs_to_no_loop(account: Account) -> None:
    client = account.async_client()
    for _ in range(2):
        fetched = asyncio.run(_fetch(client))
        assert fetched == SERVICE


async def _fetch(client: Any) -> str:
    return str((await client.verify.v2.services(SERVICE).fetch_async()).sid)


def test_details_of_what_was_sent_can_be_looked_at_as_the_sdk_offers_it(account: Account) -> None:
    client = account.client()
    client.verify.v2.services(SERVICE).fetch()
    answered = client.http_client._test_only_last_response
    assert json.loads(answered.text)["sid"] == SERVICE
