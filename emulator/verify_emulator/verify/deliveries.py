"""Deliveries: what happens when a verification sends its code: an attempt, and a message in the outbox."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated

from verify_emulator.outbox.messages import Message
from verify_emulator.resources.call import Call
from verify_emulator.resources.resource import HIDDEN, LOCAL_PATH, MILLISECONDS
from verify_emulator.verify.rules import texts
from verify_emulator.verify.rules.sending import Sending
from verify_emulator.verify.rules.structured import falls_back_to_sms

SNA_PENDING = 60519  # the URL has not been opened yet
SNA_MATCHED = 0
SNA_PATH = "/_emulator/sna"


@dataclass(frozen=True, slots=True)
class SendCodeAttempt:
    """One message sent. Source: lower-case channels and milliseconds in live bodies of 2021, 2022 and 2024."""

    attempt_sid: str
    channel: str
    time: Annotated[datetime, MILLISECONDS]
    sna_outcome: Annotated[int | None, HIDDEN] = None


@dataclass(frozen=True, slots=True)
class SnaUrl:
    """Where the handset proves its number. Source: twilio.com/docs/verify/sna."""

    url: Annotated[str, LOCAL_PATH]


def deliver(call: Call, sending: Sending, verification_sid: str, code: str) -> tuple[SendCodeAttempt, ...]:
    """Send the code once, or twice when WhatsApp fails and a fallback to SMS was asked for (an extension)."""
    if sending.channel == "sna":
        return (SendCodeAttempt(call.ids.sid("VL"), "sna", call.now, SNA_PENDING),)
    first, arrived = _send(call, sending, sending.channel, verification_sid, code)
    if (
        arrived
        or sending.channel != "whatsapp"
        or not falls_back_to_sms(sending.params.channel_configuration)
    ):
        return (first,)
    second, _ = _send(call, sending, "sms", verification_sid, code)
    return (first, second)


def _send(
    call: Call, sending: Sending, channel: str, verification_sid: str, code: str
) -> tuple[SendCodeAttempt, bool]:
    to = sending.params.to
    attempt = SendCodeAttempt(call.ids.sid("VL"), channel, call.now)
    arrives = call.account.delivers(to, channel)
    message = Message(
        account_sid=call.account_sid,
        service_sid=sending.service.sid,
        verification_sid=verification_sid,
        attempt_sid=attempt.attempt_sid,
        to=to,
        channel=channel,
        code=code,
        status="delivered" if arrives else "undelivered",
        created_at=call.now,
        compose=partial(_compose, sending, channel, code),
    )
    call.events.append(message)
    return attempt, arrives


def _compose(sending: Sending, channel: str, code: str) -> tuple[str, str]:
    """Locale and text, made only when somebody reads them."""
    service, params, template = sending.service, sending.params, sending.template
    name = params.custom_friendly_name or service.friendly_name
    if template is not None:
        text = texts.render_template(
            template.text,
            friendly_name=name,
            code=texts.spell(code) if channel == "call" else code,
            ttl_seconds=service.lifetime_seconds,
            substitutions=template.substitutions,
        )
        if channel == "sms" and params.app_hash:
            text = texts.add_app_hash(text, params.app_hash)
        return template.locale, text
    locale = texts.locale_for(params.to, channel, params.locale)
    text = texts.message_text(
        channel,
        locale,
        friendly_name=name,
        code=code,
        ttl_seconds=service.lifetime_seconds,
        do_not_share=service.do_not_share_warning_enabled,
        app_hash=params.app_hash,
        amount=params.amount if service.psd2_enabled else None,
        payee=params.payee if service.psd2_enabled else None,
        dtmf_input_required=service.dtmf_input_required,
    )
    return locale, text


def sna_url(
    call: Call, verification_sid: str, service_sid: str, attempts: tuple[SendCodeAttempt, ...]
) -> SnaUrl | None:
    last = attempts[-1]
    if last.channel != "sna":
        return None
    return SnaUrl("/".join((SNA_PATH, call.account_sid, service_sid, verification_sid, last.attempt_sid)))
