"""Every collection of Verify v2, in the order of Twilio's documentation; together they have its 57 operations."""

from functools import cache

from verify_emulator.resources.collection import Collection
from verify_emulator.resources.resource import Resource
from verify_emulator.verify.checks import VERIFICATION_CHECKS
from verify_emulator.verify.services import SERVICES
from verify_emulator.verify.verifications import VERIFICATIONS

CORE: tuple[Collection, ...] = (SERVICES, VERIFICATIONS, VERIFICATION_CHECKS)
"""What most programs never go beyond; only this is loaded at the start."""


@cache
def collections() -> tuple[Collection, ...]:
    """All of them. The first call imports the others, which would lengthen every start by a fifth."""
    from verify_emulator.verify.access_tokens import ACCESS_TOKENS
    from verify_emulator.verify.attempts import ATTEMPTS
    from verify_emulator.verify.attempts_summary import ATTEMPTS_SUMMARY
    from verify_emulator.verify.buckets import BUCKETS
    from verify_emulator.verify.challenges import CHALLENGES
    from verify_emulator.verify.entities import ENTITIES
    from verify_emulator.verify.factors import FACTORS
    from verify_emulator.verify.forms import FORMS
    from verify_emulator.verify.messaging_configurations import MESSAGING_CONFIGURATIONS
    from verify_emulator.verify.new_factors import NEW_FACTORS
    from verify_emulator.verify.notifications import NOTIFICATIONS
    from verify_emulator.verify.passkey_approvals import APPROVED_CHALLENGES
    from verify_emulator.verify.passkey_challenges import PASSKEY_CHALLENGES
    from verify_emulator.verify.passkeys import NEW_PASSKEYS, VERIFIED_PASSKEYS
    from verify_emulator.verify.rate_limits import RATE_LIMITS
    from verify_emulator.verify.safe_list import SAFE_LIST
    from verify_emulator.verify.templates import TEMPLATES
    from verify_emulator.verify.webhooks import WEBHOOKS

    return (
        *CORE,
        RATE_LIMITS,
        BUCKETS,
        MESSAGING_CONFIGURATIONS,
        ATTEMPTS,
        ATTEMPTS_SUMMARY,
        TEMPLATES,
        SAFE_LIST,
        ENTITIES,
        NEW_FACTORS,
        FACTORS,
        CHALLENGES,
        NOTIFICATIONS,
        ACCESS_TOKENS,
        NEW_PASSKEYS,
        VERIFIED_PASSKEYS,
        PASSKEY_CHALLENGES,
        APPROVED_CHALLENGES,
        FORMS,
        WEBHOOKS,
    )


@cache
def children() -> dict[type[Resource], list[type[Resource]]]:
    """Which models live below which, so that deleting a record takes what is below it along."""
    from verify_emulator.verify.buckets import Bucket, Counter

    below: dict[type[Resource], list[type[Resource]]] = {Bucket: [Counter]}
    for collection in collections():
        if collection.parent is not None and collection.model.PARENT:
            below.setdefault(collection.parent.model, []).append(collection.model)
    return below


@cache
def records() -> dict[str, type[Resource]]:
    """The models of which records are kept, by name. The others are answered and not stored."""
    from verify_emulator.verify.access_tokens import AccessToken
    from verify_emulator.verify.attempt import Attempt
    from verify_emulator.verify.buckets import Bucket, Counter
    from verify_emulator.verify.challenge import Challenge
    from verify_emulator.verify.entities import Entity
    from verify_emulator.verify.factor import Factor
    from verify_emulator.verify.messaging_configurations import MessagingConfiguration
    from verify_emulator.verify.quotas import Quota
    from verify_emulator.verify.rate_limits import RateLimit
    from verify_emulator.verify.safe_list import Safelist
    from verify_emulator.verify.services import Service
    from verify_emulator.verify.templates import VerificationTemplate
    from verify_emulator.verify.verification import Verification
    from verify_emulator.verify.webhooks import Webhook

    models: tuple[type[Resource], ...] = (
        Service,
        Verification,
        Attempt,
        RateLimit,
        Bucket,
        Counter,
        MessagingConfiguration,
        VerificationTemplate,
        Safelist,
        Entity,
        Factor,
        Challenge,
        AccessToken,
        Webhook,
        Quota,
    )
    return {model.__name__: model for model in models}


MESSAGES_LIST = "ListMessage"
"""The one operation that is here and none of Verify's: Twilio's list of messages, as its OpenAPI file calls it."""


def check_operation(name: str) -> str:
    """The name itself. Raises ValueError if no request can have that operation."""
    if name in operation_names() or name == MESSAGES_LIST:
        return name
    raise ValueError(f"there is none that is called {name}")


@cache
def operation_names() -> frozenset[str]:
    """What Twilio's OpenAPI file calls the operations."""
    return frozenset(
        collection.operation_id(operation)
        for collection in collections()
        for operation in collection.operations
    )
