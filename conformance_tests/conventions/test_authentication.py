"""Who gets in, and how the others are told."""

import base64
import json

import pytest

from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire, as_nobody

SERVICES = "/v2/Services"
INCORRECT = "Your AccountSid or AuthToken was incorrect."


def refusal(message: str, detail: str) -> list[tuple[str, object]]:
    """The five members of a 401, in Twilio's order."""
    return [
        ("code", 20003),
        ("detail", detail),
        ("message", message),
        ("more_info", "https://www.twilio.com/docs/errors/20003"),
        ("status", 401),
    ]


def members(text: str) -> list[tuple[str, object]]:
    pairs = json.loads(text, object_pairs_hook=list)
    assert isinstance(pairs, list)
    return pairs


def test_the_account_sid_and_its_token_open_the_account(http: Wire) -> None:
    """Source: twilio.com/docs/usage/requests-to-twilio (documented)."""
    assert http.get(SERVICES).status_code == 200


@pytest.mark.needs("api_key")
def test_an_api_key_and_its_secret_open_the_account_they_belong_to(target: Target) -> None:
    """Source: twilio.com/docs/iam/api-keys (documented)."""
    key = target.api_key()
    created = target.http(key).post(SERVICES, {"FriendlyName": target.fresh_name()})
    assert created.json()["account_sid"] == key.account_sid
    assert target.http(key).delete(f"{SERVICES}/{created.json()['sid']}").status_code == 204


def test_a_wrong_token_is_refused_with_authenticate(http: Wire, target: Target) -> None:
    """Source: live body, 2022; github.com/twilio/twilio-video-app-react/issues/841 (observed)."""
    answer = http.get(SERVICES, auth=(target.credentials.username, "f" * 32))
    assert answer.status_code == 401
    assert members(answer.text) == refusal("Authenticate", "")


@pytest.mark.needs("api_key")
def test_a_wrong_api_key_secret_is_refused_with_authenticate(target: Target) -> None:
    """Source: twilio.com/docs/api/errors/20003 (documented)."""
    key = target.api_key()
    answer = target.http(key).get(SERVICES, auth=(key.username, "f" * 32))
    assert answer.status_code == 401
    assert members(answer.text) == refusal("Authenticate", "")


def test_a_request_without_credentials_is_refused(http: Wire) -> None:
    """Source: bodies seen on api.twilio.com, not proven for verify.twilio.com (guess)."""
    answer = http.get(SERVICES, auth=as_nobody)
    assert answer.status_code == 401
    assert members(answer.text) == refusal("Authentication Error - No credentials provided", INCORRECT)


@pytest.mark.parametrize("username", ["someone", "AC123", "VA" + "0" * 32, " AC" + "0" * 32, "AC" + "g" * 32])
def test_a_user_name_that_is_no_account_or_key_sid_is_refused(http: Wire, username: str) -> None:
    """Source: bodies seen on api.twilio.com, not proven for verify.twilio.com (guess)."""
    answer = http.get(SERVICES, auth=(username, "f" * 32))
    assert answer.status_code == 401
    assert members(answer.text) == refusal("Authentication Error - invalid username", INCORRECT)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer abc",
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:\xff").decode(),
    ],
)
def test_a_header_that_is_not_basic_authentication_is_refused(http: Wire, header: str) -> None:
    """Source: twilio.com/docs/api/errors/20003 (documented)."""
    answer = http.get(SERVICES, headers={"Authorization": header}, auth=as_nobody)
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)


def test_an_empty_password_is_refused(http: Wire, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/20003 (documented)."""
    answer = http.get(SERVICES, auth=(target.credentials.username, ""))
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)


def test_every_method_and_path_asks_for_credentials(http: Wire, service_sid: str) -> None:
    """Source: twilio.com/docs/usage/requests-to-twilio (documented)."""
    service = f"{SERVICES}/{service_sid}"
    for method, path in [
        ("POST", SERVICES),
        ("GET", service),
        ("POST", service),
        ("DELETE", service),
        ("POST", f"{service}/Verifications"),
        ("GET", f"{service}/Verifications/+15017122661"),
        ("POST", f"{service}/Verifications/+15017122661"),
        ("POST", f"{service}/VerificationCheck"),
    ]:
        assert http.request(method, path, auth=as_nobody).status_code == 401, (method, path)


@pytest.mark.needs("accounts")
def test_another_account_does_not_see_the_service(target: Target, service_sid: str) -> None:
    """Source: twilio.com/docs/iam/api/account (documented)."""
    assert target.http(target.fresh_account()).get(f"{SERVICES}/{service_sid}").status_code == 404
