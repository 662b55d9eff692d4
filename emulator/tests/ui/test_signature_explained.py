"""What the screen Webhooks says of a signature. Source: the RequestValidator of twilio-python."""

from datetime import UTC, datetime

import pytest
from twilio.request_validator import RequestValidator

from verify_emulator.outbox.posts import Post, compose
from verify_emulator.ui.webhooks.signature import explain

TOKEN = "a-token"


def post(**more: object) -> Post:
    fields = (("type", "factor.created"), ("b", "2 & ü"), ("a", ""), ("b", "1"))
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    return Post(
        **{
            "account_sid": "AC1",
            "service_sid": "VA1",
            "webhook_sid": "YW1",
            "event": "factor.created",
            "url": "https://user:secret@example.com/hook?x=1#part",
            "fields": fields,
            "created_at": moment,
            **more,
        }
    )


def test_the_text_of_a_form_is_the_url_and_its_fields_in_order() -> None:
    explained = explain(compose(post(), TOKEN, "1"), TOKEN)
    assert explained.text == "https://example.com/hook?x=1ab1b2 & ütypefactor.created"
    assert explained.is_right
    assert RequestValidator(TOKEN).compute_signature(explained.text, {}) == explained.header


def test_the_text_of_json_is_the_url_with_the_hash_of_the_body() -> None:
    explained = explain(compose(post(as_json=True), TOKEN, "1"), TOKEN)
    assert explained.text.endswith(f"&bodySHA256={explained.body_hash}")
    assert len(explained.body_hash) == 64
    assert explained.is_right


@pytest.mark.parametrize("token", ["another", None])
def test_another_token_gives_something_else(token: str | None) -> None:
    assert not explain(compose(post(), TOKEN, "1"), token).is_right


def test_what_was_not_signed_says_so() -> None:
    explained = explain(compose(post(), None, "1"), TOKEN)
    assert (explained.header, explained.is_right) == ("", False)
