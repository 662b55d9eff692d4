"""Rate limits of a service: made, found by SID or name, and gone with all that is below them."""

import pytest
from harness.enrolment import advance, freeze
from harness.limits import LIMITS, assert_refused_for_nothing, counters, kept, limit, made
from harness.local import SERVICE, Local

from verify_emulator.resources.pages import MAX_PAGE_SIZE
from verify_emulator.verify.buckets import Bucket, Counter
from verify_emulator.verify.rate_limits import RateLimit

BAD_NAME = (400, 60209, "UniqueName format is invalid")
TAKEN = (400, 60208, "Rate limit with that UniqueName already exists")
FULL = (400, 60207, "Max rate limits per service reached")


def absent(path: str) -> tuple[int, int, str]:
    return 404, 20404, f"The requested resource {path} was not found"


def names(emulator: Local, query: str = "") -> list[str]:
    return [one["unique_name"] for one in emulator.get(LIMITS + query).json["rate_limits"]]


@pytest.mark.parametrize("name", [".", "..", "-", "_", "0", "RK" + "0" * 32, "VA" + "0" * 32, "x" * 4096])
def test_a_name_of_the_allowed_characters_is_found_again(emulator: Local, name: str) -> None:
    """twilio.com/docs/api/errors/60209; a name may even look like a SID."""
    created = made(emulator.post(LIMITS, UniqueName=name))
    assert emulator.get(f"{LIMITS}/{name}").json == created


@pytest.mark.parametrize(
    "name",
    [" ", "a b", "a\n", "\nA", "a\r\nX: y", "é", "\uff41", "\0", "a%20b", "a/b", "*", "\u200b", "🙂", "[a]"],
)
def test_a_name_of_other_characters_is_refused(emulator: Local, name: str) -> None:
    """twilio.com/docs/api/errors/60209; the name becomes the value of a header."""
    assert_refused_for_nothing(emulator, lambda: emulator.post(LIMITS, UniqueName=name), BAD_NAME)


def test_a_sid_leads_to_its_own_rate_limit_even_if_another_is_named_so(emulator: Local) -> None:
    """Our contract: a name cannot hide another rate limit."""
    first = made(emulator.post(LIMITS, UniqueName="ip"))
    second = made(emulator.post(LIMITS, UniqueName=first["sid"]))
    assert emulator.get(f"{LIMITS}/{first['sid']}").json == first
    assert emulator.get(f"{LIMITS}/{second['sid']}").json == second


def test_a_taken_name_is_refused_with_a_hint(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60208."""
    limit(emulator)
    answer = assert_refused_for_nothing(emulator, lambda: emulator.post(LIMITS, UniqueName="ip"), TAKEN)
    assert "ip" in answer.hint


@pytest.mark.parametrize("most", [0, 1, 3])
def test_a_service_holds_as_many_as_the_account_may(emulator: Local, most: int) -> None:
    """twilio.com/docs/api/errors/60207; the account setting max_rate_limits."""
    emulator.allow(max_rate_limits=most)
    for index in range(most):
        limit(emulator, f"limit{index}")
    answer = assert_refused_for_nothing(emulator, lambda: emulator.post(LIMITS, UniqueName="more"), FULL)
    assert str(most) in answer.hint


def test_the_number_of_rate_limits_is_each_services_own_and_falls_when_one_goes(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60207: per service."""
    emulator.allow(max_rate_limits=1)
    limit(emulator, "one")
    limit(emulator, "one", service=emulator.service())
    assert emulator.send("DELETE", f"{LIMITS}/one").status == 204
    limit(emulator, "two")


def test_a_taken_name_is_found_before_there_are_too_many(emulator: Local) -> None:
    """Our order."""
    limit(emulator)
    emulator.allow(max_rate_limits=1)
    assert emulator.post(LIMITS, UniqueName="ip").refusal == TAKEN


def test_an_update_keeps_everything_else(emulator: Local) -> None:
    """twilio.com/docs/verify/api/service-rate-limits."""
    freeze(emulator)
    path = limit(emulator, "ip", (1, 60))
    before = emulator.get(path).json
    advance(emulator, 60)
    after = emulator.post(path, Description="per client", UniqueName="other", Sid="RK0").json
    assert after == before | {"description": "per client", "date_updated": "2026-01-02T03:05:05Z"}
    assert emulator.start(RateLimits='{"ip": "a"}').status == 201


def test_deleting_a_rate_limit_deletes_its_buckets_and_what_they_counted(emulator: Local) -> None:
    """Our contract: what is below goes with what is above."""
    path, other = limit(emulator, "ip", (5, 60), (9, 3600)), limit(emulator, "other", (5, 60))
    emulator.start(RateLimits='{"ip": "a", "other": "a"}')
    sids = [bucket["sid"] for bucket in emulator.get(f"{path}/Buckets").json["buckets"]]
    assert [counters(emulator, sid) for sid in sids] == [{"a": 1}] * 2
    assert emulator.send("DELETE", path).status == 204
    with emulator.app.store.transaction(emulator.account) as session:
        assert session.count(Bucket, path.rpartition("/")[2]) == 0
        assert [session.count(Counter, sid) for sid in sids] == [0, 0]
    assert counters(emulator, emulator.get(f"{other}/Buckets").json["buckets"][0]["sid"]) == {"a": 1}


def test_deleting_a_service_deletes_all_that_was_configured_for_it(emulator: Local) -> None:
    """Our contract: what is below goes with what is above."""
    service = emulator.service()
    path = limit(emulator, "ip", (5, 60), service=service)
    emulator.post(
        f"/v2/Services/{service}/MessagingConfigurations", Country="all", MessagingServiceSid="MG" + "0" * 32
    )
    emulator.start(service=service, RateLimits='{"ip": "a"}')
    bucket = emulator.get(f"{path}/Buckets").json["buckets"][0]["sid"]
    neighbour = kept(emulator)
    assert emulator.send("DELETE", f"/v2/Services/{service}").status == 204
    assert kept(emulator, service)[3:] == [[], [], []]
    with emulator.app.store.transaction(emulator.account) as session:
        assert session.count(Bucket, path.rpartition("/")[2]) == session.count(Counter, bucket) == 0
    assert kept(emulator) == neighbour


def test_a_rate_limit_of_the_same_name_starts_without_buckets(emulator: Local) -> None:
    """Our contract: nothing of a deleted record comes back."""
    path = limit(emulator, "ip", (1, 3600))
    emulator.start(RateLimits='{"ip": "a"}')
    emulator.send("DELETE", path)
    path = limit(emulator, "ip")
    assert emulator.get(f"{path}/Buckets").json["buckets"] == []
    assert [emulator.start(RateLimits='{"ip": "a"}').status for _ in range(2)] == [201, 201]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("key", ["RK" + "f" * 32, "unheard-of", "%69%70x", "", "%00", "..", "ip "])
def test_an_unknown_rate_limit_is_not_found(emulator: Local, method: str, key: str) -> None:
    """twilio.com/docs/api/errors/20404."""
    limit(emulator)
    path = f"{LIMITS}/{key}"
    assert_refused_for_nothing(emulator, lambda: emulator.send(method, path), absent(path))


def test_a_sid_of_another_type_is_a_bad_parameter(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60200; github.com/twilio/twilio-go/issues/177."""
    limit(emulator)
    assert emulator.get(f"{LIMITS}/{SERVICE}").refusal == (400, 60200, "Invalid parameter")


def test_tenants_do_not_see_each_others_rate_limits(emulator: Local) -> None:
    """Our contract: one account knows nothing of another, though their ready services have the same SID."""
    path = limit(emulator, "ip", (1, 3600))
    emulator.start(RateLimits='{"ip": "a"}')
    emulator.account, emulator.token = "AC" + "1" * 32, "another"
    assert emulator.get(path).refusal == absent(path)
    assert emulator.get(f"{LIMITS}/ip").refusal == absent(f"{LIMITS}/ip")
    assert names(emulator) == []
    limit(emulator, "ip", (1, 3600))
    assert emulator.start(RateLimits='{"ip": "a"}').status == 201


def test_pages_lead_on_and_back_while_rate_limits_come_and_go(emulator: Local) -> None:
    """twilio.com/docs/usage/twilios-response: tokens, not offsets."""
    for name in "abcdefg":
        limit(emulator, name)

    def read(url: str) -> tuple[list[str], str | None, str | None]:
        body = emulator.get(url.removeprefix("http://emulator.test")).json
        meta = body["meta"]
        found = [one["unique_name"] for one in body["rate_limits"]]
        return found, meta["previous_page_url"], meta["next_page_url"]

    first, _, onward = read(f"{LIMITS}?PageSize=3")
    assert onward
    for gone in ("b", "c", "e"):
        emulator.send("DELETE", f"{LIMITS}/{gone}")
    limit(emulator, "h")
    second, back, onward = read(onward)
    assert (first, second) == (["a", "b", "c"], ["d", "f", "g"])
    assert onward
    assert back
    assert read(onward)[0] == ["h"]
    assert read(back) == (["a"], None, read(back)[2])
    assert read(str(read(back)[2]))[0] == ["d", "f", "g"]


def test_a_thousand_rate_limits_fit_on_a_page(emulator: Local) -> None:
    """twilio-oai: PageSize up to 1000."""
    for index in range(MAX_PAGE_SIZE + 1):
        limit(emulator, f"n{index}")
    body = emulator.get(f"{LIMITS}?PageSize=1000").json
    assert len(body["rate_limits"]) == MAX_PAGE_SIZE
    assert names(emulator, f"?PageSize=1000&Page=1&PageToken=PA{MAX_PAGE_SIZE}") == [f"n{MAX_PAGE_SIZE}"]


def test_a_rate_limit_is_kept_as_it_is_shown(emulator: Local) -> None:
    """twilio.com/docs/verify/api/service-rate-limits."""
    shown = made(emulator.post(LIMITS, UniqueName="ip", Description=" spaces stay "))
    with emulator.app.store.transaction(emulator.account) as session:
        record = session.get(RateLimit, shown["sid"], SERVICE)
    assert record is not None
    assert (record.unique_name, record.description) == ("ip", " spaces stay ")
