"""What a parameter with a bad value is told. Source of all: our contract, an unexpected answer explains itself: what
was expected and what was sent, in words of ours and not of a library's."""

from typing import Any
from urllib.parse import urlencode

import pytest
from harness.enrolment import Person
from harness.handset import Handset
from harness.local import SERVICE, TO, Local

from verify_emulator.masking import MASKED

BASE = f"/v2/Services/{SERVICE}"


@pytest.mark.parametrize(
    ("path", "form", "hint"),
    [
        (
            "/v2/Services",
            {"FriendlyName": "ab123456"},
            "FriendlyName: has more than four digits. Sent was ab123456.",
        ),
        (
            "/v2/Services",
            {"FriendlyName": "x" * 70},
            f"FriendlyName: longer than 30 characters. Sent was {'x' * 64}... (70 characters).",
        ),
        (
            "/v2/Services",
            {"FriendlyName": "A", "CodeLength": "11"},
            "CodeLength: more than 10, which is the most. Sent was 11.",
        ),
        (
            "/v2/Services",
            {"FriendlyName": "A", "CodeLength": "3"},
            "CodeLength: less than 4, which is the least. Sent was 3.",
        ),
        (
            "/v2/Services",
            {"FriendlyName": "A", "CodeLength": "six"},
            "CodeLength: not a whole number. Sent was six.",
        ),
        (
            "/v2/Services",
            {"FriendlyName": "A", "LookupEnabled": "yes"},
            "LookupEnabled: neither true nor false. Sent was yes.",
        ),
        (
            "/v2/Services",
            {"FriendlyName": "A", "DefaultTemplateSid": "HJ1"},
            "DefaultTemplateSid: not the SID of a Template of Verify (HJ and 32 hex digits). Sent was HJ1.",
        ),
        (
            "/v2/Services",
            {"FriendlyName": "A", "DefaultTemplateSid": SERVICE},
            f"DefaultTemplateSid: {SERVICE} is the SID of a Verify Service, not of a Template of Verify "
            "(HJ and 32 hex digits).",
        ),
        (
            f"{BASE}/RateLimits",
            {"UniqueName": "a b"},
            "UniqueName: not made of letters, digits, _, . and -. Sent was a b.",
        ),
        (
            f"{BASE}/Entities",
            {"Identity": "jane@example.com"},
            "Identity: not made of letters, digits and single dashes between them. Sent was jane@example.com.",
        ),
        (
            f"{BASE}/Entities",
            {"Identity": "jane"},
            "Identity: shorter than 8 characters. Sent was jane (4 characters).",
        ),
    ],
)
def test_what_was_expected_and_what_was_sent_are_told(
    emulator: Local, path: str, form: dict[str, Any], hint: str
) -> None:
    answer = emulator.post(path, form)
    assert answer.status == 400
    assert answer.hint.startswith(hint)


def test_the_choice_that_is_meant_is_named(emulator: Local) -> None:
    sid = emulator.start().json["sid"]
    said = "Status: none of canceled, approved. Sent was"
    assert emulator.update(sid, "Approved").hint == f"{said} Approved: is approved meant?"
    assert emulator.update(sid, "cancelled").hint == f"{said} cancelled: is canceled meant?"
    assert emulator.update(sid, "pending").hint == f"{said} pending."


def test_a_date_that_is_none_is_told_as_it_was_sent(emulator: Local) -> None:
    assert emulator.get("/v2/Attempts?DateCreatedAfter=x").hint == (
        "DateCreatedAfter: no date of ISO 8601, such as 2026-01-02T03:04:05Z. Sent was x."
    )


def test_a_secret_is_not_repeated(emulator: Local) -> None:
    person = Person(emulator, "person-0001")
    answer = person.add_totp(**{"Binding.Secret": "not-base-32"})
    assert answer.status == 400
    assert "Binding.Secret" in MASKED
    assert "not-base-32" not in answer.hint


def test_the_password_of_a_receiver_is_not_repeated(emulator: Local) -> None:
    form = {"FriendlyName": "Hook", "EventTypes": "*", "WebhookUrl": "ftp://jane:secret@hooks.test/"}
    answer = emulator.post(f"{BASE}/Webhooks", form)
    assert answer.status == 400
    assert "hooks.test" in answer.hint
    assert "secret" not in answer.hint


@pytest.mark.parametrize(
    ("form", "hint"),
    [
        ({"Channel": "SMS"}, "SMS is no channel: is sms meant? They are auto, call, "),
        ({"Channel": "emial"}, "emial is no channel: is email meant? They are auto, call, "),
        ({"Channel": "voice"}, "voice is no channel: is call meant? They are auto, call, "),
        ({"Channel": "pigeon"}, "pigeon is no channel: they are auto, call, "),
        ({"Locale": "en_US"}, "Locale en_US is none: is en-US meant? They are af, ar, "),
        ({"Locale": "pt_br"}, "Locale pt_br is none: is pt-BR meant? They are af, ar, "),
        ({"Locale": "xx"}, "Locale xx is none: they are af, ar, "),
        ({"EnableSnaClientToken": "yes"}, "EnableSnaClientToken is true or false, and not yes."),
        (
            {"TemplateSid": "HJ" + "1" * 32},
            f"The account has no template HJ{'1' * 32}: GET /v2/Templates lists ",
        ),
        (
            {"TemplateSid": "HX" + "1" * 32},
            f"HX{'1' * 32} is the SID of a Content Template, not of a Template of Verify (HJ...): GET /v2/Templates ",
        ),
    ],
)
def test_of_a_send_the_value_that_is_meant_is_named(emulator: Local, form: dict[str, Any], hint: str) -> None:
    emulator.allow(sna=True)
    answer = emulator.post(f"{BASE}/Verifications", {"To": TO, "Channel": "sms", **form})
    assert answer.status == 400
    assert answer.hint.startswith(hint), answer.hint


def test_a_custom_code_of_another_length_is_named(emulator: Local) -> None:
    service = emulator.service(CustomCodeEnabled="true")
    hint = emulator.start(service=service, CustomCode="123").hint
    assert hint == "CustomCode has 3 characters; 4 to 10 are allowed."


def test_the_prefix_that_is_blocked_is_named(emulator: Local) -> None:
    emulator.allow(blocked_prefixes=("+44", "+1501"))
    answer = emulator.start()
    assert answer.status == 403
    assert answer.hint.startswith(
        f"{TO} begins with +1501, which is among the account setting blocked_prefixes "
    )


@pytest.mark.parametrize(
    ("form", "hint"),
    [
        ({"HiddenDetails": "ip"}, "HiddenDetails: not JSON. Sent was ip."),
        ({"Details.Fields": "Action"}, "Details.Fields.0: not JSON. Sent was Action."),
        ({"Details.Fields": ""}, "Details.Fields.0: not JSON. Sent was an empty text."),
        (
            {"HiddenDetails": f'{{"a":"{"x" * 1_100}"}}'},
            f'HiddenDetails: longer than 1024 characters. Sent was {{"a":"{"x" * 58}...',
        ),
    ],
)
def test_around_challenges_what_is_no_json_is_told(emulator: Local, form: dict[str, Any], hint: str) -> None:
    person = Person(emulator, "person-0001")
    answer = person.challenge(person.verified_push(), **form)
    assert (answer.status, answer.hint) == (400, hint)


def test_too_many_of_a_list_are_counted(emulator: Local) -> None:
    person = Person(emulator, "person-0001")
    factor = person.verified_push()
    fields = [("Details.Fields", '{"label": "a", "value": "b"}')] * 21
    form = [("FactorSid", factor["sid"]), ("Details.Message", "Hi"), *fields]
    answer = emulator.send("POST", f"{person.path}/Challenges", urlencode(form).encode())
    assert answer.hint.startswith("Details.Fields: has 21, and 20 are the most. Sent was ")


def test_what_a_push_factor_needs_is_named(emulator: Local) -> None:
    person = Person(emulator, "person-0001")
    hint = person.add_push(Handset(), **{"Config.NotificationToken": None}).hint
    assert hint.startswith("A push factor needs Config.NotificationToken, unless ")
