"""The forms behind the calls for push."""

import json

import pytest
from twilio.rest import Client

from conformance_tests.refusals import METHOD_NOT_ALLOWED, assert_refused, not_found
from conformance_tests.targets.wire import Wire


def test_the_push_form_has_these_members(http: Wire) -> None:
    """Source: twilio.com/docs/verify/api/forms, the example in the OpenAPI file of Verify (documented)."""
    answer = http.get("/v2/Forms/form-push")
    assert answer.status_code == 200
    body = json.loads(answer.text)
    assert list(body) == ["form_type", "forms", "form_meta", "url"]
    assert list(body["forms"]) == ["create_factor", "verify_factor", "create_challenge"]
    assert body["form_type"] == "form-push"
    assert body["url"] == f"{http.origin}/v2/Forms/form-push"


def test_the_schemas_are_empty(client: Client) -> None:
    """Source: every published example; the schemas of live Twilio are not published (guess)."""
    form = client.verify.v2.forms("form-push").fetch()
    assert form.forms == {"create_factor": {}, "verify_factor": {}, "create_challenge": {}}
    assert form.form_meta == {}


@pytest.mark.parametrize("kind", ["form-app", "form-sms", "Form-Push", "push", "form-push%20"])
def test_there_is_no_other_form(http: Wire, kind: str) -> None:
    """Source: the OpenAPI file of Verify: form-push is the only one (inferred)."""
    path = f"/v2/Forms/{kind}"
    assert_refused(http.get(path), not_found(path))


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_form_is_only_read(http: Wire, method: str) -> None:
    """Source: twilio.com/docs/api/errors/20004 (inferred)."""
    assert_refused(http.request(method, "/v2/Forms/form-push"), METHOD_NOT_ALLOWED)


def test_forms_are_not_listed(http: Wire) -> None:
    """Source: the OpenAPI file of Verify has no list (inferred)."""
    assert_refused(http.get("/v2/Forms"), not_found("/v2/Forms"))
