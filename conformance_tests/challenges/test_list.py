"""Lists of challenges."""

import pytest

from conformance_tests.person import Person
from conformance_tests.refusals import INVALID_REQUEST, assert_refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

QUERIES = [
    ({}, "approved denied pending coded"),
    ({"Order": "asc"}, "approved denied pending coded"),
    ({"Order": "desc"}, "coded pending denied approved"),
    ({"Status": "pending"}, "pending coded"),
    ({"Status": "approved"}, "approved"),
    ({"Status": "denied"}, "denied"),
    ({"Status": "expired"}, ""),
    ({"FactorSid": "app"}, "coded"),
    ({"FactorSid": "phone", "Order": "desc"}, "pending denied approved"),
    ({"FactorSid": "phone", "Status": "pending"}, "pending"),
    ({"FactorSid": "YF" + "0" * 32}, ""),
]


@pytest.mark.charged
def test_a_list_is_filtered_and_ordered(http: Wire, path: str, person: Person) -> None:
    """Source: the OpenAPI file of Verify, ListChallenge: FactorSid, Status, Order (documented)."""
    phone, app = person.phone(), person.verified_totp()
    sids = {name: person.ask(phone) for name in ("approved", "denied", "pending")}
    sids["coded"] = str(person.challenge(app.sid).sid)
    phone.approve(sids["approved"])
    phone.deny(sids["denied"])
    factors = {"phone": str(phone.factor_sid), "app": str(app.sid)}
    for query, names in QUERIES:
        sent = {name: factors.get(value, value) for name, value in query.items()}
        found = [challenge["sid"] for challenge in http.get(path, params=sent).json()["challenges"]]
        assert (query, found) == (query, [sids[name] for name in names.split()])


@pytest.mark.needs("clock")
def test_what_has_expired_is_listed_as_such(http: Wire, path: str, person: Person, target: Target) -> None:
    """Source: the OpenAPI file of Verify, Status (documented)."""
    factor = person.verified_totp()
    old = person.challenge(factor.sid)
    target.advance(300)
    fresh = person.challenge(factor.sid)
    for status, sid in (("expired", old.sid), ("pending", fresh.sid)):
        listed = http.get(path, params={"Status": status}).json()["challenges"]
        assert [(one["sid"], one["status"]) for one in listed] == [(sid, status)]


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_every_page_keeps_the_filters(http: Wire, path: str, person: Person, order: str) -> None:
    """Source: the OpenAPI file of Verify; the push SDKs take the PageToken out of next_page_url (observed)."""
    one, other = person.verified_totp(), person.verified_totp()
    wanted = [str(person.challenge(factor.sid).sid) for factor in [one, other] * 3][::2]
    query = {"FactorSid": str(one.sid), "Order": order, "PageSize": "2"}
    first = http.get(path, params=query).json()
    assert "PageToken=" in first["meta"]["next_page_url"]
    following = http.get(first["meta"]["next_page_url"].removeprefix(http.origin)).json()
    found = [challenge["sid"] for page in (first, following) for challenge in page["challenges"]]
    assert found == (wanted if order == "asc" else wanted[::-1])
    assert following["meta"]["next_page_url"] is None


@pytest.mark.parametrize(
    "query", ["Status=open", "Status=PENDING", "Order=up", "FactorSid=YF1", "PageSize=0", "PageSize=x"]
)
def test_a_bad_filter_is_an_invalid_request(http: Wire, path: str, person: Person, query: str) -> None:
    """Source: twilio.com/docs/api/errors/60306: the parameters of lists (documented)."""
    person.totp()
    assert_refused(http.get(f"{path}?{query}"), INVALID_REQUEST)
