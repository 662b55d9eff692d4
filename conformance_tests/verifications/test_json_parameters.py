"""Parameters that carry JSON."""

import json

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.refusals import assert_refused, invalid
from conformance_tests.targets.wire import Wire

TEN_TAGS = {f"tag{n}": "value" for n in range(10)}
GOOD_TAGS = [{}, {"a": "b"}, TEN_TAGS, {"k" * 128: "v"}, {"k": "v" * 128}, {"k" * 128: "v" * 128}]
BAD_TAGS = [{**TEN_TAGS, "tag10": "value"}, {"k" * 129: "v"}, {"k": "v" * 129}]
NO_OBJECT = ["tag", "[]", '["a"]', '"a"', "1", "{", "{'a': 'b'}", "null"]
ITEM = {"sid": "HJ" + "a" * 32, "substitutions": {}}


@pytest.mark.parametrize("tags", GOOD_TAGS, ids=lambda tags: f"{len(tags)} of {len(json.dumps(tags))}")
def test_up_to_ten_tags_of_up_to_128_characters_are_taken(
    service: ServiceContext, to: str, tags: dict[str, str]
) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    assert service.verifications.create(to=to, channel="sms", tags=json.dumps(tags)).status == "pending"


@pytest.mark.parametrize(
    "tags", [json.dumps(tags) for tags in BAD_TAGS], ids=["11 tags", "key 129", "value 129"]
)
def test_more_or_longer_tags_are_refused(http: Wire, service_sid: str, idle_number: str, tags: str) -> None:
    """Source: twilio.com/docs/verify/api/verification gives the limits, no error (guess)."""
    form = {"To": idle_number, "Channel": "sms", "Tags": tags}
    assert_refused(http.post(f"/v2/Services/{service_sid}/Verifications", form), invalid("Tags"))


@pytest.mark.parametrize("value", NO_OBJECT)
@pytest.mark.parametrize("name", ["Tags", "RateLimits", "ChannelConfiguration"])
def test_what_is_no_json_object_is_refused(
    http: Wire, service_sid: str, idle_number: str, name: str, value: str
) -> None:
    """Source: twilio.com/docs/api/errors/60200 (guess)."""
    form = {"To": idle_number, "Channel": "sms", name: value}
    assert_refused(http.post(f"/v2/Services/{service_sid}/Verifications", form), invalid(name))


def test_a_rate_limit_that_the_service_lacks_is_refused(
    http: Wire, service_sid: str, idle_number: str
) -> None:
    """Source: volcengine.com/article/1427841 reports a refusal; its code is not recorded (guess)."""
    form = {"To": idle_number, "Channel": "sms", "RateLimits": '{"end_user_ip_address":"127.0.0.1"}'}
    assert_refused(http.post(f"/v2/Services/{service_sid}/Verifications", form), invalid("RateLimits"))


def test_rate_limits_without_any_key_limit_nothing(service: ServiceContext, to: str) -> None:
    """Source: twilio.com/docs/verify/api/programmable-rate-limits (inferred)."""
    assert service.verifications.create(to=to, channel="sms", rate_limits={}).status == "pending"


@pytest.mark.parametrize(
    "value", ["{}", "x", '"x"', json.dumps([ITEM] * 11)], ids=["object", "text", "string", "11"]
)
def test_templates_are_a_json_list_of_at_most_ten(
    http: Wire, service_sid: str, idle_number: str, value: str
) -> None:
    """Source: twilio-python 9.13.0 documents the limit; the error is not published (guess)."""
    form = {"To": idle_number, "Channel": "sms", "Templates": value}
    assert_refused(http.post(f"/v2/Services/{service_sid}/Verifications", form), invalid("Templates"))
