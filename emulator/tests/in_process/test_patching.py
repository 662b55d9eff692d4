"""Every Twilio client of the process is led to an emulator, and nothing is left of it. Source: our contract."""

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import pytest
from harness.local import SERVICE, TO
from twilio.base.client_base import ClientBase
from twilio.base.exceptions import TwilioRestException
from twilio.http import HttpClient
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from verify_emulator import Account, Emulator, HostBlocked
from verify_emulator.environment import credentials

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

SID, TOKEN = "AC" + "a" * 32, "the application's own"
VARIABLES = tuple(credentials())


@pytest.fixture(autouse=True)
def _nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    before = set(vars(ClientBase))
    yield
    assert set(vars(ClientBase)) == before
    assert not set(VARIABLES) & set(os.environ)


class Refuses(HttpClient):
    """An HTTP client of the application's; it fails the test if it is used for anything but what it expects."""

    def __init__(self, *expected: str) -> None:
        super().__init__(None, False, None)
        self.expected = list(expected)

    def request(self, method: str, url: str, **_: Any) -> Response:
        assert url.split("/")[2] in self.expected, f"{method} {url} left the process"
        return Response(200, '{"sid": "XX", "messages": []}')


def started(client: Client) -> str:
    return str(client.verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms").status)


def test_a_client_that_exists_already_is_led_here(account: Account) -> None:
    client = Client(SID, TOKEN, http_client=Refuses())
    verify = client.verify
    with account.patch():
        assert (
            verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms").account_sid
            == account.account_sid
        )
    assert account.inbox(TO).next_code()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"region": "ie1"},
        {"edge": "sydney"},
        {"edge": "dublin", "region": "ie1"},
        {"account_sid": "AC" + "b" * 32},
    ],
    ids=str,
)
def test_clients_may_be_built_in_any_way(account: Account, options: dict[str, str]) -> None:
    with account.patch():
        assert started(Client(SID, TOKEN, http_client=Refuses(), **options)) == "pending"


def test_a_client_from_the_environment_needs_no_variables(account: Account) -> None:
    with account.patch():
        client = Client(http_client=Refuses())
        assert started(client) == "pending"
        assert client.username == account.account_sid
        assert os.environ["TWILIO_VERIFY_SERVICE_SID"] == account.service_sid


def test_variables_that_are_set_stay_as_they_are(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.MonkeyPatch.context() as own:
        own.setenv("TWILIO_ACCOUNT_SID", SID)
        with account.patch():
            assert os.environ["TWILIO_ACCOUNT_SID"] == SID
        assert os.environ["TWILIO_ACCOUNT_SID"] == SID


def test_a_subclass_of_the_client_is_led_here(account: Account) -> None:
    class Own(Client):
        def request(self, *args: Any, **more: Any) -> Any:
            return super().request(*args, **more)

    with account.patch():
        assert started(Own(SID, TOKEN, http_client=Refuses())) == "pending"


def test_a_plain_request_by_url_is_led_here(account: Account) -> None:
    with account.patch():
        answer = Client(SID, TOKEN, http_client=Refuses()).request(
            "GET", "https://verify.twilio.com/v2/Services"
        )
    assert answer.status_code == 200
    assert '"services":[' in answer.text


def test_an_async_client_is_led_here(account: Account) -> None:
    async def main() -> str:
        async with AsyncTwilioHttpClient() as http_client:
            verifications = (
                Client(SID, TOKEN, http_client=http_client).verify.v2.services(SERVICE).verifications
            )
            return str((await verifications.create_async(to=TO, channel="sms")).status)

    with account.patch():
        assert asyncio.run(main()) == "pending"


def test_a_sync_client_still_has_no_async_methods(account: Account) -> None:
    async def main() -> None:
        await Client(SID, TOKEN, http_client=Refuses()).verify.v2.services(SERVICE).fetch_async()

    with account.patch(), pytest.raises(RuntimeError, match="must be asynchronous"):
        asyncio.run(main())


def test_pages_are_read_here_too(account: Account) -> None:
    with account.patch():
        services = Client(SID, TOKEN, http_client=Refuses()).verify.v2.services
        for name in ("Shop a", "Shop b"):
            services.create(friendly_name=name)
        assert len(services.list(page_size=1)) == 3


def test_the_list_of_messages_is_this_accounts(account: Account) -> None:
    """Source: twilio.com/docs/messaging/api/message-resource; the path names the account."""
    client = Client(SID, TOKEN, http_client=Refuses())
    with account.patch():
        started(client)
        assert account.messages[0].code in client.messages.list(to=TO)[0].body


def test_wrong_credentials_are_found_out_where_they_are_kept(account: Account) -> None:
    wrong = Client(account.account_sid, "wrong", http_client=Refuses())
    right = Client(account.account_sid, account.auth_token, http_client=Refuses())
    with account.patch(credentials="keep"):
        assert started(right) == "pending"
        with pytest.raises(TwilioRestException, match="401"):
            started(wrong)
    with account.patch():
        assert started(wrong) == "pending"


def test_other_products_are_blocked(account: Account) -> None:
    client = Client(SID, TOKEN, http_client=Refuses())
    with account.patch():
        with pytest.raises(
            HostBlocked, match=r"POST https://api.twilio.com/2010-04-01/Accounts/AC.*/Messages.json"
        ):
            client.messages.create(to=TO, from_="+15005550006", body="Hello")
        with pytest.raises(HostBlocked, match=r"GET https://lookups.twilio.com/"):
            client.lookups.v2.phone_numbers(TO).fetch()
    assert [request.partition(" https://")[2].partition("/")[0] for request in account.blocked] == [
        "api.twilio.com",
        "lookups.twilio.com",
    ]
    account.reset()
    assert account.blocked == []


def test_other_products_are_left_alone_where_that_is_wanted(account: Account) -> None:
    client = Client(SID, TOKEN, http_client=Refuses("lookups.twilio.com"))
    with account.patch(others="leave"):
        assert client.lookups.v2.phone_numbers(TO).fetch() is not None
        assert started(client) == "pending"


def test_what_the_application_points_elsewhere_stays_there(account: Account) -> None:
    client = Client(SID, TOKEN, http_client=Refuses("127.0.0.1:1"))
    client.verify.base_url = "http://127.0.0.1:1"
    with account.patch():
        assert client.verify.v2.services(SERVICE).fetch().sid == "XX"


def test_the_innermost_of_several_is_in_force(verify: Emulator) -> None:
    outer, inner = verify.account(), verify.account()
    client = Client(SID, TOKEN, http_client=Refuses())
    with outer.patch():
        with inner.patch():
            started(client)
        started(client)
        started(client)
    assert (len(inner.messages), len(outer.messages)) == (1, 2)


def test_those_that_overlap_may_end_in_any_order(verify: Emulator) -> None:
    first, second = verify.account(), verify.account()
    one, other = first.patch(), second.patch()
    client = Client(SID, TOKEN, http_client=Refuses())
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    started(client)
    other.__exit__(None, None, None)
    assert (len(first.messages), len(second.messages)) == (0, 1)


def test_afterwards_clients_go_where_they_went_before(account: Account) -> None:
    own = Refuses("verify.twilio.com")
    client = Client(SID, TOKEN, http_client=own)
    with account.patch():
        started(client)
        kept = client.http_client
    assert client.http_client is own
    assert client.verify.v2.services(SERVICE).fetch().sid == "XX"
    assert kept.request("GET", "https://verify.twilio.com/").text


def test_the_applications_http_client_may_be_looked_at_and_changed_meanwhile(account: Account) -> None:
    client = Client(SID, TOKEN, http_client=TwilioHttpClient(timeout=7))
    with account.patch():
        assert client.http_client.timeout == 7
        client.http_client = replaced = Refuses()
        assert started(client) == "pending"
    assert client.http_client is replaced


def test_it_ends_when_the_block_fails(account: Account) -> None:
    with pytest.raises(ZeroDivisionError), account.patch():
        raise ZeroDivisionError


def test_a_function_may_be_decorated(verify: Emulator) -> None:
    @verify.patch()
    def sign_up(to: str) -> str:
        """Sends."""
        return str(
            Client(http_client=Refuses())
            .verify.v2.services(SERVICE)
            .verifications.create(to=to, channel="sms")
            .to
        )

    assert (sign_up(TO), sign_up(TO)) == (TO, TO)
    assert sign_up.__doc__ == "Sends."
    assert len(verify.messages) == 2


def test_a_coroutine_function_may_be_decorated(verify: Emulator) -> None:
    @verify.patch()
    async def sign_up() -> str:
        await asyncio.sleep(0)
        async with AsyncTwilioHttpClient() as http_client:
            verifications = Client(http_client=http_client).verify.v2.services(SERVICE).verifications
            return str((await verifications.create_async(to=TO, channel="sms")).status)

    assert asyncio.run(sign_up()) == "pending"
