"""Parameters that carry JSON or a closed set of words, and the gates that refuse them when they do not."""

import json
from ipaddress import ip_address
from typing import Any

from pydantic_core import from_json

from verify_emulator.errors import MESSAGE_TOO_LONG, MISSING_SUBSTITUTIONS, TwilioError, cited
from verify_emulator.verify.rules import templates, texts
from verify_emulator.verify.rules.sending import Sending

MAX_TAGS = 10
MAX_TAG_LENGTH = 128
MAX_TEMPLATES = 10
MAX_MESSAGE_LENGTH = 500


def read_json(text: str | None) -> Any:
    """The JSON value of a parameter; None when it is absent or is no JSON."""
    try:
        return None if text is None else from_json(text)
    except ValueError:
        return None


def read_map(text: str | None) -> dict[str, Any] | None:
    """The JSON object of a parameter; None when it is absent or is something else."""
    value = read_json(text)
    return value if isinstance(value, dict) else None


def check_words(sending: Sending) -> None:
    """Source: twilio.com/docs/verify/api/verification. Guess: other values than those it names are 60200."""
    params = sending.params
    if params.risk_check not in (None, "enable", "disable"):
        raise sending.refuse("RiskCheck", f"{cited(params.risk_check)} is neither enable nor disable.")
    if (params.enable_sna_client_token or "false").lower() not in ("true", "false"):
        raise sending.refuse(
            "EnableSnaClientToken",
            f"EnableSnaClientToken is true or false, and not {cited(params.enable_sna_client_token)}.",
        )
    if params.device_ip is not None:
        try:
            ip_address(params.device_ip)
        except ValueError:
            raise sending.refuse(
                "DeviceIp", f"{cited(params.device_ip)} is no IPv4 or IPv6 address."
            ) from None


def check_tags(sending: Sending) -> None:
    """Source: programmable rate limits page: up to ten, keys and values of up to 128 characters.

    Guess: everything else is 60200 for Tags; values are texts.
    """
    if sending.params.tags is None:
        return
    tags = read_map(sending.params.tags)
    if tags is None or len(tags) > MAX_TAGS:
        raise sending.refuse("Tags", f"Tags is a JSON object as text, with up to {MAX_TAGS} members.")
    for key, value in tags.items():
        if len(key) > MAX_TAG_LENGTH or not isinstance(value, str) or len(value) > MAX_TAG_LENGTH:
            raise sending.refuse(
                "Tags", f"Keys and values of Tags are texts of up to {MAX_TAG_LENGTH} characters."
            )


def check_rate_limits(sending: Sending) -> None:
    """Guess: what is no JSON object is 60200 for RateLimits."""
    text = sending.params.rate_limits
    if text is not None and read_map(text) is None:
        raise sending.refuse(
            "RateLimits", "RateLimits is a JSON object as text, keyed by the UniqueName of rate limits."
        )


def check_channel_configuration(sending: Sending) -> None:
    """Source: docs/verify/api/verification documents the e-mail keys.

    Guess: what is no JSON object is 60200 for ChannelConfiguration.
    """
    text = sending.params.channel_configuration
    if text is not None and read_map(text) is None:
        raise sending.refuse("ChannelConfiguration", "ChannelConfiguration is a JSON object as text.")


def falls_back_to_sms(text: str | None) -> bool:
    """Whether `{"whatsapp": {"enabled": true}, "sms": {"enabled": true}}` is asked for: an extension of ours."""
    configuration = read_map(text) or {}
    return all(
        isinstance(configuration.get(channel), dict) and configuration[channel].get("enabled") is True
        for channel in ("whatsapp", "sms")
    )


def check_template(sending: Sending) -> None:
    """`Templates` goes before `TemplateSid`, that before the service's default. Source: SDK 9.13, error pages.

    Guess: of several templates the first that fits is taken; a default that does not fit is passed over.
    """
    params = sending.params
    candidates = _candidates(sending)
    refusal: TwilioError | None = None
    for sid, substitutions in candidates:
        try:
            template = sending.template_of(sid)
            chosen = templates.choose(sid, template, sending.channel, params.locale, substitutions)
        except TwilioError as error:
            refusal = refusal or error
        else:
            _check_length(sending, chosen)
            sending.template = chosen
            return
    if refusal is not None and (params.templates or params.template_sid):
        raise refusal


def _candidates(sending: Sending) -> list[tuple[str, dict[str, str]]]:
    params = sending.params
    if params.templates is not None:
        return _listed(sending)
    substitutions: dict[str, Any] | None = {}
    if params.template_custom_substitutions is not None:
        substitutions = read_map(params.template_custom_substitutions)
    if substitutions is None:
        raise TwilioError(MISSING_SUBSTITUTIONS, hint="TemplateCustomSubstitutions is a JSON object as text.")
    sid = params.template_sid or (sending.channel == "sms" and sending.service.default_template_sid)
    return [(sid, _texts(substitutions))] if sid else []


def _listed(sending: Sending) -> list[tuple[str, dict[str, str]]]:
    listed = read_json(sending.params.templates)
    if not isinstance(listed, list) or not 1 <= len(listed) <= MAX_TEMPLATES:
        raise sending.refuse("Templates", "Templates is a JSON array as text, with 1 to 10 objects.")
    for item in listed:
        if not isinstance(item, dict) or not isinstance(item.get("sid"), str):
            raise sending.refuse(
                "Templates", "Each object of Templates has a sid and, if needed, substitutions."
            )
        if not isinstance(item.get("substitutions", {}), dict):
            raise sending.refuse("Templates", "substitutions in Templates is an object.")
    return [(item["sid"], _texts(item.get("substitutions", {}))) for item in listed]


def _texts(substitutions: dict[str, Any]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in substitutions.items()
    }


def _check_length(sending: Sending, chosen: templates.Chosen) -> None:
    """Source: twilio.com/docs/api/errors/60247."""
    rendered = texts.render_template(
        chosen.text,
        friendly_name=sending.service.friendly_name,
        code="0" * sending.service.code_length,
        ttl_seconds=sending.service.lifetime_seconds,
        substitutions=chosen.substitutions,
    )
    if len(rendered) > MAX_MESSAGE_LENGTH:
        raise TwilioError(
            MESSAGE_TOO_LONG,
            hint=f"With its substitutions the text has {len(rendered)} characters; "
            f"{MAX_MESSAGE_LENGTH} are allowed.",
        )
