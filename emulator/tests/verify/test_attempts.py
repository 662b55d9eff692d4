"""Attempts: one for each message with a code, and what becomes of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from harness.attempts import ATTEMPTS, listed, send, sids
from harness.enrolment import advance, freeze
from harness.limits import FULL, kept, numbered
from harness.local import SERVICE, TO, Local, wrong

from verify_emulator.verify.attempt import Attempt

BASE = "http://emulator.test"


def test_an_attempt_is_answered_as_twilio_does(emulator: Local) -> None:
    """twilio-oai, example of FetchVerificationAttempt; price, error_code and the network are what is known here."""
    freeze(emulator)
    verification = emulator.start().json
    sid = verification["send_code_attempts"][0]["attempt_sid"]
    expected = {
        "sid": sid,
        "account_sid": verification["account_sid"],
        "service_sid": SERVICE,
        "verification_sid": verification["sid"],
        "date_created": "2026-01-02T03:04:05Z",
        "date_updated": "2026-01-02T03:04:05Z",
        "conversion_status": "unconverted",
        "channel": "sms",
        "price": None,
        "channel_data": {
            "verification_sid": verification["sid"],
            "to": TO,
            "status": "unconfirmed",
            "message_status": "delivered",
            "error_code": None,
            "country": "US",
            "code_length": 6,
            "locale": "en",
            "mcc": "311",
            "mnc": "180",
            "carrier": "T-Mobile USA, Inc.",
        },
        "url": f"{BASE}{ATTEMPTS}/{sid}",
    }
    fetched = emulator.get(f"{ATTEMPTS}/{sid}")
    assert json.dumps(fetched.json) == json.dumps(expected)
    assert listed(emulator) == [expected]


def test_the_price_is_the_accounts(emulator: Local) -> None:
    """twilio-oai: value is text, currency lower case; our account setting."""
    sid = send(emulator)
    emulator.allow(attempt_price={"value": "0.0075"})
    assert emulator.get(f"{ATTEMPTS}/{sid}").json["price"] == {"value": "0.0075", "currency": "usd"}


@pytest.mark.parametrize(
    ("channel", "undeliverable", "delivery"),
    [
        ("sms", False, {"message_status": "delivered", "error_code": None}),
        ("sms", True, {"message_status": "undelivered", "error_code": "30008"}),
        ("call", False, {"call_status": "completed", "error_code": None}),
        ("call", True, {"call_status": "no-answer", "error_code": "30008"}),
    ],
)
def test_what_became_of_a_message_is_told(
    emulator: Local, channel: str, undeliverable: bool, delivery: dict[str, Any]
) -> None:
    """twilio-oai: the words; the member of a call is ours."""
    emulator.allow(undeliverable=["*"] if undeliverable else [])
    data = emulator.get(f"{ATTEMPTS}/{send(emulator, channel=channel)}").json["channel_data"]
    assert {**data, **delivery} == data
    assert len({"message_status", "call_status"} & set(data)) == 1


@pytest.mark.parametrize(
    ("to", "channel", "country", "locale", "carrier"),
    [
        ("+4915112345678", "sms", "DE", "de", "Telekom Deutschland"),
        ("+16135550123", "sms", "CA", "en", None),
        ("+442079460000", "sms", "GB", "en", None),
        ("+19995551234", "sms", "US", "en", "T-Mobile USA, Inc."),
        ("+80012345678", "sms", "001", "en", None),
        ("ann@example.com", "email", None, "en", None),
    ],
)
def test_country_locale_and_carrier_come_from_the_recipient(
    emulator: Local, to: str, channel: str, country: str | None, locale: str, carrier: str | None
) -> None:
    """twilio.com/docs/verify/api/attempts; what is not known is null."""
    data = emulator.get(f"{ATTEMPTS}/{send(emulator, to, channel)}").json["channel_data"]
    assert (data["to"], data["country"], data["locale"], data["carrier"]) == (to, country, locale, carrier)
    assert (data["mcc"] is None) is (carrier is None)
    assert (data["mnc"] is None) is (carrier is None)


@pytest.mark.parametrize(
    ("form", "locale"),
    [({"Locale": "es"}, "es"), ({"TemplateSid": f"HJ{3:032x}", "Locale": "pt-BR"}, "pt-BR")],
)
def test_the_locale_is_that_of_the_message(emulator: Local, form: dict[str, str], locale: str) -> None:
    """twilio.com/docs/verify/api/attempts."""
    data = emulator.get(f"{ATTEMPTS}/{send(emulator, **form)}").json["channel_data"]
    assert data["locale"].lower() == locale.lower() == emulator.messages()[0]["locale"].lower()


def test_the_length_of_a_custom_code_is_told(emulator: Local) -> None:
    """twilio.com/docs/verify/api/attempts."""
    service = emulator.service(CustomCodeEnabled="true", CodeLength="8")
    first, second = send(emulator, service=service), send(emulator, service=service, CustomCode="1234")
    assert [one["channel_data"]["code_length"] for one in listed(emulator)] == [4, 8]
    assert sids(emulator) == [second, first]


def test_a_fallback_is_an_attempt_of_its_own(emulator: Local) -> None:
    """Our extension: WhatsApp, then SMS."""
    emulator.allow(undeliverable=[{"to": TO, "channel": "whatsapp"}])
    emulator.start(
        channel="whatsapp", ChannelConfiguration='{"whatsapp": {"enabled": true}, "sms": {"enabled": true}}'
    )
    found = listed(emulator)
    assert [one["channel"] for one in found] == ["sms", "whatsapp"]
    assert [one["channel_data"]["message_status"] for one in found] == ["delivered", "undelivered"]
    assert found[0]["verification_sid"] == found[1]["verification_sid"]


def test_silent_network_auth_sends_nothing_and_so_is_no_attempt(emulator: Local) -> None:
    """twilio-oai: sna is not among the channels of attempts."""
    emulator.allow(sna=True)
    sid = send(emulator, channel="sna")
    assert listed(emulator) == []
    assert emulator.get(f"{ATTEMPTS}/{sid}").status == 404
    verification = emulator.fetch(TO).json["sid"]
    send(emulator)
    assert emulator.update(verification, "approved").status == 200
    assert [one["conversion_status"] for one in listed(emulator)] == ["converted"]


# What becomes of it


def test_a_right_code_converts_every_attempt_of_its_verification_and_no_other(emulator: Local) -> None:
    """twilio.com/docs/verify/api/attempts; that the earlier ones convert, too, is ours."""
    freeze(emulator)
    earlier, others = send(emulator), send(emulator, numbered(1))
    later = send(emulator, channel="call")
    advance(emulator, 7)
    assert emulator.check(wrong(emulator.code())).json["valid"] is False
    assert sids(emulator, Status="converted") == []
    assert emulator.check(emulator.code()).json["valid"] is True
    assert sids(emulator, Status="converted") == [later, earlier]
    assert sids(emulator, Status="unconverted") == [others]
    first = emulator.get(f"{ATTEMPTS}/{earlier}").json
    assert (first["date_created"], first["date_updated"]) == ("2026-01-02T03:04:05Z", "2026-01-02T03:04:12Z")
    advance(emulator, 600)
    status = {one["sid"]: one["channel_data"]["status"] for one in listed(emulator)}
    assert status == {later: "confirmed", earlier: "confirmed", others: "expired"}


def test_a_verification_started_afresh_converts_its_own_attempts(emulator: Local) -> None:
    """twilio.com/docs/verify/api/attempts."""
    first = send(emulator)
    emulator.update(emulator.fetch(TO).json["sid"], "canceled")
    second = send(emulator)
    emulator.check(emulator.code())
    assert (sids(emulator, Status="converted"), sids(emulator, Status="unconverted")) == ([second], [first])


def test_attempts_outlive_their_service(emulator: Local) -> None:
    """Our rule: attempts belong to the account."""
    service = emulator.service()
    sid = send(emulator, service=service)
    assert emulator.send("DELETE", f"/v2/Services/{service}").status == 204
    assert sids(emulator, VerifyServiceSid=service) == [sid]


def test_a_refused_start_leaves_no_attempt(emulator: Local) -> None:
    """Our contract: a refused request changes nothing."""
    for _ in range(5):
        send(emulator)
    before = kept(emulator)
    assert emulator.start().refusal[1] == 60203
    assert emulator.start(numbered(1), Locale="xx").refusal[1] == 60200
    assert kept(emulator) == before


# Limits and tenants


def test_lists_and_fetches_are_counted_together(emulator: Local) -> None:
    """twilio.com/docs/verify/api/attempts: 100 a minute; that they are counted together is ours."""
    freeze(emulator)
    sid = send(emulator)
    for _ in range(50):
        assert emulator.get(ATTEMPTS).status == emulator.get(f"{ATTEMPTS}/{sid}").status == 200
    advance(emulator, 18)
    before = kept(emulator)
    for path in (ATTEMPTS, f"{ATTEMPTS}/{sid}"):
        answer = emulator.get(path)
        assert (answer.refusal, answer.headers["retry-after"]) == (FULL, "42")
    assert kept(emulator) == before
    assert emulator.get(f"{ATTEMPTS}/VL{'f' * 32}").status == 404
    advance(emulator, 42)
    assert emulator.get(ATTEMPTS).status == 200


def test_the_limit_can_be_lifted_for_one_account_or_all(
    emulator: Local, make_emulator: Callable[..., Local]
) -> None:
    """Our setting rate_limits, our option --no-rate-limits."""
    emulator.allow(rate_limits=False)
    for local in (emulator, make_emulator(no_rate_limits=True)):
        assert {local.get(ATTEMPTS).status for _ in range(101)} == {200}


def test_tenants_do_not_see_each_others_attempts(emulator: Local) -> None:
    """Our contract: one account knows nothing of another."""
    sid = send(emulator)
    for _ in range(100):
        emulator.get(ATTEMPTS)
    emulator.account, emulator.token = "AC" + "1" * 32, "another"
    assert sids(emulator) == sids(emulator, ChannelData__To=TO) == []
    assert emulator.get(f"{ATTEMPTS}/{sid}").status == 404
    with emulator.app.store.transaction(emulator.account) as session:
        assert session.count(Attempt) == 0


@pytest.mark.parametrize("key", ["", "VL", "VL" + "0" * 32, SERVICE, "%00", "Summary%20", "summary"])
def test_an_unknown_attempt_is_not_found(emulator: Local, key: str) -> None:
    """twilio.com/docs/api/errors/20404."""
    path = f"{ATTEMPTS}/{key}"
    assert emulator.get(path).refusal == (404, 20404, f"The requested resource {path} was not found")
