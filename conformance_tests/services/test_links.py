"""Where a Service says that it and its parts are."""

import json

from conformance_tests.targets.wire import Wire

PARTS = {
    "verification_checks": "VerificationCheck",
    "verifications": "Verifications",
    "rate_limits": "RateLimits",
    "messaging_configurations": "MessagingConfigurations",
    "entities": "Entities",
    "webhooks": "Webhooks",
    "access_tokens": "AccessTokens",
}


def test_a_service_links_its_parts_in_this_order(http: Wire, service_sid: str) -> None:
    """Source: the OpenAPI file of Verify (documented)."""
    url = f"{http.origin}/v2/Services/{service_sid}"
    body = json.loads(http.get(f"/v2/Services/{service_sid}").text)
    assert body["url"] == url
    assert list(body["links"].items()) == [(name, f"{url}/{part}") for name, part in PARTS.items()]
