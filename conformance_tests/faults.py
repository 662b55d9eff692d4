"""Faults made by hand, one at a time, to see whether the suite notices: what, where, and which tests should fail."""

from typing import NamedTuple


class Fault(NamedTuple):
    """`old` stands exactly once in the emulator and becomes `new`; `tests` is where the suite should notice."""

    name: str
    old: str
    new: str
    tests: str


FAULTS = [
    # Time and limits
    Fault("life of 601 s", "DEFAULT_TTL = 600", "DEFAULT_TTL = 601", "verifications/test_time_to_live.py"),
    Fault(
        "the last second belongs to the life",
        "if now >= expires_at:",
        "if now > expires_at:",
        "verifications/test_time_to_live.py",
    ),
    Fault(
        "a resend extends the life",
        "        send_code_attempts=verification.send_code_attempts + attempts,\n",
        "        send_code_attempts=verification.send_code_attempts + attempts,\n"
        "        expires_at=call.now + timedelta(seconds=600),\n",
        "verifications/test_time_to_live.py",
    ),
    Fault("six checks", "MAX_CHECKS_EACH = 5", "MAX_CHECKS_EACH = 6", "checks/test_wrong_code.py"),
    Fault("four checks", "MAX_CHECKS_EACH = 5", "MAX_CHECKS_EACH = 4", "checks/test_wrong_code.py"),
    Fault(
        "six sends",
        "MAX_SENDS_WHILE_OPEN = 5",
        "MAX_SENDS_WHILE_OPEN = 6",
        "verifications/test_send_limit.py",
    ),
    Fault(
        "four sends",
        "MAX_SENDS_WHILE_OPEN = 5",
        "MAX_SENDS_WHILE_OPEN = 4",
        "verifications/test_send_limit.py",
    ),
    Fault(
        "61 status requests a minute",
        "Limit(60, 60)",
        "Limit(61, 60)",
        "verifications/test_status_poll_limit.py",
    ),
    Fault(
        "no daily limit of status requests",
        "Limit(250, 86_400)",
        "Limit(999, 86_400)",
        "verifications/test_status_poll_limit.py",
    ),
    # The life of a verification
    Fault(
        "a fresh code on a resend",
        "code = sending.params.custom_code or verification.code",
        "code = sending.params.custom_code or call.ids.code(len(verification.code))",
        "verifications/test_resend.py",
    ),
    Fault(
        "a new verification on a resend",
        "_begin(call, sending) if open_one is None else _send_again(call, sending, open_one)",
        "_begin(call, sending)",
        "verifications/test_resend.py",
    ),
    Fault(
        "date_updated does not tell the resend",
        "        date_updated=call.now,\n        send_code_attempts=verification",
        "        send_code_attempts=verification",
        "verifications/test_resend.py",
    ),
    Fault(
        "200 after approval",
        "State.APPROVED:             (_GONE,",
        "State.APPROVED:             (_GO,  ",
        "lifecycle",
    ),
    Fault(
        "404 for a canceled one",
        "State.CANCELED:             (_GO,  ",
        "State.CANCELED:             (_GONE,",
        "lifecycle",
    ),
    Fault(
        "404 after too many checks",
        "State.MAX_ATTEMPTS_REACHED: (_GO,   _MAX, ",
        "State.MAX_ATTEMPTS_REACHED: (_GO,   _GONE,",
        "lifecycle",
    ),
    Fault(
        "a start after too many checks",
        "State.MAX_ATTEMPTS_REACHED: (_GO,   _MAX,  _GONE, _MAX)",
        "State.MAX_ATTEMPTS_REACHED: (_GO,   _MAX,  _GONE, _NEW)",
        "lifecycle",
    ),
    Fault(
        "approving by hand cancels",
        "Event.APPROVE: State.APPROVED",
        "Event.APPROVE: State.CANCELED",
        "verifications/test_update.py",
    ),
    Fault(
        "the fifth wrong check tells the end",
        "return show(call, counted, State.PENDING)",
        "return show(call, counted)",
        "checks/test_wrong_code.py",
    ),
    # Checks
    Fault("201 for a check", "by=check, status=200", "by=check, status=201", "checks/test_right_code.py"),
    Fault(
        "a malformed code counts",
        "\nCODE_LENGTHS = range(4, 11)",
        "\nCODE_LENGTHS = range(1, 12)",
        "checks/test_malformed_code.py",
    ),
    Fault(
        "the recipient decides, not the SID",
        "    if params.verification_sid is not None:\n        verification = call.store.get(Verification, "
        "params.verification_sid, service_sid)\n    else:",
        "    if params.to is None:\n        verification = call.store.get(Verification, "
        "params.verification_sid, service_sid)\n    else:",
        "checks/test_target.py",
    ),
    Fault(
        "another payee is as good",
        "(verification.amount, verification.payee) == (params.amount, params.payee)",
        "verification.amount == params.amount",
        "verifications/test_psd2.py",
    ),
    # Errors
    Fault(
        "the limits' numbers swapped",
        'MAX_CHECKS = ErrorKind(60202, 429, "Max check',
        'MAX_CHECKS = ErrorKind(60203, 429, "Max check',
        "checks/test_wrong_code.py",
    ),
    Fault(
        "the send limit ends with a full stop",
        '"Max send attempts reached")',
        '"Max send attempts reached.")',
        "verifications/test_send_limit.py",
    ),
    Fault(
        "404 without /v2",
        'error.details.setdefault("path", request.path)',
        'error.details.setdefault("path", request.path.removeprefix("/v2"))',
        "conventions/test_not_found.py",
    ),
    Fault(
        "double slashes collapsed",
        'path.decode("latin-1")',
        'path.decode("latin-1").replace("//", "/")',
        "conventions/test_not_found.py",
    ),
    Fault(
        "a SID of another type is just unknown",
        "if found is None and model.PREFIX and is_sid(key)",
        "if False and is_sid(key)",
        "conventions/test_wrong_sid_type.py",
    ),
    Fault("401 without detail", 'detail="")', "detail=None)", "conventions/test_authentication.py"),
    Fault(
        "errors point to another page",
        '"more_info": f"https://www.twilio.com/docs/errors/',
        '"more_info": f"https://www.twilio.com/docs/api/errors/',
        "conventions/test_error_bodies.py",
    ),
    Fault(
        "the recipient is looked at before the channel",
        "    check_channel,  # 60200\n    check_capability,  # 60223, 60001\n    check_to,  # 60200\n",
        "    check_to,  # 60200\n    check_channel,  # 60200\n    check_capability,  # 60223, 60001\n",
        "verifications/test_error_order.py",
    ),
    Fault(
        "geo permissions before the trial account",
        "    check_trial,  # 21608\n    check_geo_permissions,  # 60605\n",
        "    check_geo_permissions,  # 60605\n    check_trial,  # 21608\n",
        "verifications/test_error_order.py",
    ),
    # The wire
    Fault(
        "any token will do",
        "elif not compare_digest(account.token.encode(), password.encode()):",
        "elif not password:",
        "conventions/test_authentication.py",
    ),
    Fault(
        "JSON bodies are read",
        "        return []\n    return parse_pairs(body",
        "        return list(__import__('json').loads(body or b'{}').items())\n    return parse_pairs(body",
        "conventions/test_form_bodies.py",
    ),
    Fault(
        "forms with a charset are not read",
        'content_type.split(b";", 1)[0].strip().lower()',
        "content_type.strip().lower()",
        "conventions/test_form_bodies.py",
    ),
    Fault(
        "a plus in a path is a space",
        'unquote(part) if "%" in part else part',
        'unquote(part.replace("+", " "))',
        "conventions/test_path_decoding.py",
    ),
    Fault(
        "URLs lead to the real Twilio",
        "base = public_url or base_url(",
        'base = public_url or "https://verify.twilio.com" or base_url(',
        "conventions/test_addresses.py",
    ),
    Fault(
        "dates with milliseconds",
        'value.isoformat()[:19] + "Z"',
        'value.isoformat(timespec="milliseconds")[:23] + "Z"',
        "conventions/test_dates.py",
    ),
    Fault(
        "one CORS header less",
        '    (b"access-control-expose-headers", b"ETag"),\n',
        "",
        "conventions/test_headers.py",
    ),
    Fault("pages of any size", "MAX_PAGE_SIZE = 1000", "MAX_PAGE_SIZE = 5000", "services/test_list.py"),
    Fault(
        "newest first",
        "rows = table.rows.values()",
        "rows = list(table.rows.values())[::-1]",
        "services/test_list.py",
    ),
    # Services
    Fault("names of 32 characters", "max_length=30", "max_length=32", "services/test_friendly_name.py"),
    Fault("five digits in a name", "MAX_DIGITS = 4", "MAX_DIGITS = 5", "services/test_friendly_name.py"),
    Fault("codes of 11 digits", "Field(ge=4, le=10)", "Field(ge=4, le=11)", "services/test_numbers.py"),
    Fault(
        "the documentation's default instead of the live one",
        "    dtmf_input_required: bool = True\n",
        "    dtmf_input_required: bool = False\n",
        "services/test_defaults.py",
    ),
    Fault(
        "an extension shown where nobody asked",
        "ttl: Annotated[int | None, WHEN_GIVEN] = None",
        "ttl: int | None = None",
        "extensions/test_service_fields.py",
    ),
    # Verifications
    Fault(
        "the code in the answer", "code: Annotated[str, HIDDEN]", "code: str", "messages/test_code_secrecy.py"
    ),
    Fault(
        "channels of attempts in capitals",
        'SendCodeAttempt(call.ids.sid("VL"), channel, call.now)',
        'SendCodeAttempt(call.ids.sid("VL"), channel.upper(), call.now)',
        "verifications/test_create.py",
    ),
    Fault("lookup empty when off", '= {"carrier": None}', "= {}", "verifications/test_create.py"),
    Fault(
        "channels in any case",
        ".get(params.channel, params.channel)",
        ".get(params.channel, params.channel.lower())",
        "verifications/test_channel.py",
    ),
    Fault(
        "custom codes for everybody",
        "if not sending.service.custom_code_enabled:",
        "if False:",
        "verifications/test_custom_code.py",
    ),
    Fault(
        "email without a mailer",
        'if sending.channel == "email" and not sending.service.has_mailer:',
        "if False:",
        "verifications/test_email.py",
    ),
    Fault(
        "the country overrides the locale",
        "canonical(override or _language_of(to))",
        "canonical(_language_of(to))",
        "verifications/test_locale.py",
    ),
    Fault(
        "a warning nobody asked for",
        'if channel in ("sms", "rcs") and do_not_share:',
        'if channel in ("sms", "rcs"):',
        "messages/test_sms_text.py",
    ),
    Fault("a call that does not spell", '", ".join(code)', "code", "messages/test_call_text.py"),
    # Extensions and the dialect
    Fault(
        "one check not enforced",
        "max_checks=1 if service.do_force_check_once else MAX_CHECKS_EACH",
        "max_checks=MAX_CHECKS_EACH",
        "extensions/test_service_fields.py",
    ),
    Fault(
        "the fallback counts as a send",
        "sends=verification.sends + 1",
        "sends=verification.sends + len(attempts)",
        "extensions/test_whatsapp_fallback.py",
    ),
    Fault(
        "the fallback needs no sms enabled",
        'for channel in ("whatsapp", "sms")\n',
        'for channel in ("whatsapp",)\n',
        "extensions/test_whatsapp_fallback.py",
    ),
    Fault(
        "voice is a channel everywhere",
        '{"live": {}, "skill": {"voice": "call"}}',
        '{"live": {"voice": "call"}, "skill": {"voice": "call"}}',
        "verifications/test_channel.py",
    ),
    Fault(
        "the card's number for checks",
        "MAX_CHECKS: ErrorKind(60203,",
        "MAX_CHECKS: ErrorKind(60202,",
        "extensions/test_skill_dialect.py",
    ),
]
