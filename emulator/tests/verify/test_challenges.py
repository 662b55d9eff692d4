"""Challenges: what may be asked, how they are shown and listed, how many there may be."""

import json
from collections.abc import Callable, Hashable
from datetime import timedelta
from typing import Any

import pytest
from harness.enrolment import BEGIN, CLOCK, IDENTITY, Person, advance, freeze, made, sids
from harness.handset import Handset
from harness.local import ACCOUNT, SERVICE, Local
from harness.passkeys import Passkeys

from verify_emulator.resources.call import Call
from verify_emulator.verify.challenge import Challenge
from verify_emulator.verify.entities import contend_on_entity

KEYS = [
    "sid",
    "account_sid",
    "service_sid",
    "entity_sid",
    "identity",
    "factor_sid",
    "date_created",
    "date_updated",
    "date_responded",
    "expiration_date",
    "status",
    "responded_reason",
    "details",
    "hidden_details",
    "metadata",
    "factor_type",
    "url",
    "links",
]
INVALID = (400, 60306, "Invalid Request")
TOO_MANY = (429, 60312, "Challenge creation limit reached")
FIELD = '{"label":"Action","value":"Sign up in portal"}'


def stamp(seconds: float) -> str:
    return (BEGIN + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_push_challenge_is_answered_as_twilio_does(person: Person, emulator: Local) -> None:
    """twilio-oai, example of CreateChallenge; date_responded is null while it is pending (a recorded list)."""
    factor = person.verified_push()
    form = {
        "Details.Message": "Hi! Mr. John Doe, would you like to sign up?",
        "Details.Fields": [FIELD, '{"label":"Location","value":"California"}'],
        "HiddenDetails": '{"ip": "172.168.1.234"}',
    }
    answer = person.challenge(factor, **form)
    body = answer.json
    assert (answer.status, list(body)) == (201, KEYS)
    url = f"http://emulator.test{person.path}/Challenges/{body['sid']}"
    assert body == {
        "sid": body["sid"],
        "account_sid": ACCOUNT,
        "service_sid": SERVICE,
        "entity_sid": factor["entity_sid"],
        "identity": IDENTITY,
        "factor_sid": factor["sid"],
        "date_created": stamp(0),
        "date_updated": stamp(0),
        "date_responded": None,
        "expiration_date": stamp(300),
        "status": "pending",
        "responded_reason": "none",
        "details": {
            "message": "Hi! Mr. John Doe, would you like to sign up?",
            "fields": [
                {"label": "Action", "value": "Sign up in portal"},
                {"label": "Location", "value": "California"},
            ],
        },
        "hidden_details": {"ip": "172.168.1.234"},
        "metadata": None,
        "factor_type": "push",
        "url": url,
        "links": {"notifications": f"{url}/Notifications"},
    }
    assert (body["sid"][:2], len(body["sid"])) == ("YC", 34)
    assert person.get(f"/Challenges/{body['sid']}").json == body
    assert person.get("/Challenges").json["challenges"] == [body]


def test_a_totp_challenge_needs_no_details(person: Person) -> None:
    """Our contract, a guess: without a message and fields, details is null."""
    body = person.challenged(person.verified_totp())
    assert (body["details"], body["hidden_details"], body["factor_type"]) == (None, None, "totp")


def test_a_totp_challenge_may_have_details(person: Person) -> None:
    """twilio-oai: details are used with push, and not refused elsewhere (a guess)."""
    factor = person.verified_totp()
    assert person.challenged(factor, **{"Details.Message": "Hi"})["details"] == {
        "message": "Hi",
        "fields": [],
    }
    fields = [{"label": "Action", "value": "Sign up in portal"}]
    with_fields = person.challenged(factor, **{"Details.Fields": FIELD})
    assert with_fields["details"] == {"message": None, "fields": fields}


def test_the_date_is_among_the_details_where_the_service_says_so(emulator: Local) -> None:
    """twilio-oai: Push.IncludeDate, false by default."""
    freeze(emulator)
    person = Person(emulator, service=emulator.service({"Push.IncludeDate": "true"}))
    body = person.challenged(person.verified_push())
    assert list(body["details"].items()) == [("message", "Sign in?"), ("date", stamp(0)), ("fields", [])]
    assert person.respond(Handset(), body).json["status"] == "approved"


GOOD = [
    ("Details.Message", "x" * 256, "details", {"message": "x" * 256, "fields": []}),
    ("Details.Message", "é😀 <b>\n", "details", {"message": "é😀 <b>\n", "fields": []}),
    ("HiddenDetails", "{}", "hidden_details", {}),
    ("HiddenDetails", "", "hidden_details", None),
    ("HiddenDetails", '{"a":"' + "x" * 1016 + '"}', "hidden_details", {"a": "x" * 1016}),
    ("ExpirationDate", "", "expiration_date", stamp(300)),
    ("ExpirationDate", stamp(1), "expiration_date", stamp(1)),
    ("ExpirationDate", stamp(3600), "expiration_date", stamp(3600)),
    ("ExpirationDate", stamp(3599)[:-1] + ".999Z", "expiration_date", stamp(3599)),
    ("ExpirationDate", "2026-01-02T04:04:04+00:30", "expiration_date", "2026-01-02T03:34:04Z"),
    ("ExpirationDate", "2026-01-02T03:34:04", "expiration_date", "2026-01-02T03:34:04Z"),
    ("AuthPayload", "x" * 9000, "status", "pending"),
]


@pytest.mark.parametrize(("name", "value", "place", "expected"), GOOD)
def test_a_good_value_is_kept(person: Person, name: str, value: str, place: str, expected: Any) -> None:
    """twilio-oai, CreateChallenge; an AuthPayload is used with TOTP only."""
    body = made(person.challenge(person.verified_push(), **{name: value}))
    assert body[place] == expected
    assert person.get(f"/Challenges/{body['sid']}").json == body


def test_up_to_twenty_fields_are_taken(person: Person) -> None:
    """twilio-oai."""
    factor = person.verified_push()
    fields = [json.dumps({"label": f"{n}" + "x" * 34, "value": "y" * 128}) for n in range(20)]
    body = person.challenged(factor, **{"Details.Fields": fields})
    assert body["details"]["fields"] == [json.loads(field) for field in fields]
    assert person.challenge(factor, **{"Details.Fields": [*fields, FIELD]}).refusal == INVALID


BAD = [
    ("Details.Message", "x" * 257),
    ("Details.Fields", ""),
    ("Details.Fields", "Action"),
    ("Details.Fields", "[" + FIELD + "]"),
    ("Details.Fields", '{"label":"' + "x" * 37 + '","value":"a"}'),
    ("Details.Fields", '{"label":"a","value":"' + "x" * 129 + '"}'),
    ("Details.Fields", '{"label":"a"}'),
    ("Details.Fields", '{"label":"a","value":1}'),
    ("HiddenDetails", "ip"),
    ("HiddenDetails", '{"ip": 1}'),
    ("HiddenDetails", "[]"),
    ("HiddenDetails", '{"a":"' + "x" * 1017 + '"}'),
    ("HiddenDetails", '{"a":"\\ud800"}'),
    ("ExpirationDate", stamp(0)),
    ("ExpirationDate", stamp(-1)),
    ("ExpirationDate", stamp(3601)),
    ("ExpirationDate", stamp(3600)[:-1] + ".001Z"),
    ("ExpirationDate", "2025-01-02"),
    ("ExpirationDate", "2027-01-02"),
    ("ExpirationDate", "tomorrow"),
    ("ExpirationDate", "1767323045"),
    ("ExpirationDate", "0001-01-01T00:00:00+14:00"),
    ("ExpirationDate", "9999-12-31T23:59:59-14:00"),
    ("FactorSid", "YF123"),
    ("FactorSid", "YC" + "0" * 32),
    ("FactorSid", "YF" + "g" * 32),
    ("FactorSid", "YF" + "0" * 33),
    ("FactorSid", "YF" + "0" * 32 + "\n"),
]


@pytest.mark.parametrize(("name", "value"), BAD, ids=lambda text: ascii(text[:24]))
def test_a_bad_value_is_an_invalid_request(person: Person, name: str, value: str) -> None:
    """twilio.com/docs/api/errors/60306 lists them all."""
    factor = person.verified_push()
    assert person.challenge(factor, **{name: value}).refusal == INVALID
    assert list(sids(person.get("/Challenges"))) == []


@pytest.mark.parametrize("form", [{}, {"FactorSid": ""}, {"ExpirationDate": "bad"}])
def test_a_challenge_needs_a_factor(person: Person, form: dict[str, str]) -> None:
    """twilio.com/docs/api/errors/20001."""
    person.totp()
    answer = person.post("/Challenges", form)
    assert answer.refusal == (400, 20001, "Missing required parameter FactorSid in the post body")


@pytest.mark.parametrize("value", ["", None])
def test_a_push_challenge_needs_a_message(person: Person, value: str | None) -> None:
    """twilio-oai: required when factor_type is push."""
    form = {"FactorSid": person.verified_push()["sid"], "Details.Fields": FIELD}
    answer = person.post("/Challenges", form if value is None else {**form, "Details.Message": value})
    assert answer.refusal == (400, 20001, "Missing required parameter Details.Message in the post body")


def test_only_a_verified_factor_is_challenged(person: Person) -> None:
    """twilio.com/docs/api/errors/60318."""
    for factor in (person.totp(), person.push()):
        assert person.challenge(factor).refusal == (403, 60318, "Factor is unverified")


def test_a_factor_of_somebody_else_is_not_found(person: Person, emulator: Local) -> None:
    """twilio.com/docs/api/errors/20404."""
    factor = person.verified_totp()
    other = Person(emulator, "person-0002")
    other.totp()
    path = f"{other.path}/Challenges"
    assert other.challenge(factor).refusal == (404, 20404, f"The requested resource {path} was not found")
    elsewhere = Person(emulator, service=emulator.service())
    elsewhere.totp()
    assert elsewhere.challenge(factor).status == 404
    assert person.post("/Challenges", FactorSid="YF" + "0" * 32).status == 404


def test_a_passkey_is_challenged_elsewhere(emulator: Local) -> None:
    """twilio-oai: POST …/Passkeys/Challenges."""
    passkeys = Passkeys(emulator)
    factor = passkeys.register(IDENTITY)
    assert Person(emulator).challenge(factor, **{"Details.Message": "Hi"}).refusal == INVALID


def test_a_passkeys_challenge_takes_no_signature_of_a_phone(emulator: Local) -> None:
    """twilio-oai: POST …/Passkeys/ApproveChallenge answers it."""
    passkeys = Passkeys(emulator)
    factor = passkeys.register(IDENTITY)
    challenge = passkeys.challenge(factor_sid=factor["sid"]).json
    person = Person(emulator)
    answer = person.answer(challenge, Handset().jws({"alg": "ES256"}, {"status": "approved"}))
    assert answer.refusal == (403, 60324, "Challenge verification failed")
    fetched = person.get(f"/Challenges/{challenge['sid']}")
    assert "twilio-verify-signature-fields" not in fetched.headers


# Lists


@pytest.fixture
def listed(person: Person, emulator: Local) -> dict[str, str]:
    """Challenges of every status, by a name for each; in this order."""
    phone, app = person.verified_push(), person.verified_totp()
    late = person.challenged(phone, ExpirationDate=stamp(1))
    approved, denied = person.challenged(phone), person.challenged(phone)
    advance(emulator, 1)
    person.respond(Handset(), approved)
    person.respond(Handset(), denied, "denied")
    pending, coded = person.challenged(phone), person.challenged(app)
    named = {"late": late, "approved": approved, "denied": denied, "pending": pending, "coded": coded}
    return {name: challenge["sid"] for name, challenge in named.items()} | {
        "phone": phone["sid"],
        "app": app["sid"],
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, "late approved denied pending coded"),
        ({"Order": "asc"}, "late approved denied pending coded"),
        ({"Order": "desc"}, "coded pending denied approved late"),
        ({"Order": ""}, "late approved denied pending coded"),
        ({"Status": "pending"}, "pending coded"),
        ({"Status": "expired"}, "late"),
        ({"Status": "approved"}, "approved"),
        ({"Status": "denied"}, "denied"),
        ({"FactorSid": "phone"}, "late approved denied pending"),
        ({"FactorSid": "app"}, "coded"),
        ({"FactorSid": "phone", "Status": "pending", "Order": "desc"}, "pending"),
        ({"FactorSid": "app", "Status": "denied"}, ""),
        ({"FactorSid": "YF" + "0" * 32}, ""),
    ],
)
def test_a_list_has_filters_and_an_order(
    person: Person, listed: dict[str, str], query: dict[str, str], names: str
) -> None:
    """twilio-oai, ListChallenge."""
    sent = {name: listed.get(value, value) if name == "FactorSid" else value for name, value in query.items()}
    page = person.get("/Challenges", **sent)
    assert page.json["meta"]["key"] == "challenges"
    assert list(sids(page)) == [listed[name] for name in names.split()]
    for challenge in page.json["challenges"]:
        assert person.get(f"/Challenges/{challenge['sid']}").json == challenge


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_pages_of_a_filtered_list_meet(person: Person, order: str) -> None:
    """twilio-oai; the push SDKs read the PageToken of next_page_url."""
    phone, app = person.verified_push(), person.verified_totp()
    wanted = [person.challenged(factor)["sid"] for factor in [phone, app] * 4][::2]
    page = person.get("/Challenges", FactorSid=phone["sid"], Order=order, PageSize=3)
    found = list(sids(page))
    url = page.json["meta"]["next_page_url"]
    assert f"FactorSid={phone['sid']}&Order={order}&PageSize=3&Page=1&PageToken=" in url
    following = person.get(url.partition(person.path)[2])
    found += sids(following)
    assert found == (wanted if order == "asc" else wanted[::-1])
    assert following.json["meta"]["next_page_url"] is None
    back = person.get(following.json["meta"]["previous_page_url"].partition(person.path)[2])
    assert list(sids(back)) == found[:3]


@pytest.mark.parametrize(
    "query",
    [
        {"Status": "PENDING"},
        {"Status": "open"},
        {"Order": "up"},
        {"PageSize": "0"},
        {"PageToken": "x"},
        {"FactorSid": "YF123"},
        {"FactorSid": "YC" + "0" * 32},
    ],
)
def test_a_bad_filter_is_an_invalid_request(person: Person, query: dict[str, str]) -> None:
    """twilio.com/docs/api/errors/60306 lists the parameters of lists."""
    person.totp()
    assert person.get("/Challenges", **query).refusal == INVALID


def test_reading_changes_nothing(person: Person, emulator: Local) -> None:
    """Our contract: expiry is computed, and undone when the clock is turned back."""
    challenge = person.challenged(person.verified_totp())
    advance(emulator, 300)
    assert person.status(challenge) == "expired"
    assert list(sids(person.get("/Challenges", Status="expired"))) == [challenge["sid"]]
    emulator.post(CLOCK, freeze=BEGIN.isoformat())
    assert person.status(challenge) == "pending"


def test_a_challenge_expires_at_its_date(person: Person, emulator: Local) -> None:
    """docs/verify/api/challenge: five minutes, or the ExpirationDate; the instant itself is too late (a guess)."""
    factor = person.verified_totp()
    usual, long = person.challenged(factor), person.challenged(factor, ExpirationDate=stamp(3600))
    advance(emulator, 299.999)
    assert person.status(usual) == "pending"
    advance(emulator, 0.001)
    assert person.status(usual) == "expired"
    expired = person.get(f"/Challenges/{usual['sid']}").json
    assert expired == usual | {"status": "expired"}
    advance(emulator, 3299.999)
    assert person.status(long) == "pending"
    advance(emulator, 0.001)
    assert person.status(long) == "expired"


@pytest.mark.parametrize("key", ["YC" + "0" * 32, "nonsense", "%00"])
def test_a_challenge_that_is_not_there_is_not_found(person: Person, key: str) -> None:
    """twilio.com/docs/api/errors/20404."""
    person.totp()
    path = f"{person.path}/Challenges/{key}"
    for answer in (person.get(f"/Challenges/{key}"), person.post(f"/Challenges/{key}")):
        assert answer.refusal == (404, 20404, f"The requested resource {path} was not found")


def test_a_challenge_of_somebody_else_is_not_found(person: Person, emulator: Local) -> None:
    """twilio.com/docs/api/errors/20404."""
    challenge = person.challenged(person.verified_totp())
    other = Person(emulator, "person-0002")
    other.totp()
    assert other.get(f"/Challenges/{challenge['sid']}").status == 404
    assert other.answer(challenge, "123456").status == 404
    assert list(sids(other.get("/Challenges"))) == []


def test_a_challenge_cannot_be_deleted(person: Person) -> None:
    """twilio-oai."""
    challenge = person.challenged(person.verified_totp())
    assert person.delete(f"/Challenges/{challenge['sid']}").refusal[:2] == (405, 20004)


# Limits


@pytest.mark.parametrize("length", [3, 4])
def test_a_factor_with_short_codes_gets_ten_challenges_a_day(
    person: Person, emulator: Local, length: int
) -> None:
    """twilio.com/docs/api/errors/60312: 10 in 24 hours for codes of up to 4 digits."""
    factor = person.verified_totp(**{"Config.CodeLength": length})
    assert [person.challenge(factor).status for _ in range(10)] == [201] * 10
    refused = person.challenge(factor)
    assert (refused.refusal, refused.headers["retry-after"]) == (TOO_MANY, "86400")
    assert person.challenge(person.verified_totp()).status == 201
    advance(emulator, 86_399)
    assert person.challenge(factor).refusal == TOO_MANY
    advance(emulator, 1)
    assert person.challenge(factor).status == 201


@pytest.mark.parametrize("kind", ["totp", "push"])
def test_other_factors_get_fifty_an_hour_and_a_hundred_a_day(
    person: Person, emulator: Local, kind: str
) -> None:
    """twilio.com/docs/api/errors/60312, for codes of 5 digits and more. Push, which has none: a guess."""
    factor = person.verified_push() if kind == "push" else person.verified_totp(**{"Config.CodeLength": 5})
    assert [person.challenge(factor).status for _ in range(50)] == [201] * 50
    refused = person.challenge(factor)
    assert (refused.refusal, refused.headers["retry-after"]) == (TOO_MANY, "3600")
    advance(emulator, 3600)
    assert [person.challenge(factor).status for _ in range(50)] == [201] * 50
    assert person.challenge(factor).headers["retry-after"] == str(86_400 - 3600)
    advance(emulator, 86_400 - 3600)
    assert person.challenge(factor).status == 201


def test_a_challenge_that_is_answered_at_once_counts(person: Person) -> None:
    """twilio.com/docs/api/errors/60312: it limits creations."""
    factor = person.verified_totp()
    codes = [person.code(factor), person.wrong(factor)] * 25
    statuses = [person.challenge(factor, AuthPayload=code).json["status"] for code in codes]
    assert statuses == ["approved", "pending"] * 25
    assert person.challenge(factor).refusal == TOO_MANY
    assert person.challenge(factor, AuthPayload=person.code(factor)).refusal == TOO_MANY


def test_a_refused_challenge_does_not_count(person: Person) -> None:
    """Our contract: what was not made is not counted."""
    factor = person.verified_totp(**{"Config.CodeLength": 4})
    for _ in range(20):
        assert person.challenge(factor, ExpirationDate=stamp(-1)).status == 400
        assert person.challenge(factor, AuthPayload="x").status == 400
    assert [person.challenge(factor).status for _ in range(11)] == [201] * 10 + [429]


def test_the_count_survives_whatever_else_changes_the_factor(person: Person) -> None:
    """Our contract: no answer and no update of the factor sets the count back."""
    factor = person.verified_totp(**{"Config.CodeLength": 4})
    for number in range(10):
        challenge = person.challenged(factor)
        person.answer(challenge, person.code(factor))
        person.post(f"/Factors/{factor['sid']}", FriendlyName=f"Name {number}")
        person.prove(factor, person.code(factor))
    assert person.challenge(factor).refusal == TOO_MANY


def test_other_limits_hold_once_the_codes_have_another_length(person: Person) -> None:
    """Our contract: the count begins anew where the limits are others."""
    factor = person.verified_totp(**{"Config.CodeLength": 4})
    for _ in range(10):
        person.challenged(factor)
    person.post(f"/Factors/{factor['sid']}", {"Config.CodeLength": 6})
    assert [person.challenge(factor).status for _ in range(51)] == [201] * 50 + [429]


def test_the_limits_can_be_lifted(person: Person, emulator: Local) -> None:
    """Our contract: the account setting rate_limits."""
    emulator.allow(rate_limits=False)
    factor = person.verified_totp(**{"Config.CodeLength": 3})
    assert {person.challenge(factor).status for _ in range(110)} == {201}


# Memory, tenants, contention


def test_a_challenge_is_kept_for_thirty_days_after_its_end(person: Person, emulator: Local) -> None:
    """Our contract, a guess; Twilio keeps them for some time."""
    factor = person.verified_totp()
    old = [person.challenged(factor) for _ in range(4)]
    advance(emulator, 300 + 30 * 86_400 - 1)
    person.challenged(factor)
    assert person.status(old[0]) == "expired"
    advance(emulator, 1)
    for _ in range(2):
        person.challenged(factor)
    assert [person.get(f"/Challenges/{challenge['sid']}").status for challenge in old] == [404] * 4
    with emulator.app.store.transaction(ACCOUNT) as session:
        assert session.count(Challenge, factor["entity_sid"]) == 3
        assert session.seek(Challenge, "sid", old[0]["sid"]) is None


def test_accounts_have_challenges_of_their_own(person: Person, emulator: Local) -> None:
    """Our contract: an account sees nothing of another one."""
    challenge = person.challenged(person.verified_totp())
    emulator.account, emulator.token = "AC" + "1" * 32, "other"
    person.totp()
    assert person.get(f"/Challenges/{challenge['sid']}").status == 404
    assert list(sids(person.get("/Challenges"))) == []


def test_what_changes_factors_and_challenges_contends_on_the_entity(person: Person, emulator: Local) -> None:
    """Our contract: a store that blocks lets calls on other entities go on."""
    names: list[Hashable] = []

    def note(call: Call, *arguments: Any) -> None:
        names.append(contend_on_entity(call, *arguments))

    with emulator.app.store.transaction(ACCOUNT) as session:
        call = Call(
            account_sid=ACCOUNT,
            now=BEGIN,
            store=session,
            model=Challenge,
            ids=None,  # type: ignore[arg-type]
            settings=emulator.app.settings,
            account=emulator.app.accounts.get(ACCOUNT).settings,
            path=(SERVICE, IDENTITY, "YC" + "0" * 32),
        )
        note(call, None, None)
    assert names == [(ACCOUNT, SERVICE, IDENTITY)]


ODD = [
    "\0",
    "\r\nx: y",
    "\U0001f600" * 50,
    "[" * 5_000,
    '{"a":' * 1000,
    "9" * 5000,
    "{0.__class__}",
    "%s",
    "NaN",
]
NAMES = [
    "FactorSid",
    "ExpirationDate",
    "Details.Message",
    "Details.Fields",
    "HiddenDetails",
    "AuthPayload",
    "Metadata",
]


@pytest.mark.parametrize("value", ODD, ids=lambda text: ascii(text[:12]))
def test_no_odd_value_is_a_fault_of_the_server(make_emulator: Callable[..., Local], value: str) -> None:
    """Our contract: never a 5xx, and whatever is accepted can be shown."""
    person = Person(make_emulator(no_rate_limits=True))
    factors = [person.verified_totp(), person.verified_push()]
    open_ones = [person.challenged(factor) for factor in factors]
    for name in NAMES:
        for factor, challenge in zip(factors, open_ones, strict=True):
            for answer in (
                person.challenge(factor, **{name: value}),
                person.post(f"/Challenges/{challenge['sid']}", {name: value}),
            ):
                assert answer.status in (200, 201, 400, 403, 404), (name, answer.body)
        assert person.get("/Challenges", PageSize=1000, FactorSid=value[:50]).status == 400
        assert person.get("/Challenges", PageSize=1000).status == 200
