"""The parameter RateLimits of a verification: what it may hold, and which requests count."""

import json

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.rate_limit import RateLimitContext

from conformance_tests.attempts import MakeService, another
from conformance_tests.buckets.sender import Sender
from conformance_tests.refusals import MAX_SENDS, TOO_MANY_REQUESTS, assert_refused, invalid, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


@pytest.fixture
def once(rate_limit: RateLimitContext) -> RateLimitContext:
    """The rate limit `ip` with a bucket that lets one request through."""
    rate_limit.buckets.create(max=1, interval=3600)
    return rate_limit


def test_the_sdk_sends_the_keys_as_a_dictionary(
    service: ServiceContext, once: RateLimitContext, to: str
) -> None:
    """Source: twilio-python sends a dictionary as JSON text (observed)."""
    assert service.verifications.create(to=to, channel="sms", rate_limits={"ip": "a"}).status == "pending"
    with refused(TOO_MANY_REQUESTS):
        service.verifications.create(to=to, channel="sms", rate_limits={"ip": "a"})


@pytest.mark.parametrize("limits", ["no json", "[]", '"ip"', "1", "null", '{"ip"', '["ip"]'])
def test_what_is_no_json_object_is_refused(sender: Sender, limits: str) -> None:
    """Source: twilio.com/docs/api/errors/60200 (guess)."""
    assert_refused(sender.ask(limits), invalid("RateLimits"))


def test_a_name_that_the_service_lacks_is_refused(sender: Sender, once: RateLimitContext) -> None:
    """Source: a refusal was reported, without its code (guess)."""
    assert_refused(sender.ask({"unheard-of": "a"}), invalid("RateLimits"))


def test_a_name_that_the_service_lacks_is_refused_before_anything_is_counted(
    sender: Sender, once: RateLimitContext
) -> None:
    """Source: a refusal was reported, without its code (guess)."""
    assert_refused(sender.ask({"ip": "a", "unheard-of": "b"}), invalid("RateLimits"))
    assert [sender.passes({"ip": "a"}), sender.passes({"ip": "a"})] == [True, False]
    assert_refused(sender.ask({"ip": "a", "unheard-of": "b"}), invalid("RateLimits"))


def test_the_sid_of_a_rate_limit_is_not_its_name(sender: Sender, once: RateLimitContext) -> None:
    """Source: twilio.com/docs/verify/api/programmable-rate-limits: keyed by UniqueName (documented)."""
    assert_refused(sender.ask({str(once.fetch().sid): "a"}), invalid("RateLimits"))


def test_the_name_of_a_deleted_rate_limit_is_refused(sender: Sender, once: RateLimitContext) -> None:
    """Source: a refusal was reported, without its code (guess)."""
    once.delete()
    assert_refused(sender.ask({"ip": "a"}), invalid("RateLimits"))


def test_the_rate_limit_of_another_service_is_not_known(
    http: Wire, once: RateLimitContext, make_service: MakeService, idle_number: str
) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits (documented)."""
    path = f"/v2/Services/{make_service().fetch().sid}/Verifications"
    form = {"To": idle_number, "Channel": "sms", "RateLimits": '{"ip": "a"}'}
    assert_refused(http.post(path, form), invalid("RateLimits"))


@pytest.mark.needs("no_charge")
@pytest.mark.parametrize(("value", "same"), [(7, "7"), (True, "true"), (1.5, "1.5"), (None, "null")])
def test_a_value_that_is_no_text_counts_as_its_json_text(
    sender: Sender, once: RateLimitContext, value: object, same: str
) -> None:
    """Source: no source (guess)."""
    assert sender.passes({"ip": value})
    assert not sender.passes({"ip": same})


@pytest.mark.needs("no_charge")
@pytest.mark.parametrize("value", ["", " ", "a" * 5000, "größe 🙂", '"; DROP', "\\", "a\u0000b"])
def test_a_value_is_any_text(sender: Sender, once: RateLimitContext, value: str) -> None:
    """Source: twilio.com/docs/verify/api/programmable-rate-limits (guess)."""
    assert [sender.passes({"ip": value}), sender.passes({"ip": value})] == [True, False]
    assert sender.passes({"ip": f"{value}."})


def test_a_send_again_counts_too(sender: Sender, rate_limit: RateLimitContext, to: str) -> None:
    """Source: the OpenAPI file of Verify declares the refusal for every create (documented)."""
    rate_limit.buckets.create(max=2, interval=3600)
    assert [sender.passes({"ip": "a"}, to) for _ in range(3)] == [True, True, False]


def test_a_request_refused_for_another_reason_is_not_counted(
    sender: Sender, once: RateLimitContext, target: Target
) -> None:
    """Source: no source (guess)."""
    assert sender.ask({"ip": "a"}, "+1").status_code == 400
    assert sender.ask({"ip": "a"}, Locale="xx").status_code == 400
    assert [sender.passes({"ip": "a"}), sender.passes({"ip": "a"})] == [True, False]


def test_a_refused_request_sends_nothing_and_leaves_the_verification(
    http: Wire, sender: Sender, once: RateLimitContext, service: ServiceContext, to: str
) -> None:
    """Source: the OpenAPI file of Verify, 429 of CreateVerification (inferred)."""
    started = sender.ask({"ip": "a"}, to).json()
    assert not sender.passes({"ip": "a"}, to)
    fetched = service.verifications(started["sid"]).fetch()
    assert [one["attempt_sid"] for one in fetched.send_code_attempts] == [
        one["attempt_sid"] for one in started["send_code_attempts"]
    ]


def test_checks_are_never_counted(
    sender: Sender, once: RateLimitContext, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/programmable-rate-limits: for starting verifications (documented)."""
    assert sender.passes({"ip": "a"}, to)
    code = target.read_code(to)
    assert service.verification_checks.create(to=to, code=another(code)).status == "pending"
    assert not sender.passes({"ip": "a"}, to)
    assert service.verification_checks.create(to=to, code=code).status == "approved"


@pytest.mark.needs("no_charge")
def test_the_send_limit_is_found_before_the_rate_limit(
    sender: Sender, rate_limit: RateLimitContext, to: str
) -> None:
    """Source: no source (guess)."""
    rate_limit.buckets.create(max=5, interval=3600)
    assert [sender.passes({"ip": "a"}, to) for _ in range(5)] == [True] * 5
    assert_refused(sender.ask({"ip": "a"}, to), MAX_SENDS)


def test_bad_parameters_are_found_before_the_rate_limit(sender: Sender, once: RateLimitContext) -> None:
    """Source: no source (guess)."""
    assert sender.passes({"ip": "a"})
    assert_refused(sender.ask({"ip": "a"}, Tags=json.dumps([])), invalid("Tags"))
