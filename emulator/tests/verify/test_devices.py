"""Push devices: what a phone may do with an access token or its own JWT, and that it may do nothing else.

Source of what they may: the calls of twilio-verify-android and twilio-verify-ios.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from harness.answers import Answer
from harness.enrolment import BEGIN, IDENTITY, Person, Record, advance, freeze, now_of, sids
from harness.handset import Handset, as_device, base64url, encode
from harness.local import ACCOUNT, FORM, SERVICE, TOKEN, Local, basic
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.http.routes import Routes
from verify_emulator.resources.collection import Collection, Operation
from verify_emulator.verify.catalogue import collections
from verify_emulator.verify.devices import claimed_account
from verify_emulator.verify.factor import Factor

REFUSED = (401, 20003, "Authenticate")
NOW = int(BEGIN.timestamp())
LEEWAY_SECONDS = 60
BY_JWT = {"UpdateFactor", "DeleteFactor", "ListChallenge", "FetchChallenge", "UpdateChallenge"}
BY_ACCESS_TOKEN = {"CreateNewFactor"}


class Phone:
    """A person's phone with a verified factor, and what it sends."""

    def __init__(self, person: Person, number: int = 1) -> None:
        self.person = person
        self.handset = Handset(number)
        self.factor = person.verified_push(self.handset)
        self.at = f"/Factors/{self.factor['sid']}"

    def jwt(self, **claims: Any) -> str:
        return self.handset.token(self.factor, now_of(self.person.emulator), **claims)

    def ask(self, method: str, path: str, jwt: str | None = None, **form: Any) -> Answer:
        return self.person.by_device(jwt or self.jwt(), method, path, **form)

    def challenged(self) -> Record:
        return self.person.challenged(self.factor)


@pytest.fixture
def phone(person: Person) -> Phone:
    return Phone(person)


# What they may do


def test_a_phone_makes_its_factor_with_an_access_token(person: Person) -> None:
    """The push SDKs: user name `token`, the access token for a password."""
    token = person.access_token()["token"]
    answer = person.by_device(token, "POST", "/Factors", **person.push_form(Handset()))
    assert (answer.status, answer.json["status"]) == (201, "unverified")
    assert person.get(f"/Factors/{answer.json['sid']}").json["factor_type"] == "push"
    again = person.by_device(token, "POST", "/Factors", **person.push_form(Handset(2)))
    assert again.status == 201  # a guess: as often as it likes while the token holds


def test_a_phone_verifies_its_factor_itself(person: Person) -> None:
    """The push SDKs: from here on the device's JWT is the password."""
    handset, factor = Handset(), person.push(Handset())
    path, token = f"/Factors/{factor['sid']}", handset.token(factor, NOW)
    assert person.by_device(token, "POST", path, AuthPayload=Handset(2).proof(factor["sid"])).status == 403
    verified = person.by_device(token, "POST", path, AuthPayload=handset.proof(factor["sid"]))
    assert (verified.status, verified.json["status"]) == (200, "verified")
    assert verified.json["config"]["credential_sid"] == factor["config"]["credential_sid"]


def test_a_phone_changes_and_deletes_its_factor(phone: Phone) -> None:
    """The push SDKs."""
    changed = phone.ask("POST", phone.at, FriendlyName="New")
    assert (changed.status, changed.json["friendly_name"]) == (200, "New")
    assert phone.ask("DELETE", phone.at).status == 204
    assert phone.person.get(phone.at).status == 404
    assert phone.ask("DELETE", phone.at).refusal == REFUSED  # which the SDKs take for success


def test_a_phone_reads_and_answers_its_challenges(phone: Phone) -> None:
    """The push SDKs."""
    challenge = phone.challenged()
    at = f"/Challenges/{challenge['sid']}"
    listed = phone.ask(
        "GET", f"/Challenges?FactorSid={phone.factor['sid']}&Status=pending&Order=desc&PageSize=1"
    )
    assert listed.json["challenges"] == [challenge]
    fetched = phone.ask("GET", at)
    assert fetched.json == challenge
    response = phone.handset.response(fetched.json, fetched.headers["twilio-verify-signature-fields"])
    assert phone.ask("POST", at, AuthPayload=response).json["status"] == "approved"
    assert phone.ask("GET", at).json["status"] == "approved"


def test_a_phone_follows_the_pages_of_its_challenges(phone: Phone) -> None:
    """The push SDKs take the PageToken of next_page_url."""
    made = [phone.challenged()["sid"] for _ in range(3)]
    page = phone.ask("GET", "/Challenges?PageSize=2")
    following = page.json["meta"]["next_page_url"].partition(phone.person.path)[2]
    assert [*sids(page), *sids(phone.ask("GET", following))] == made


# What they may not


def requests() -> Iterator[tuple[str, str, Operation, Collection]]:
    """Each operation of the catalogue: its name, its method and path, and where it comes from."""
    for collection in collections():
        for operation in collection.operations:
            path = f"{collection.path}/{{key}}" if operation.on_item else collection.path
            yield collection.operation_id(operation), path, operation, collection


def filled(path: str, phone: Phone, challenge: Record) -> str:
    """The path with whatever a device is most likely to be let in for."""
    own = phone.factor["sid"] if "/Factors/" in path else challenge["sid"]
    parts = {
        "{service_sid}": SERVICE,
        "{identity}": IDENTITY,
        "{challenge_sid}": challenge["sid"],
        "{key}": own,
    }
    return "/".join(parts.get(part, own if part.startswith("{") else part) for part in path.split("/"))


@pytest.mark.parametrize(("kind", "allowed"), [("jwt", BY_JWT), ("access token", BY_ACCESS_TOKEN)])
def test_of_all_operations_a_device_may_do_only_its_own(phone: Phone, kind: str, allowed: set[str]) -> None:
    """The push SDKs make these calls and no others."""
    challenge = phone.challenged()
    emulator, token = phone.person.emulator, phone.person.access_token()["token"]
    before = emulator.get(f"/v2/Services/{SERVICE}").json
    names = [name for name, *_ in requests()]
    assert allowed <= set(names)
    for name, path, operation, _ in sorted(requests(), key=lambda request: request[0] == "DeleteFactor"):
        password = phone.jwt() if kind == "jwt" else token
        answer = emulator.send(operation.method, filled(path, phone, challenge), b"", as_device(password))
        if name in allowed:
            assert answer.status != 401, name
        else:
            assert answer.refusal == REFUSED, name
    assert emulator.get(f"/v2/Services/{SERVICE}").json == before


def test_every_operation_was_tried() -> None:
    """Our contract: a new operation is closed to devices unless it is opened."""
    routes = Routes(collections())
    for name, path, operation, collection in requests():
        methods, _ = routes.find(path)
        assert methods[operation.method].operation is operation, (name, collection.name)
        assert (operation.admits is not None) is (name in BY_JWT | BY_ACCESS_TOKEN), name


def test_a_phone_makes_no_factor_with_its_jwt(phone: Phone) -> None:
    """The push SDKs: an access token makes a factor."""
    answer = phone.ask("POST", "/Factors", **phone.person.push_form(Handset(2)))
    assert answer.refusal == REFUSED


def test_a_phone_does_nothing_else_with_an_access_token(phone: Phone) -> None:
    """The push SDKs."""
    token = phone.person.access_token()["token"]
    challenge = phone.challenged()
    for method, path in (
        ("POST", phone.at),
        ("DELETE", phone.at),
        ("GET", "/Challenges"),
        ("GET", f"/Challenges/{challenge['sid']}"),
        ("POST", f"/Challenges/{challenge['sid']}"),
    ):
        assert phone.ask(method, path, token).refusal == REFUSED


def test_a_phone_makes_push_factors_only(person: Person) -> None:
    """twilio.com/docs/api/errors/60313."""
    token = person.access_token()["token"]
    answer = person.by_device(token, "POST", "/Factors", FriendlyName="App", FactorType="totp")
    assert answer.refusal == (403, 60313, "Unauthorized factor creation")
    assert person.get().status == 404


def test_a_phone_sees_nothing_of_the_other_phone(phone: Phone) -> None:
    """Our contract, a guess: of its own factor and that factor's challenges only."""
    other = Phone(phone.person, 2)
    app = phone.person.verified_totp()
    theirs, mine, codes = other.challenged(), phone.challenged(), phone.person.challenged(app)
    for method in ("POST", "DELETE"):
        assert phone.ask(method, other.at, FriendlyName="Mine").refusal == REFUSED
        assert phone.ask(method, f"/Factors/{app['sid']}").refusal == REFUSED
    for foreign in (theirs, codes):
        path = f"/Challenges/{foreign['sid']}"
        assert phone.ask("GET", path).refusal == REFUSED
        assert phone.ask("POST", path, AuthPayload=phone.handset.response(foreign, "sid")).refusal == REFUSED
    assert list(sids(phone.ask("GET", "/Challenges"))) == [mine["sid"]]
    assert list(sids(phone.ask("GET", f"/Challenges?FactorSid={other.factor['sid']}"))) == []
    assert phone.person.status(theirs) == "pending"
    assert phone.person.get(other.at).json["friendly_name"] == "Phone"


def test_a_phone_cannot_answer_for_another_with_its_own_key(phone: Phone) -> None:
    """twilio.com/docs/api/errors/60324: also not where the account's backend passes it on."""
    other = Phone(phone.person, 2)
    assert phone.person.respond(phone.handset, other.challenged()).refusal[:2] == (403, 60324)


@pytest.mark.parametrize("sid", ["YC" + "0" * 32, "nonsense"])
def test_a_challenge_that_is_not_there_is_not_found(phone: Phone, sid: str) -> None:
    """twilio.com/docs/api/errors/20404: for a device as for the account."""
    path = f"/Challenges/{sid}"
    expected = (404, 20404, f"The requested resource {phone.person.path}{path} was not found")
    assert phone.ask("GET", path).refusal == phone.ask("POST", path).refusal == expected


def test_a_factor_that_is_not_there_is_not_the_phones(phone: Phone) -> None:
    """Our contract, a guess."""
    assert phone.ask("POST", "/Factors/YF" + "0" * 32).refusal == REFUSED


def test_a_challenge_stands_for_no_factor(phone: Phone) -> None:
    """Our contract: what is its own in one place is not in the other."""
    challenge = phone.challenged()
    assert phone.ask("POST", f"/Factors/{challenge['sid']}").refusal == REFUSED
    assert phone.ask("POST", f"/Challenges/{phone.factor['sid']}").status in (400, 404)


# Other entities, services and accounts


def test_a_jwt_opens_one_entity_of_one_service(phone: Phone) -> None:
    """Our contract, a guess: 401."""
    emulator = phone.person.emulator
    neighbour = Person(emulator, "person-0002")
    elsewhere = Person(emulator, service=emulator.service())
    for other in (neighbour, elsewhere):
        others = Phone(other, 3)
        challenge = others.challenged()
        for method, path in (
            ("GET", "/Challenges"),
            ("GET", f"/Challenges/{challenge['sid']}"),
            ("POST", others.at),
            ("POST", phone.at),
            ("DELETE", others.at),
        ):
            assert other.by_device(phone.jwt(), method, path).refusal == REFUSED
    nobody = Person(emulator, "person-0003")
    assert nobody.by_device(phone.jwt(), "GET", "/Challenges").refusal == REFUSED


def test_an_access_token_opens_one_entity_of_one_service(person: Person, emulator: Local) -> None:
    """Our contract, a guess: 401."""
    token = person.access_token()["token"]
    for other in (Person(emulator, "person-0002"), Person(emulator, service=emulator.service())):
        assert other.by_device(token, "POST", "/Factors", **other.push_form(Handset())).refusal == REFUSED
        assert other.get().status == 404


def test_a_jwt_opens_one_account(phone: Phone) -> None:
    """Our contract: whatever account a token claims, the key must be known there."""
    emulator = phone.person.emulator
    emulator.account, emulator.token = "AC" + "1" * 32, "other"
    emulator.post(f"/_emulator/clock?account_sid={emulator.account}", freeze=BEGIN.isoformat())
    theirs = Person(emulator)
    other = theirs.verified_push(Handset(9))
    mine = Handset(9).token(other, NOW, sub=emulator.account)
    assert theirs.by_device(mine, "GET", "/Challenges").status == 200
    for token in (
        phone.jwt(),  # of the first account, whose entity of the same name has no challenges
        phone.jwt(sub=emulator.account),
        Handset(9).token(other, NOW, sub=ACCOUNT),
    ):
        answer = theirs.by_device(token, "POST", f"/Factors/{other['sid']}", FriendlyName="Mine")
        assert answer.refusal == REFUSED
    assert theirs.get(f"/Factors/{other['sid']}").json["friendly_name"] == "Phone"


def test_a_token_of_an_account_nobody_knows_makes_none(emulator: Local) -> None:
    """Our contract: a device's claim makes no account."""
    unknown = "AC" + "9" * 32
    factor = {"config": {"credential_sid": "CR" + "0" * 32}}
    access = ".".join(("a", "", "b", base64url(f"{unknown}{'YK' + '0' * 32}".encode()), "c"))
    for password in (Handset().token(factor, NOW, sub=unknown), access):
        assert Person(emulator).by_device(password, "GET", "/Challenges").refusal == REFUSED
    assert emulator.app.accounts.known(unknown) is None


# JWTs that do not hold


@pytest.mark.parametrize(
    ("claims", "holds"),
    [
        ({"nbf": NOW + LEEWAY_SECONDS}, True),
        ({"nbf": NOW + LEEWAY_SECONDS + 1}, False),
        ({"exp": NOW - LEEWAY_SECONDS + 1}, True),
        ({"exp": NOW - LEEWAY_SECONDS}, False),
        ({"nbf": NOW + 0.5, "exp": NOW + 0.75}, True),
        ({"nbf": None}, False),
        ({"exp": None}, False),
        ({"nbf": str(NOW)}, False),
        ({"exp": str(NOW + 600)}, False),
        ({"nbf": True}, False),
        ({"exp": [NOW + 600]}, False),
        ({"nbf": 10**400}, False),
        ({"exp": 10**400}, True),
        ({"nbf": -(10**400)}, True),
        ({"exp": 1e308}, True),
        ({"exp": -1}, False),
        ({"iat": NOW, "iss": "someone", "jti": 1}, True),
    ],
    ids=str,
)
def test_a_jwt_holds_for_its_time_and_a_minute_either_way(
    phone: Phone, claims: dict[str, Any], holds: bool
) -> None:
    """The push SDKs send nbf and exp. Our contract, a guess: a minute's leeway."""
    answer = phone.ask("GET", "/Challenges", phone.jwt(**claims))
    assert answer.status == (200 if holds else 401)
    if not holds:
        assert answer.refusal == REFUSED


def test_a_jwt_wears_out(phone: Phone) -> None:
    """The push SDKs: ten minutes. They correct their clocks by the Date header of a 401 and try once more."""
    emulator, jwt = phone.person.emulator, phone.jwt()
    advance(emulator, 659.999)
    assert phone.ask("GET", "/Challenges", jwt).status == 200
    advance(emulator, 0.001)
    refused = phone.ask("GET", "/Challenges", jwt)
    assert refused.refusal == REFUSED
    assert refused.headers["date"] == "Fri, 02 Jan 2026 03:15:05 GMT"
    assert phone.ask("GET", "/Challenges").status == 200


def bad_jwts(phone: Phone) -> dict[str, str]:
    good = phone.jwt()
    header, payload, signature = good.split(".")
    usual = {"typ": "JWT", "alg": "ES256", "kid": phone.factor["config"]["credential_sid"]}
    hour = {"sub": ACCOUNT, "nbf": NOW, "exp": NOW + 600}
    sign, kid = phone.handset.jws, phone.factor["config"]["credential_sid"]
    return {
        "no signature": f"{header}.{payload}.",
        "a signature of nothing": f"{header}.{payload}.{base64url(bytes(64))}",
        "half a signature": f"{header}.{payload}.{signature[:43]}",
        "the signature of another token": f"{header}.{payload}.{phone.jwt(jti=2).split('.')[2]}",
        "another key": Handset(2).token(phone.factor, NOW),
        "alg none": f"{encode({**usual, 'alg': 'none'})}.{payload}.",
        "alg none, signed": sign({**usual, "alg": "none"}, hour),
        "alg HS256": sign({**usual, "alg": "HS256"}, hour),
        "alg es256": sign({**usual, "alg": "es256"}, hour),
        "no alg": sign({"kid": kid}, hour),
        "no kid": sign({"alg": "ES256"}, hour),
        "kid of nobody": sign({**usual, "kid": "CR" + "0" * 32}, hour),
        "kid a factor": sign({**usual, "kid": phone.factor["sid"]}, hour),
        "kid null": sign({**usual, "kid": None}, hour),
        "kid a number": sign({**usual, "kid": 1}, hour),
        "kid a list": sign({**usual, "kid": [kid]}, hour),
        "kid an object": sign({**usual, "kid": {"a": kid}}, hour),
        "no sub": phone.jwt(sub=None),
        "sub of nobody": phone.jwt(sub="AC" + "9" * 32),
        "sub no account": phone.jwt(sub="somebody"),
        "sub a list": phone.jwt(sub=[ACCOUNT]),
        "header a list": sign([usual], hour),
        "payload a list": sign(usual, [hour]),
        "padding": good + "==",
        "four parts": f"{good}.{signature}",
        "two parts": f"{header}.{payload}",
        "no JSON": f"{base64url(b'{')}.{payload}.{signature}",
        "deep": f"{header}.{base64url(b'[' * 5000)}.{signature}",
        "the auth token": TOKEN,
        "nothing": "",
        "not ASCII": "ключ",
        "a proof": phone.handset.proof(phone.factor["sid"]),
    }


def test_a_bad_jwt_opens_nothing(phone: Phone) -> None:
    """Our contract, a guess: 401 for whatever does not hold, and nothing has happened."""
    challenge = phone.challenged()
    for kind, jwt in bad_jwts(phone).items():
        for method, path in (
            ("GET", "/Challenges"),
            ("GET", f"/Challenges/{challenge['sid']}"),
            ("POST", phone.at),
            ("DELETE", phone.at),
            ("POST", "/Factors"),
        ):
            headers = as_device(jwt)
            answer = phone.person.emulator.send(method, phone.person.path + path, b"FriendlyName=x", headers)
            assert answer.refusal == REFUSED, kind
    assert phone.person.get(phone.at).json["friendly_name"] == "Phone"


@pytest.mark.parametrize("username", ["Token", "token ", "TOKEN", "", "devices"])
def test_a_device_is_called_token(phone: Phone, username: str) -> None:
    """The push SDKs."""
    headers = [(b"host", b"emulator.test"), FORM, basic(username, phone.jwt())]
    answer = phone.person.emulator.send("GET", f"{phone.person.path}/Challenges", b"", headers)
    assert answer.refusal == (401, 20003, "Authentication Error - invalid username")


# The end of a credential


def test_an_unverified_factor_is_the_phones_for_a_day(person: Person, emulator: Local) -> None:
    """twilio.com/docs/api/errors/60318."""
    factor = person.push()
    path = f"/Factors/{factor['sid']}"

    def rename() -> Answer:
        return person.by_device(Handset().token(factor, now_of(emulator)), "POST", path, FriendlyName="New")

    advance(emulator, 86_399)
    assert rename().status == 200
    advance(emulator, 1)
    assert rename().refusal == REFUSED


@pytest.mark.parametrize("what", ["factor", "entity", "service", "account"])
def test_a_credential_does_not_outlive_its_factor(emulator: Local, what: str) -> None:
    """Our contract: whatever takes the factor along takes its key along."""
    freeze(emulator)
    person = Person(emulator, service=emulator.service())
    phone = Phone(person)
    credential = phone.factor["config"]["credential_sid"]
    paths = {"factor": person.path + phone.at, "entity": person.path, "service": person.service}
    if what == "account":
        emulator.app.reset(ACCOUNT)
        assert emulator.get("/v2/Services").status == 200
    else:
        assert emulator.send("DELETE", paths[what]).status == 204
    assert phone.ask("GET", "/Challenges", phone.handset.token(phone.factor, NOW)).refusal == REFUSED
    with emulator.app.store.transaction(ACCOUNT) as session:
        assert session.seek(Factor, "credential_sid", credential) is None


def test_the_same_key_on_a_new_factor_is_another_credential(phone: Phone) -> None:
    """Our contract, a guess: one credential_sid for each factor."""
    old = phone.jwt()
    phone.person.delete()
    again = Phone(phone.person)
    assert again.factor["config"]["credential_sid"] != phone.factor["config"]["credential_sid"]
    assert again.ask("GET", "/Challenges", old).refusal == REFUSED
    assert again.ask("GET", "/Challenges").status == 200


@pytest.mark.parametrize("ttl", [60, 300])
def test_an_access_token_expires(person: Person, emulator: Local, ttl: int) -> None:
    """docs/verify/api/access-token, Ttl. Our contract, a guess: 401 afterwards."""
    token = person.access_token(Ttl=ttl)["token"]
    advance(emulator, ttl - 0.001)
    assert person.by_device(token, "POST", "/Factors", **person.push_form(Handset(1))).status == 201
    advance(emulator, 0.001)
    assert person.by_device(token, "POST", "/Factors", **person.push_form(Handset(2))).refusal == REFUSED


def test_an_access_token_is_taken_to_the_letter(person: Person) -> None:
    """Our contract: what it says in the clear is not enough."""
    token = person.access_token()["token"]
    parts = token.split(".")
    other = person.access_token()["token"].split(".")
    for bad in (
        token[:-1],
        token + "A",
        token.swapcase(),
        ".".join([*parts[:4], other[4]]),
        ".".join([*parts[:3], other[3], parts[4]]),
        ".".join([*parts[:3], base64url(f"{ACCOUNT}YK{'0' * 32}".encode()), parts[4]]),
        ".".join([*parts[:3], base64url(ACCOUNT.encode()), parts[4]]),
    ):
        answer = person.by_device(bad, "POST", "/Factors", **person.push_form(Handset()))
        assert answer.refusal == REFUSED
    assert person.get().status == 404


def test_an_access_token_ends_with_its_service(emulator: Local) -> None:
    """Our contract: whatever takes the service along takes its tokens along."""
    person = Person(emulator, service=emulator.service())
    token = person.access_token()["token"]
    emulator.send("DELETE", person.service)
    assert person.by_device(token, "POST", "/Factors", **person.push_form(Handset())).refusal == REFUSED


# The claimed account


@pytest.mark.parametrize(
    ("credential", "account"),
    [
        ("", ""),
        ("a.b.c", ""),
        ("a.b.c.d.e", ""),
        (f"{encode({})}.{encode({'sub': ACCOUNT})}.", ACCOUNT),
        (f"{encode({})}.{encode({'sub': 1})}.", "1"),
        (f"{encode({})}.{encode({})}.", "None"),
        (".".join(("", "", "", base64url(b"abc"), "")), "abc"),
    ],
)
def test_the_account_is_what_the_credential_says(credential: str, account: str) -> None:
    """Our contract: a claim, which has yet to be proven."""
    assert claimed_account(credential) == account


@given(st.text(max_size=60) | st.from_regex(r"[\w-]{0,12}(\.[\w-]{0,12}){2,4}", fullmatch=True))
def test_no_credential_is_a_fault_of_the_server(credential: str) -> None:
    """Our contract: a text, whatever was sent."""
    assert isinstance(claimed_account(credential), str)
    assert json.dumps(claimed_account(credential))
