"""A client that offers another protocol is answered in this one. Source: RFC 9110, 7.8."""

import pytest
from harness.local import ACCOUNT, TOKEN, basic
from harness.served import Served
from harness.wire import request

USUAL = [b": ".join(basic(ACCOUNT, TOKEN)), b"Content-Type: application/x-www-form-urlencoded"]
OFFERS = {
    "Java's HTTP client": [
        b"Connection: Upgrade, HTTP2-Settings",
        b"HTTP2-Settings: AAEAAEAA",
        b"Upgrade: h2c",
    ],
    "curl --http2": [b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABk"],
    "httpclient5": [b"Upgrade: TLS/1.2", b"Connection: Upgrade"],
    "small letters": [b"connection: upgrade", b"upgrade: h2c"],
}


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
def test_an_offer_to_change_the_protocol_does_not_cost_the_body(served: Served, offer: list[bytes]) -> None:
    answer = served.wire.ask("POST", "/v2/Services", b"FriendlyName=Shop", [*offer, *USUAL])
    assert answer.status == 201
    assert answer.json["friendly_name"] == "Shop"


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
def test_nor_the_connection(served: Served, offer: list[bytes]) -> None:
    first = request("GET", "/v2/Services", b"", [*offer, *USUAL])
    second = request("POST", "/v2/Services", b"FriendlyName=Shop", [*USUAL, b"Connection: close"])
    with served.wire.connect() as sock:
        sock.sendall(first)
        assert sock.recv(17).startswith(b"HTTP/1.1 200")
        sock.sendall(second)
        assert b"201 Created" in b"".join(iter(lambda: sock.recv(65536), b""))


def test_a_body_that_looks_like_an_offer_stays_as_it_is(served: Served) -> None:
    body = b"Unknown=\r\nUpgrade: h2c\r\n&FriendlyName=Shop"
    answer = served.wire.ask("POST", "/v2/Services", body, USUAL)
    assert answer.json["friendly_name"] == "Shop"
