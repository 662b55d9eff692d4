"""A document that is none is refused as a whole: the place and the reason in one line, no values, and nothing changes.

Source of all: our contract (docs/state.md).
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local
from harness.twins import dateless, document_of

from verify_emulator.state.faults import StateError
from verify_emulator.state.reading import read

SECRET = "a-secret-of-somebody"
OTHER = "AC" + "b" * 32

Document = dict[str, Any]
Spoil = Callable[[Document], object]


@pytest.fixture
def document(emulator: Local) -> Document:
    emulator.start()
    emulator.start("+447400123456")
    emulator.post(f"/v2/Services/{SERVICE}/Entities", Identity="person-0001")
    emulator.post(
        f"/v2/Services/{SERVICE}/Entities/person-0001/Factors", FriendlyName="App", FactorType="totp"
    )
    found: Document = json.loads(document_of(emulator))
    return found


def records(document: Document, name: str = "Verification") -> list[Document]:
    found: list[Document] = document["accounts"][0]["records"][name]
    return found


def fault_of(document: Document | bytes) -> str:
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(StateError) as refused:
        read(text)
    assert SECRET not in str(refused.value)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_what_is_no_json() -> None:
    assert fault_of(b'{"format": ') == "not JSON: EOF while parsing a value at line 1 column 11"
    assert fault_of(b"") == "not JSON: EOF while parsing a value at line 1 column 0"
    assert fault_of(b"[" * 100_000).startswith("not JSON: recursion limit exceeded")


@pytest.mark.parametrize("text", [b"[]", b"{}", b'"x"', b'{"format": "other"}', b'{"format": ["a"]}'])
def test_what_is_something_else(text: bytes) -> None:
    expected = 'not a state of this emulator: it has no "format": "twilio-verify-emulator-state"'
    assert fault_of(text) == expected


@pytest.mark.parametrize("version", [2, 99])
def test_what_a_newer_emulator_has_written(document: Document, version: int) -> None:
    document["version"] = version
    document["new"] = {}
    assert fault_of(document) == f"version: {version} needs a newer emulator; this one reads up to 1"


@pytest.mark.parametrize("version", [0, -1, "1", True, None, 1.5])
def test_what_has_no_version(document: Document, version: object) -> None:
    document["version"] = version
    assert fault_of(document) == "version: not a whole number from 1"


def put(*place: Any, value: object) -> Spoil:
    def spoil(document: Any) -> None:
        for part in place[:-1]:
            document = document[part]
        document[place[-1]] = value

    return spoil


def drop(*place: Any) -> Spoil:
    def spoil(document: Any) -> None:
        for part in place[:-1]:
            document = document[part]
        del document[place[-1]]

    return spoil


def phone_of(account_sid: str) -> Document:
    names = ("service_sid", "identity", "factor_sid", "credential_sid", "private_key")
    registration = dict.fromkeys(names, SECRET) | {"account_sid": account_sid}
    return {"friendly_name": "", "clock_correction": 0, "registration": registration}


FIRST = ("accounts", 0)
FACTOR = (*FIRST, "records", "Factor", 0)
NEWEST = (*FIRST, "records", "Verification", 1)
MESSAGE = ("messages", 0)

FAULTS: dict[str, tuple[Spoil, str]] = {
    "no accounts": (drop("accounts"), "accounts: is required"),
    "no time": (drop("saved_at"), "saved_at: is required"),
    "a time before all others": (
        put("saved_at", value="0001-01-01T00:00:00+14:00"),
        "saved_at: outside the years 1970 to 9500",
    ),
    "a clock that stands before all times": (
        put("clock", "frozen", value="0001-01-01T00:00:00+14:00"),
        "clock: outside the years 1970 to 9500",
    ),
    "a field more": (put("more", value=1), "more: there is no such field"),
    "accounts that are none": (put("accounts", value={}), "accounts: should be an array"),
    "an account that is none": (put("accounts", 0, value=SECRET), "accounts[0]: should be an object"),
    "a SID that is none": (
        put(*FIRST, "sid", value=SECRET),
        "accounts[0].sid: should match pattern '^AC[0-9a-fA-F]{32}$'",
    ),
    "a token that is none": (
        put(*FIRST, "token", value=[SECRET]),
        "accounts[0].token: should be a valid string",
    ),
    "a setting more": (
        put(*FIRST, "settings", "more", value=SECRET),
        "accounts[0].settings.more: there is no such field",
    ),
    "a setting that is none": (
        put(*FIRST, "settings", "sna", value=SECRET),
        "accounts[0].settings.sna: should be a valid boolean, unable to interpret input",
    ),
    "a clock that stands at no time": (
        put(*FIRST, "clock", "frozen", value=SECRET),
        "accounts[0].clock.frozen: should be a valid datetime or date, invalid character in year",
    ),
    "a clock that stands too late": (
        put("clock", "frozen", value="9550-01-01T00:00:00Z"),
        "clock: outside the years 1970 to 9500",
    ),
    "a clock without a zone": (
        put("clock", "frozen", value="2026-01-01T00:00:00"),
        "clock.frozen: should have timezone info",
    ),
    "a clock that is nowhere": (
        put("clock", "offset", value=SECRET),
        "clock.offset: should be a valid timedelta, invalid digit in duration",
    ),
    "randomness that is none": (
        put("random", value={"seed": 1, "position": [1, 2]}),
        "random: not a position of the source of randomness",
    ),
    "randomness beyond all bounds": (
        put("random", value={"seed": 1, "position": [2**70] * 625}),
        "random: not a position of the source of randomness",
    ),
    "a kind of record that there is not": (
        put(*FIRST, "records", "Secret", value=[]),
        "accounts[0].records.Secret: there is no such kind of record",
    ),
    "a number of what there is not": (
        put(*FIRST, "last_numbers", "Secret", value={}),
        "accounts[0].last_numbers.Secret: there is no such kind of record",
    ),
    "a number below zero": (
        put(*FIRST, "last_numbers", "Service", value={"": -1}),
        'accounts[0].last_numbers.Service."": should be greater than or equal to 0',
    ),
    "a record that is none": (
        put(*NEWEST, value=SECRET),
        "accounts[0].records.Verification[1]: should be an object",
    ),
    "a field of a record that is missing": (
        drop(*NEWEST, "code"),
        "accounts[0].records.Verification[1].code: is required",
    ),
    "a field of a record too many": (
        put(*NEWEST, "more", value=SECRET),
        "accounts[0].records.Verification[1].more: there is no such field",
    ),
    "a field of a record of another type": (
        put(*NEWEST, "sends", value=SECRET),
        "accounts[0].records.Verification[1].sends: should be a valid integer, unable to parse string as an integer",
    ),
    "a state that there is not": (
        put(*NEWEST, "status", value=SECRET),
        "accounts[0].records.Verification[1].status: should be 'pending', 'approved', 'canceled', "
        "'max_attempts_reached' or 'expired'",
    ),
    "a time without a zone": (
        put(*NEWEST, "expires_at", value="2026-01-01T00:00:00"),
        "accounts[0].records.Verification[1].expires_at: should have timezone info",
    ),
    "a time too late": (
        put(*NEWEST, "wrong_checks", value=["2026-01-01T00:00:00Z", "9999-01-01T00:00:00Z"]),
        "accounts[0].records.Verification[1].wrong_checks[1]: outside the years 1970 to 9500",
    ),
    "something deep inside": (
        put(*NEWEST, "send_code_attempts", 0, "sna", value={"outcome": 1, "client_token": {"x": SECRET}}),
        "accounts[0].records.Verification[1].send_code_attempts[0].sna.client_token: should be a valid string",
    ),
    "a record of another account": (
        put(*NEWEST, "account_sid", value=OTHER),
        "accounts[0].records.Verification[1].account_sid: not that of the account",
    ),
    "a record whose SID is none": (
        put(*NEWEST, "sid", value=SECRET),
        "accounts[0].records.Verification[1].sid: not a SID (VE and 32 hex digits)",
    ),
    "a number that goes back": (
        put(*NEWEST, "number", value=1),
        "accounts[0].records.Verification[1].number: not a whole number beyond that of the record before",
    ),
    "a number that is none": (
        put(*NEWEST, "number", value=True),
        "accounts[0].records.Verification[1].number: not a whole number beyond that of the record before",
    ),
    "a factor whose codes have no period": (
        put(*FACTOR, "config", "time_step", value=0),
        "accounts[0].records.Factor[0].config.time_step: should be greater than or equal to 20",
    ),
    "a factor whose codes have no length": (
        put(*FACTOR, "config", "code_length", value=SECRET),
        "accounts[0].records.Factor[0].config.code_length: should be a valid integer",
    ),
    "a factor whose codes are made in no way": (
        drop(*FACTOR, "config", "alg"),
        "accounts[0].records.Factor[0].config.alg: is required",
    ),
    "a factor whose secret is none": (
        put(*FACTOR, "secret", value=SECRET),
        "accounts[0].records.Factor[0].secret: not a secret in Base32",
    ),
    "a phone whose key is none": (
        put(*FIRST, "phones", value=[phone_of(ACCOUNT)]),
        "accounts[0].phones[0].registration.private_key: not a private key",
    ),
    "a message that is none": (put(*MESSAGE, value=3), "messages[0]: should be an object"),
    "a message without words": (drop(*MESSAGE, "compose"), "messages[0].compose: is required"),
    "words that are none": (
        put(*MESSAGE, "compose", "service", "ttl", value=SECRET),
        "messages[0].compose.service.ttl: should be a valid integer, unable to parse string as an integer",
    ),
    "a message that comes after all times": (
        put(*MESSAGE, "on_its_way", value={"fate": "delivered", "delay": 1e300}),
        "messages[0].on_its_way.delay: should be less than or equal to 1000000000",
    ),
    "a message on a channel that there is not": (
        put(*MESSAGE, "channel", value=SECRET),
        "messages[0].channel: should match pattern '^(sms|call|email|whatsapp|rcs)$'",
    ),
    "words of a channel that has none": (
        put(*MESSAGE, "compose", "channel", value="sna"),
        "messages[0].compose.channel: should match pattern '^(sms|call|email|whatsapp|rcs)$'",
    ),
    "words out of a template that is none": (
        put(*MESSAGE, "compose", "template", value=[SECRET]),
        "messages[0].compose.template[1]: is required",
    ),
    "a message of no account": (
        put(*MESSAGE, "account_sid", value=SECRET),
        "messages[0].account_sid: should match pattern '^AC[0-9a-fA-F]{32}$'",
    ),
    "a message of no attempt": (
        put(*MESSAGE, "attempt_sid", value=SECRET),
        "messages[0].attempt_sid: should match pattern '^VL[0-9a-fA-F]{32}$'",
    ),
    "a message in a state that there is not": (
        put(*MESSAGE, "status", value=SECRET),
        "messages[0].status: should match pattern '^(sent|delivered|undelivered|failed)$'",
    ),
    "an error that has no code": (
        put(*MESSAGE, "error_code", value=SECRET),
        "messages[0].error_code: should match pattern '^[0-9]{5}$'",
    ),
    "a message on its way to nowhere": (
        put(*MESSAGE, "on_its_way", value={"fate": "never", "delay": 1}),
        "messages[0].on_its_way: of a message that is still to arrive or to fail, after some time",
    ),
    "a fate without a code": (
        put(*MESSAGE, "on_its_way", value={"fate": "failed", "delay": 1, "error_code": SECRET}),
        "messages[0].on_its_way.error_code: should match pattern '^[0-9]{5}$'",
    ),
    "a cursor beyond all others": (
        put(*MESSAGE, "cursor", value=2**63),
        f"messages[0].cursor: should be less than {2**62}",
    ),
    "a last cursor beyond all others": (
        put("last_cursor", value=2**63),
        f"last_cursor: should be less than {2**62}",
    ),
    "a cursor that goes back": (
        put("messages", 1, "cursor", value=1),
        "messages[1].cursor: not beyond that of the message before",
    ),
    "a watched verification of another account": (
        put(
            *FIRST,
            "watched",
            value=[
                {
                    "account_sid": OTHER,
                    "service_sid": "",
                    "verification_sid": "",
                    "expires_at": "2026-01-01T00:00:00Z",
                }
            ],
        ),
        "accounts[0].watched[0].account_sid: not that of the account",
    ),
    "a phone of another account": (
        put(*FIRST, "phones", value=[phone_of(OTHER)]),
        "accounts[0].phones[0].registration.account_sid: not that of the account",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_broken(document: Document, name: str) -> None:
    spoil, expected = FAULTS[name]
    spoil(document)
    assert fault_of(document) == expected


def test_an_account_twice(document: Document) -> None:
    document["accounts"].append(document["accounts"][0])
    assert fault_of(document) == "accounts[1].sid: an account that came before has the same"


def test_a_sid_twice(document: Document) -> None:
    records(document)[1]["sid"] = records(document)[0]["sid"]
    expected = "accounts[0].records.Verification[1].sid: a record that came before has the same"
    assert fault_of(document) == expected


def test_a_sid_twice_below_different_parents(document: Document) -> None:
    factor = records(document, "Factor")[0]
    records(document, "Factor").append({**factor, "entity_sid": "YE" + "9" * 32})
    expected = "accounts[0].records.Factor[1].sid: a record that came before has the same"
    assert fault_of(document) == expected


def test_records_without_numbers_have_the_order_in_which_they_stand(document: Document) -> None:
    for record in records(document):
        del record["number"]
    (sections,) = (account.sections for account in read(json.dumps(document).encode()).accounts)
    (section,) = (one for one in sections or () if one.model.__name__ == "Verification")
    assert [(row.to, row.number) for row in section.rows] == [(TO, 1), ("+447400123456", 2)]


def test_little_is_enough() -> None:
    """Written by hand: what is left out is as in a new account."""
    document = {
        "format": "twilio-verify-emulator-state",
        "version": 1,
        "saved_at": "2026-01-02T03:04:05Z",
        "accounts": [{"sid": ACCOUNT}],
    }
    (account,) = read(json.dumps(document).encode()).accounts
    assert (account.token, account.sections, account.settings.psd2) == (None, None, True)


@pytest.mark.parametrize("name", FAULTS)
def test_after_a_refusal_everything_is_as_it_was(emulator: Local, document: Document, name: str) -> None:
    before = document_of(emulator)
    FAULTS[name][0](document)
    answer = emulator.send("PUT", "/_emulator/state", json.dumps(document).encode())
    assert (answer.status, list(answer.json)) == (400, ["error"])
    assert dateless(document_of(emulator)) == dateless(before)
