"""Which call of Twilio's Python SDK a request came from, for those operations that the SDK has one for."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from urllib.parse import unquote

from verify_emulator.resources.params import Params
from verify_emulator.ui.requests.repeatable import Repeatable, Value
from verify_emulator.verify.catalogue import collections

SEGMENTS = {
    "Services": "services",
    "Verifications": "verifications",
    "VerificationCheck": "verification_checks",
    "RateLimits": "rate_limits",
    "Buckets": "buckets",
    "MessagingConfigurations": "messaging_configurations",
    "Entities": "entities",
    "Factors": "factors",
    "Challenges": "challenges",
    "Notifications": "notifications",
    "AccessTokens": "access_tokens",
    "Webhooks": "webhooks",
    "Attempts": "verification_attempts",
    "Templates": "templates",
    "Forms": "forms",
    "SafeList/Numbers": "safelist",
}
"""A segment of a path as the SDK calls it; every second one is a SID."""
TARGETS = {"FetchVerificationAttemptsSummary": "verification_attempts_summary()"}
UNKNOWN = frozenset(
    (
        "MailerSid",
        "Email.From",
        "Email.FromName",
        "Email.ContentTemplateId",
        "DoForceCheckOnce",
        "Page",
        "PageToken",
        "Version",
    )
)
"""Parameters that no method of the SDK takes; `Ttl` is one of them, too, but of a Service only."""
DEMANDED = {
    "CreateService": {"FriendlyName"},
    "CreateVerification": {"To", "Channel"},
    "UpdateVerification": {"Status"},
    "CreateRateLimit": {"UniqueName"},
    "CreateBucket": {"Max", "Interval"},
    "CreateMessagingConfiguration": {"Country", "MessagingServiceSid"},
    "UpdateMessagingConfiguration": {"MessagingServiceSid"},
    "CreateSafelist": {"PhoneNumber"},
    "CreateEntity": {"Identity"},
    "CreateNewFactor": {"FriendlyName", "FactorType"},
    "CreateChallenge": {"FactorSid"},
    "CreateAccessToken": {"Identity", "FactorType"},
    "CreateWebhook": {"FriendlyName", "EventTypes", "WebhookUrl"},
}
"""Parameters that the SDK's methods cannot be called without."""


@dataclass(frozen=True, slots=True)
class Call:
    """What stands after `client.verify.v2`, the method, and what it is called with."""

    target: str
    method: str
    arguments: dict[str, "Value | Number | list[Value]"]


@dataclass(frozen=True, slots=True)
class Number:
    """A value that is no text, as Python writes it: 6, True."""

    text: str


@cache
def _declared() -> dict[str, tuple[str, type[Params]]]:
    """The method and the parameters of each operation."""
    return {
        collection.operation_id(operation): (operation.verb, operation.params)
        for collection in collections()
        for operation in collection.operations
    }


def call_for(again: Repeatable) -> Call | None:
    """None where the SDK has no such call, or none with these parameters."""
    verb, params = _declared().get(again.operation, ("", Params))
    target = _target(again)
    if not verb or not target or params.JSON or again.document:
        return None
    if again.method == "GET":
        given = [(name, Value(text)) for name, text in again.query]
    else:
        given = again.form
        if again.query:
            return None
    arguments = _arguments(params, given, unknown_to(again.operation))
    if arguments is None or not DEMANDED.get(again.operation, set()) <= {name for name, _ in given}:
        return None
    return Call(target, "page" if verb == "list" else verb, arguments)  # one page, as it was asked for


def _target(again: Repeatable) -> str:
    if again.operation in TARGETS:
        return TARGETS[again.operation]
    segments = again.path.removeprefix("/v2/").replace("SafeList/Numbers", "SafeList%2FNumbers").split("/")
    parts = []
    for name, key in zip(segments[::2], [*segments[1::2], ""], strict=False):
        attribute = SEGMENTS.get(unquote(name))
        if attribute is None:
            return ""
        if again.operation == "CreateNewFactor" and attribute == "factors":
            attribute = "new_factors"
        parts.append(f"{attribute}({json.dumps(unquote(key), ensure_ascii=False)})" if key else attribute)
    return ".".join(parts)


def unknown_to(operation: str) -> frozenset[str]:
    return UNKNOWN | {"Ttl"} if operation in ("CreateService", "UpdateService") else UNKNOWN


def argument(name: str) -> str:
    """The SDK's name of a parameter: `Push.IncludeDate` is `push_include_date`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace(".", "_").lower()


def _arguments(
    params: type[Params], given: list[tuple[str, Value]], unknown: frozenset[str]
) -> dict[str, "Value | Number | list[Value]"] | None:
    declared = {_wire_name(field): _kinds(field.annotation) for field in params.model_fields.values()}
    arguments: dict[str, Value | Number | list[Value]] = {}
    for name, value in given:
        kinds = declared.get(name, frozenset())
        if not kinds or name in unknown:
            return None
        if tuple in kinds:
            several = arguments.setdefault(argument(name), [])
            assert isinstance(several, list)
            several.append(value)
        elif argument(name) in arguments:
            return None
        else:
            arguments[argument(name)] = _plain(value, kinds)
    return arguments


def _wire_name(field: Any) -> str:
    """Of several that are taken, the one that stands first."""
    name = field.validation_alias or field.alias
    return name if isinstance(name, str) else str(name.choices[0])


def _kinds(annotation: Any) -> frozenset[Any]:
    """The types that a value may have."""
    return frozenset(_flat(annotation))


def _flat(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        for each in get_args(annotation):
            yield from _flat(each)
    elif origin is Annotated:
        yield from _flat(get_args(annotation)[0])
    else:
        yield origin or annotation


def _plain(value: Value, kinds: frozenset[Any]) -> Value | Number:
    if int in kinds and re.fullmatch(r"0|[1-9][0-9]{0,8}", value.text):
        return Number(value.text)
    if bool in kinds and value.text in ("true", "false"):
        return Number(value.text.capitalize())
    return value
