"""What happens when a verification sends its code: an attempt, and a message in the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from verify_emulator.outbox.message import WrittenChannel, new_message
from verify_emulator.receipts import DELIVERED, UNDELIVERED, Receipt
from verify_emulator.resources.call import Call
from verify_emulator.resources.resource import HIDDEN, LOCAL_PATH, MILLISECONDS
from verify_emulator.verify.attempt import new_attempt
from verify_emulator.verify.rules import texts
from verify_emulator.verify.rules.sending import Sending
from verify_emulator.verify.rules.structured import falls_back_to_sms, read_map
from verify_emulator.verify.rules.templates import Chosen
from verify_emulator.verify.services import Service

SNA_PENDING = 60519  # the URL has not been opened yet
SNA_MATCHED = 0
SNA_MISMATCH = 60500
SNA_ERROR = 60510
SNA_PATH = "/_emulator/sna"


@dataclass(frozen=True, slots=True)
class SnaProof:
    """What Silent Network Auth has found out so far, and the token that a check has to bring, if any."""

    outcome: int
    client_token: str | None


@dataclass(slots=True)
class SendCodeAttempt:
    """One message sent. Source: lower-case channels and milliseconds in live bodies of 2021, 2022 and 2024."""

    attempt_sid: str
    channel: str
    time: Annotated[datetime, MILLISECONDS]
    sna: Annotated[SnaProof | None, HIDDEN] = None
    reported: Annotated[Mapping[str, Any] | None, HIDDEN] = None  # what only Verify Events tell of it

    def settled(self, outcome: int) -> "SendCodeAttempt":
        assert self.sna is not None
        return replace(self, sna=replace(self.sna, outcome=outcome))


@dataclass(frozen=True, slots=True)
class SnaUrl:
    """Where the handset proves its number. Source: twilio.com/docs/verify/sna."""

    url: Annotated[str, LOCAL_PATH]


class Passcode(NamedTuple):
    """What is to be delivered: the code of a verification, and until when it holds."""

    verification_sid: str
    code: str
    expires_at: datetime


def deliver(call: Call, sending: Sending, passcode: Passcode) -> tuple[SendCodeAttempt, ...]:
    """Send the code once, or twice when WhatsApp fails and a fallback to SMS was asked for (an extension).

    Guess: the SMS follows at once, also where a scripted failure of WhatsApp takes its time.
    """
    if sending.channel == "sna":
        return (_ask_carrier(call, sending),)
    first, receipt = _send(call, sending, sending.channel, passcode)
    if (
        sending.channel != "whatsapp"
        or not receipt.fails
        or not falls_back_to_sms(sending.params.channel_configuration)
    ):
        return (first,)
    second, _ = _send(call, sending, "sms", passcode)
    return (first, second)


def _ask_carrier(call: Call, sending: Sending) -> SendCodeAttempt:
    """Source: twilio-oai, EnableSnaClientToken. Guess: an SnaClientToken is a UUID; Silent Network Auth, which sends
    nothing, is not among the attempts (its channel is none of those listed)."""
    wants_token = (sending.params.enable_sna_client_token or "").lower() == "true"
    proof = SnaProof(SNA_PENDING, call.ids.uuid() if wants_token else None)
    return SendCodeAttempt(call.ids.sid("VL"), "sna", call.now, proof, _reported(sending, sending.channel))


def _reported(sending: Sending, channel: str) -> Mapping[str, Any] | None:
    """Kept only where somebody may be told of it."""
    if not sending.service.verify_event_subscription_enabled:
        return None
    params, template = sending.params, sending.template
    locale = params.locale if template is None else template.locale
    return {
        "locale": None if channel == "sna" else texts.locale_for(params.to, channel, locale),
        "tags": read_map(params.tags) or {},
        "custom_friendly_name": params.custom_friendly_name,
        "custom_code": params.custom_code is not None,
    }


def _send(call: Call, sending: Sending, channel: str, passcode: Passcode) -> tuple[SendCodeAttempt, Receipt]:
    params, template, code, sid = sending.params, sending.template, passcode.code, call.ids.sid("VL")
    to: str = params.to
    receipt = _receipt(call, to, channel)
    call.store.put(
        new_attempt(
            sid=sid,
            service_sid=sending.service.sid,
            verification_sid=passcode.verification_sid,
            to=to,
            channel=channel,
            locale=params.locale if template is None else template.locale,
            code_length=len(code),
            receipt=receipt,
            created_at=call.now,
            expires_at=passcode.expires_at,
        )
    )
    status, error_code, on_its_way = receipt.at_first()
    message = new_message(
        account_sid=call.account_sid,
        service_sid=sending.service.sid,
        verification_sid=passcode.verification_sid,
        attempt_sid=sid,
        to=to,
        channel=channel,
        code=code,
        status=status,
        error_code=error_code,
        on_its_way=on_its_way,
        created_at=call.now,
        compose=Wording(
            sending.service,
            channel,
            to,
            code,
            template,
            params.locale,
            params.custom_friendly_name,
            params.app_hash,
            params.amount,
            params.payee,
        ),
    )
    call.events.append(message)
    return SendCodeAttempt(sid, channel, call.now, None, _reported(sending, channel)), receipt


def _receipt(call: Call, to: str, channel: str) -> Receipt:
    """As it is scripted, or else as the account setting `undeliverable` says."""
    scripted = None if call.script is None else call.script.receipt(channel)
    if scripted is not None:
        return scripted
    return DELIVERED if call.account.delivers(to, channel) else UNDELIVERED


@dataclass(slots=True)
class Wording:
    """All that a message's locale and text are made of, kept small until somebody reads them."""

    service: Service
    channel: WrittenChannel
    to: str
    code: str
    template: Chosen | None
    locale: str | None
    name: str | None
    app_hash: str | None
    amount: str | None
    payee: str | None

    def __call__(self) -> tuple[str, str]:
        name = self.name or self.service.friendly_name
        if self.template is not None:
            return self.template.locale, self._fill(self.template, name)
        locale = texts.locale_for(self.to, self.channel, self.locale)
        text = texts.message_text(
            self.channel,
            locale,
            friendly_name=name,
            code=self.code,
            ttl_seconds=self.service.lifetime_seconds,
            do_not_share=self.service.do_not_share_warning_enabled,
            app_hash=self.app_hash,
            amount=self.amount if self.service.psd2_enabled else None,
            payee=self.payee if self.service.psd2_enabled else None,
            dtmf_input_required=self.service.dtmf_input_required,
        )
        return locale, text

    def _fill(self, template: Chosen, name: str) -> str:
        text = texts.render_template(
            template.text,
            friendly_name=name,
            code=texts.spell(self.code) if self.channel == "call" else self.code,
            ttl_seconds=self.service.lifetime_seconds,
            substitutions=template.substitutions,
        )
        return texts.add_app_hash(text, self.app_hash) if self.channel == "sms" and self.app_hash else text


def sna_url(
    call: Call, verification_sid: str, service_sid: str, attempts: tuple[SendCodeAttempt, ...]
) -> SnaUrl | None:
    last = attempts[-1]
    if last.channel != "sna":
        return None
    return SnaUrl("/".join((SNA_PATH, call.account_sid, service_sid, verification_sid, last.attempt_sid)))
