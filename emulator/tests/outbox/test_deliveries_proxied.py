"""Proxies lead to receivers elsewhere, never to this machine. Source of all: our contract."""

import pytest
from harness.posting import play, post
from harness.receiver import Receiver
from twilio.request_validator import RequestValidator

from verify_emulator.outbox.deliveries import Deliveries, Delivery
from verify_emulator.outbox.transport import is_local

VARIABLES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)


def deliver(url: str) -> Delivery:
    async def scenario(deliveries: Deliveries) -> Delivery:
        delivery = deliveries.add(post(url))
        assert await deliveries.finish(60)
        return delivery

    return play(scenario, token_of=lambda sid: "token")


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0"])
def test_no_proxy_is_used_for_this_machine(host: str, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    listens_on = {"[::1]": "::1"}.get(host, "127.0.0.1")
    with Receiver() as proxy, Receiver(host=listens_on) as receiver:
        monkeypatch.setenv(variable, f"http://{proxy.host}")
        delivery = deliver(f"http://{host}:{receiver.port}/hook")
    assert delivery.state == "delivered"
    assert (len(receiver.received), proxy.received) == (1, [])


@pytest.mark.parametrize("variable", ["http_proxy", "all_proxy"])
def test_receivers_elsewhere_are_reached_through_the_proxy_of_the_environment(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Receiver() as proxy:
        monkeypatch.setenv(variable, f"http://{proxy.host}")
        delivery = deliver("http://receiver.invalid/hook?a=1")
        (received,) = proxy.received
    assert delivery.state == "delivered"
    assert (received.method, received.target) == ("POST", "http://receiver.invalid/hook?a=1")
    assert RequestValidator("token").validate(
        received.target, dict(received.form), received.headers["x-twilio-signature"]
    )


def test_a_proxy_that_cannot_be_used_is_a_failure_that_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "nonsense://proxy")
    delivery = deliver("http://receiver.invalid/")
    assert delivery.state == "failed"
    assert delivery.error.startswith("ValueError: ") or "nonsense" in delivery.error


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("0.0.0.0", True),
        ("localhost", True),
        ("app.localhost", True),
        ("localhost.example.com", False),
        ("notlocalhost", False),
        ("example.com", False),
        ("10.0.0.1", False),
        ("::2", False),
    ],
)
def test_what_is_local(host: str, expected: bool) -> None:
    """RFC 6761, 6.3; RFC 1122, 3.2.1.3."""
    assert is_local(host) is expected
