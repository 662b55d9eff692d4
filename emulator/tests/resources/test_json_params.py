"""Parameters that come as a JSON object."""

import json
from collections.abc import Callable
from typing import Annotated, Any, ClassVar

import pytest
from harness.declared import serve
from harness.local import FORM, Local, basic
from pydantic import Field, StringConstraints

from verify_emulator.errors import (
    INVALID_IDENTITY,
    INVALID_PARAMETER,
    INVALID_REQUEST,
    ErrorKind,
    TwilioError,
)
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates
from verify_emulator.resources.params import JsonParams, RefusedWith
from verify_emulator.resources.resource import Resource


class Answered(JsonParams):
    friendly_name: Annotated[str, StringConstraints(min_length=2)]
    identity: Annotated[
        Annotated[str, StringConstraints(max_length=3)] | None, RefusedWith(INVALID_IDENTITY)
    ] = None
    rawId: Annotated[int, Field(ge=1)] = 1
    anything: Any = None
    origins: tuple[str, ...] = ()


class OwnWords(Answered):
    WHEN_MISSING: ClassVar[ErrorKind] = INVALID_REQUEST
    WHEN_BAD: ClassVar[ErrorKind] = INVALID_REQUEST


def refusal(params: type[JsonParams], body: object) -> TwilioError:
    with pytest.raises(TwilioError) as refused:
        params.parse(body)
    return refused.value


def test_members_have_the_names_of_the_fields() -> None:
    """twilio-oai: the passkeys' bodies."""
    body = {"friendly_name": "Laptop", "rawId": 2, "anything": {"a": [1]}, "origins": ["x"], "unknown": 1}
    params = Answered.parse(body)
    assert (params.friendly_name, params.rawId, params.anything) == ("Laptop", 2, {"a": [1]})
    assert (params.origins, params.identity) == (("x",), None)
    assert Answered.parse({"friendly_name": "ab", "FriendlyName": "x", "identity": None}).identity is None


def test_an_empty_text_is_a_value_in_json() -> None:
    """Our contract: only a form cannot tell empty from absent."""
    assert Answered.parse({"friendly_name": "ab", "identity": ""}).identity == ""
    assert refusal(Answered, {"friendly_name": ""}).body()["message"] == "Invalid parameter: friendly_name"


@pytest.mark.parametrize("body", [None, [], "text", 1, True, [{"friendly_name": "ab"}]])
def test_what_is_no_object_is_refused(body: object) -> None:
    """github.com/twilio/twilio-python/issues/932: the async client sends such."""
    assert refusal(Answered, body).kind is INVALID_PARAMETER
    assert refusal(Answered, body).body()["message"] == "Invalid parameter: body"
    assert refusal(OwnWords, body).kind is INVALID_REQUEST


def test_a_missing_member_is_named_as_it_is() -> None:
    """twilio.com/docs/api/errors/20001."""
    error = refusal(Answered, {})
    assert error.body()["message"] == "Missing required parameter friendly_name in the post body"
    assert refusal(OwnWords, {}).kind is INVALID_REQUEST


def test_a_mark_holds_for_members_too() -> None:
    """twilio.com/docs/api/errors/60367, for one."""
    for params in (Answered, OwnWords):
        assert refusal(params, {"friendly_name": "ab", "identity": "long"}).kind is INVALID_IDENTITY
        assert refusal(params, {"friendly_name": "ab", "identity": 7}).kind is INVALID_IDENTITY
    assert refusal(OwnWords, {"friendly_name": "ab", "rawId": 0}).kind is INVALID_REQUEST


# On the wire


class Told(Resource):
    """What arrived."""


def tell(call: Call, params: Answered) -> None:
    call.headers["Told"] = json.dumps(params.given())


TOLD = Collection(name="told", model=Told, path="/v2/Told", operations=(creates(Answered, by=tell),))
KINDS: list[tuple[bytes, bytes] | None] = [
    (b"content-type", b"application/json"),
    (b"content-type", b"application/json; charset=utf-8"),
    (b"content-type", b"text/plain"),
    FORM,
    None,
]


@pytest.fixture
def wired(make_emulator: Callable[..., Local]) -> Local:
    return serve(make_emulator(), TOLD)


@pytest.mark.parametrize("kind", KINDS)
def test_a_json_body_is_read_whatever_it_is_called(wired: Local, kind: tuple[bytes, bytes] | None) -> None:
    """Our rule: where JSON is declared, the body is JSON."""
    headers = [(b"host", b"emulator.test"), basic(wired.account, wired.token), *([kind] if kind else [])]
    answer = wired.send("POST", "/v2/Told", b'{"friendly_name": "Anna"}', headers)
    assert (answer.status, answer.body) == (201, b"")
    assert json.loads(answer.headers["told"]) == {"friendly_name": "Anna"}


@pytest.mark.parametrize(
    "body", [b"", b"friendly_name=Anna", b"{", b'{"friendly_name": "Anna"', b"\xff", b"null", b"[" * 100_000]
)
def test_a_body_that_is_no_json_object_is_refused(wired: Local, body: bytes) -> None:
    """github.com/twilio/twilio-python/issues/932."""
    assert wired.send("POST", "/v2/Told", body).refusal == (400, 60200, "Invalid parameter: body")
