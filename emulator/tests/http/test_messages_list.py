"""The read-only Messages list of api.twilio.com, from which an account holder reads codes."""

from collections.abc import Callable
from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, TOKEN, Local, basic

PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
OTHER = "+15017122662"


def bodies(emulator: Local, query: str = "") -> list[str]:
    answer = emulator.get(PATH + query)
    assert answer.status == 200
    return [message["body"] for message in answer.json["messages"]]


def test_a_message_is_shown_as_the_receiving_account_sees_it(emulator: Local) -> None:
    """twilio.com/docs/messaging/api/message-resource."""
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05.678Z")
    emulator.start()
    (shown,) = emulator.get(PATH).json["messages"]
    own = emulator.messages()[0]
    assert shown == {
        "body": own["body"],
        "num_segments": "1",
        "direction": "inbound",
        "from": "+15005550006",
        "to": TO,
        "date_updated": "Fri, 02 Jan 2026 03:04:05 +0000",
        "price": None,
        "error_message": None,
        "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{own['id']}.json",
        "account_sid": ACCOUNT,
        "num_media": "0",
        "status": "received",
        "messaging_service_sid": None,
        "sid": own["id"],
        "date_sent": "Fri, 02 Jan 2026 03:04:05 +0000",
        "date_created": "Fri, 02 Jan 2026 03:04:05 +0000",
        "error_code": None,
        "price_unit": "USD",
        "api_version": "2010-04-01",
        "subresource_uris": {"media": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{own['id']}/Media.json"},
    }


def test_the_newest_comes_first(emulator: Local) -> None:
    """twilio.com/docs/messaging/api/message-resource: sorted by date, the newest first."""
    for name in ("One", "Two", "Three"):
        emulator.start(service=emulator.service(FriendlyName=name))
    assert [body.split()[1] for body in bodies(emulator)] == ["Three", "Two", "One"]


def test_the_list_can_be_asked_for_one_recipient(emulator: Local) -> None:
    """twilio.com/docs/messaging/api/message-resource, To."""
    emulator.start()
    emulator.start(OTHER)
    (shown,) = emulator.get(f"{PATH}?To=%2B15017122662").json["messages"]
    assert shown["to"] == OTHER


def test_only_sms_that_arrived_are_there(emulator: Local) -> None:
    """Our contract: what a phone would have received."""
    emulator.allow(undeliverable=[OTHER])
    for channel in ("call", "whatsapp", "rcs"):
        emulator.start(channel=channel)
    emulator.start(OTHER)
    assert bodies(emulator) == []
    emulator.start()
    assert len(bodies(emulator)) == 1


def test_another_account_sees_nothing_of_it(emulator: Local) -> None:
    """Our contract: every account is a tenant of its own."""
    emulator.start()
    emulator.account, emulator.token = "AC" + "1" * 32, "x"
    assert emulator.get(PATH.replace(ACCOUNT, emulator.account)).json["messages"] == []
    assert emulator.get(PATH).refusal == (404, 20404, f"The requested resource {PATH} was not found")


def envelope(emulator: Local, query: str) -> dict[str, Any]:
    shown: dict[str, Any] = emulator.get(PATH + query).json
    shown["messages"] = len(shown["messages"])
    return shown


def test_pages_lead_to_each_other(emulator: Local) -> None:
    """twilio.com/docs/usage/twilios-response, 2010-04-01 lists: relative URIs."""
    for index in range(5):
        emulator.start(f"+1501712266{index}")
    assert envelope(emulator, "?PageSize=2") == {
        "first_page_uri": f"{PATH}?PageSize=2&Page=0",
        "end": 1,
        "previous_page_uri": None,
        "messages": 2,
        "uri": f"{PATH}?PageSize=2&Page=0",
        "page_size": 2,
        "start": 0,
        "next_page_uri": f"{PATH}?PageSize=2&Page=1",
        "page": 0,
    }
    last = envelope(emulator, "?PageSize=2&Page=2")
    assert (last["messages"], last["start"], last["end"], last["next_page_uri"]) == (1, 4, 4, None)
    assert last["previous_page_uri"] == f"{PATH}?PageSize=2&Page=1"
    assert envelope(emulator, "?PageSize=2&Page=9")["messages"] == 0
    assert (
        envelope(emulator, "?To=%2B15017122660&PageSize=1")["uri"]
        == f"{PATH}?To=%2B15017122660&PageSize=1&Page=0"
    )


def test_an_oversized_page_skips_no_more_than_it_shows(emulator: Local) -> None:
    """Our contract: a clamped page size holds for what is skipped, too."""
    emulator.app.outbox._keep = 2_000
    for _ in range(1_001):
        emulator.start()
        emulator.update(TO, "canceled")
    first, second = (envelope(emulator, f"?PageSize=5000&Page={page}") for page in (0, 1))
    assert (first["messages"], second["messages"]) == (1000, 1)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", PATH, 405),
        ("GET", f"/2010-04-01/Accounts/{ACCOUNT}/Messages", 200),
        ("GET", f"/2010-04-01/Accounts/{ACCOUNT}/Messages/SM1.json", 404),
        ("GET", f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json", 404),
        ("GET", f"/2010-04-01/Accounts/{ACCOUNT}.json", 404),
        ("GET", f"/2010-04-01/{SERVICE}", 404),
    ],
)
def test_nothing_else_of_programmable_messaging_is_there(
    emulator: Local, method: str, path: str, status: int
) -> None:
    """Our contract: one read-only list."""
    assert emulator.send(method, path).status == status


@pytest.mark.parametrize("host", ["evil.com", "evil.com:8739", "127.0.0.1.nip.io", "", "a b"])
def test_a_page_whose_name_was_made_to_lead_here_reads_no_codes(emulator: Local, host: str) -> None:
    """Our contract: DNS rebinding. The well-known credentials keep nobody out."""
    emulator.start()
    headers = [(b"host", host.encode()), basic(ACCOUNT, TOKEN)]
    answer = emulator.send("GET", PATH, headers=headers)
    assert answer.refusal == (403, 20403, "403 Forbidden")
    assert "--public-url" in answer.hint
    assert emulator.send("GET", "/v2/Services", headers=headers).status == 200


def test_a_name_that_the_emulator_was_told_reads_codes(make_emulator: Callable[..., Local]) -> None:
    """Our contract: --public-url, --tls-name; and Twilio's own names, by whatever leads them here."""
    emulator = make_emulator(public_url="https://tunnel.evil.com", tls_name=["Name.Example.com"])
    for host in (b"tunnel.evil.com", b"name.example.com:8443", b"api.twilio.com", b"localhost:8739"):
        assert emulator.send("GET", PATH, headers=[(b"host", host), basic(ACCOUNT, TOKEN)]).status == 200
