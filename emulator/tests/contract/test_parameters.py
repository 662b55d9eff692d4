"""The parameters that each operation takes, held against Twilio's OpenAPI file and its SDK."""

from collections.abc import Callable, Mapping

import pytest
from harness.caller import Record
from harness.local import Local
from harness.openapi import document, needs_openapi
from harness.operations import OPERATIONS
from harness.tenant import PASSKEY, Tenant
from pydantic import AliasChoices
from pydantic.fields import FieldInfo

from verify_emulator.resources.params import Params
from verify_emulator.verify.catalogue import collections

PARAMS = {
    collection.operation_id(operation): operation.params
    for collection in collections()
    for operation in collection.operations
}

BEYOND_TWILIO = {
    "MailerSid": "left the file; attaches a mailer, which channel email needs (twilio.com/docs/verify/email)",
    "Email.From": "of the skill card twilio-verify-send-otp",
    "Email.FromName": "of the skill card twilio-verify-send-otp",
    "Email.ContentTemplateId": "of the skill card twilio-verify-send-otp",
    "Ttl": "the emulator's own; on Twilio its support sets it",
    "DoForceCheckOnce": "of the skill card twilio-verify-send-otp",
}
ADDED: Mapping[str, Mapping[str, str]] = {
    "CreateService": BEYOND_TWILIO,
    "UpdateService": BEYOND_TWILIO,
    "CreateVerification": {"Templates": "the twilio package 9.13.0; the file is older"},
}
"""Parameters that the file does not have, by operation, each with where it comes from. What the file gains must go."""

REFUSED_BY_NAME: Mapping[str, Mapping[str, int]] = {
    "CreateNewFactorPasskey": {"identity": 60367},
    "UpdatePasskeysFactor": {"response": 60378},
    "UpdateChallengePasskeys": {
        "id": 60375,
        "rawId": 60376,
        "authenticatorAttachment": 60377,
        "response": 60378,
    },
}
"""Required parameters whose absence has a code of its own (twilio.com/docs/api/errors), and not 20001."""


def wire_name(name: str, field: FieldInfo) -> str:
    alias = field.validation_alias or field.alias or name
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else str(alias)


def names(params: type[Params], *, required: bool = False) -> set[str]:
    return {
        wire_name(name, field)
        for name, field in params.model_fields.items()
        if field.is_required() or not required
    }


@needs_openapi
@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_takes_the_parameters_of_the_file(operation: str) -> None:
    """twilio-oai, parameters and requestBody."""
    ours, theirs = names(PARAMS[operation]), document().operations[operation].parameters
    assert (theirs - ours, ours - theirs) == (set(), set(ADDED.get(operation, {})))


@needs_openapi
@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_requires_what_the_file_requires(operation: str) -> None:
    """twilio-oai, requestBody."""
    ours, theirs = names(PARAMS[operation], required=True), document().operations[operation].required
    assert (theirs - ours, ours - theirs) == (set(REFUSED_BY_NAME.get(operation, {})), set())


@needs_openapi
@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_reads_json_where_the_file_says_so(operation: str) -> None:
    """twilio-oai, requestBody: JSON for passkeys, forms for all else."""
    assert PARAMS[operation].JSON is (document().operations[operation].content_type == "application/json")


BODIES: Mapping[str, tuple[str, Callable[[Tenant], Record]]] = {
    "CreateNewFactorPasskey": ("Factors", lambda tenant: PASSKEY),
    "UpdatePasskeysFactor": ("VerifyFactor", lambda tenant: tenant.registration),
    "UpdateChallengePasskeys": ("ApproveChallenge", lambda tenant: tenant.assertion),
}


@pytest.mark.parametrize(
    ("operation", "name"),
    [(operation, name) for operation, codes in REFUSED_BY_NAME.items() for name in codes],
)
def test_a_passkeys_parameter_that_is_missing_has_a_code_of_its_own(
    emulator: Local, operation: str, name: str
) -> None:
    """twilio.com/docs/api/errors/60367, /60375 to /60378."""
    tenant = Tenant(emulator.send, f"{operation} {name}")
    place, body = BODIES[operation]
    lacking = {key: value for key, value in body(tenant).items() if key != name}
    assert tenant.post_json(f"{tenant.passkeys}/{place}", lacking).refusal[:2] == (
        400,
        REFUSED_BY_NAME[operation][name],
    )
