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
        "if now >= expires_at:\n        return LIFECYCLE",
        "if now > expires_at:\n        return LIFECYCLE",
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
        "if found is None and by_sid and is_sid(key)",
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
        "elif account.token is None or not compare_digest(account.token.encode(), password.encode()):",
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
        'T{:02}:{:02}:{:02}Z".format(*parts)',
        'T{:02}:{:02}:{:02}.000Z".format(*parts)',
        "conventions/test_dates.py",
    ),
    Fault(
        "one CORS header less",
        '    (Spelled(b"Access-Control-Expose-Headers"), b"ETag"),\n',
        "",
        "conventions/test_headers.py",
    ),
    Fault("pages of any size", "MAX_PAGE_SIZE = 1000", "MAX_PAGE_SIZE = 5000", "services/test_list.py"),
    Fault(
        "newest first",
        "rows: Any = table.rows.values() if",
        "rows: Any = list(table.rows.values())[::-1] if",
        "services/test_list.py",
    ),
    # Services
    Fault(
        "names of 32 characters",
        "FriendlyName = Annotated[str, StringConstraints(max_length=30)",
        "FriendlyName = Annotated[str, StringConstraints(max_length=32)",
        "services/test_friendly_name.py",
    ),
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
        "SendCodeAttempt(sid, channel, call.now, ",
        "SendCodeAttempt(sid, channel.upper(), call.now, ",
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
    # Rate limits and buckets
    Fault(
        "one more than a bucket holds",
        "return Limit(self.max, self.interval)",
        "return Limit(self.max + 1, self.interval)",
        "buckets/test_enforcement.py",
    ),
    Fault(
        "all values of a key counted together",
        "yield rate_limit, value if isinstance(value, str) else json.dumps(value)",
        'yield rate_limit, "any"',
        "buckets/test_enforcement.py",
    ),
    Fault(
        "only the first bucket counts",
        "for bucket in call.store.read(Bucket, rate_limit.sid)",
        "for bucket in list(call.store.read(Bucket, rate_limit.sid))[:1]",
        "buckets/test_enforcement.py",
    ),
    Fault(
        "the refusal names the rate limit by its SID",
        '"Twilio-Reached-Rate-Limit": rate_limit.unique_name',
        '"Twilio-Reached-Rate-Limit": rate_limit.sid',
        "buckets/test_enforcement.py",
    ),
    Fault(
        "unknown rate limits are passed over",
        "        if rate_limit is None:\n            hint = explain_name",
        "        if rate_limit is None:\n            continue\n            hint = explain_name",
        "buckets/test_parameter.py",
    ),
    Fault(
        "rate limits before the send limit",
        "    open_one = _open_verification(call, service, params.to)\n",
        "    if params.rate_limits is not None:\n"
        "        from verify_emulator.verify.buckets import spend\n"
        "        spend(call, service.sid, read_map(params.rate_limits) or {})\n"
        "    open_one = _open_verification(call, service, params.to)\n"
        "    params = params.model_copy(update={'rate_limits': None})\n",
        "buckets/test_parameter.py",
    ),
    Fault("one interval twice", "if other.interval == interval:", "if False:", "buckets/test_create.py"),
    Fault(
        "spaces in a unique name",
        'r"^[A-Za-z0-9_.-]+$"',
        'r"^[A-Za-z0-9_. -]+$"',
        "rate_limits/test_create.py",
    ),
    Fault(
        "rate limits are found by SID only",
        '        or call.store.find(model, "unique_name", key, service_sid)\n',
        "",
        "rate_limits/test_fetch_update_delete.py",
    ),
    # Messaging configurations, templates, the Safe List
    Fault(
        "countries as they were written",
        "EVERYWHERE else country.upper()",
        "EVERYWHERE else country",
        "messaging_configurations/test_create.py",
    ),
    Fault(
        "one country twice",
        "if find(call, MessagingConfiguration, params.country) is not None:",
        "if False:",
        "messaging_configurations/test_create.py",
    ),
    Fault(
        "templates found by the beginning of their names",
        "wanted in (None, template.friendly_name)",
        'template.friendly_name.startswith(wanted or "")',
        "templates/test_list.py",
    ),
    Fault(
        "templates with dates of microseconds",
        '.replace("+00:00", "000Z")',
        '.replace("+00:00", "Z")',
        "templates/test_list.py",
    ),
    Fault(
        "the Safe List helps calls",
        'return self.channel == "sms" and (',
        "return self.channel and (",
        "safe_list/test_effect.py",
    ),
    Fault(
        "one number listed twice",
        "if is_listed(call, params.phone_number):",
        "if False:",
        "safe_list/test_numbers.py",
    ),
    Fault(
        "31 requests a minute for the Safe List",
        "REQUESTS = Limit(30, 60)",
        "REQUESTS = Limit(31, 60)",
        "safe_list/test_numbers.py",
    ),
    # Attempts
    Fault(
        "only the last attempt converts",
        "for attempt in ended.send_code_attempts])",
        "for attempt in ended.send_code_attempts[-1:]])",
        "verification_attempts/test_records.py",
    ),
    Fault(
        "attempts oldest first",
        "matching=_filter(call, params), newest_first=True",
        "matching=_filter(call, params)",
        "verification_attempts/test_records.py",
    ),
    Fault(
        "rcs reported as rcs",
        'REPORTED_AS = {"rcs": "rbm"}',
        "REPORTED_AS: dict[str, str] = {}",
        "verification_attempts/test_channel_data.py",
    ),
    Fault(
        "a call with a message's status",
        'if attempt.channel == "call" else',
        "if False else",
        "verification_attempts/test_channel_data.py",
    ),
    Fault(
        "Go's backslash is not understood",
        'AliasChoices("ChannelData.To", "ChannelData\\\\.To")',
        'AliasChoices("ChannelData.To")',
        "verification_attempts/test_filters.py",
    ),
    Fault(
        "the status of attempts in small letters only",
        'Literal["converted", "unconverted"], BeforeValidator(_lower)]',
        'Literal["converted", "unconverted"], Field()]',
        "verification_attempts/test_filters.py",
    ),
    Fault(
        "a verification hides other recipients' filter",
        "params.channel_data__to in (None, attempt.to)\n",
        "(params.verification_sid is not None or params.channel_data__to in (None, attempt.to))\n",
        "verification_attempts/test_filters.py",
    ),
    Fault(
        "offsets of dates are not looked at",
        "        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)\n",
        "        return moment.replace(tzinfo=UTC)\n",
        "verification_attempts/test_dates.py",
    ),
    Fault(
        "the lower bound is not included",
        "or created_at >= filters.date_created_after",
        "or created_at > filters.date_created_after",
        "verification_attempts/test_dates.py",
    ),
    Fault(
        "attempts of 31 days",
        "RETENTION = timedelta(days=30)",
        "RETENTION = timedelta(days=31)",
        "verification_attempts/test_dates.py",
    ),
    Fault(
        "101 requests a minute for attempts",
        "REQUESTS = Limit(100, 60)",
        "REQUESTS = Limit(101, 60)",
        "verification_attempts/test_quota.py",
    ),
    Fault("rates with two decimals", "total:.9f}", "total:.2f}", "attempts_summary/test_summary.py"),
    Fault(
        "a rate of 0 without attempts",
        'return "0.0"',
        'return "0.000000000"',
        "attempts_summary/test_summary.py",
    ),
    # Entities and factors
    Fault(
        "identities of seven characters",
        "StringConstraints(min_length=8, max_length=64, pattern",
        "StringConstraints(min_length=7, max_length=64, pattern",
        "entities/test_entities.py",
    ),
    Fault(
        "one identity twice",
        'if call.store.find(Entity, "identity", params.identity, service_sid) is not None:',
        "if False:",
        "entities/test_entities.py",
    ),
    Fault(
        "41 entities a second",
        '"entities", Limit(most, 1)',
        '"entities", Limit(most + 1, 1)',
        "entities/test_entities.py",
    ),
    Fault(
        "six wrong codes",
        "MAX_WRONG = 5",
        "MAX_WRONG = 6",
        "factors/test_totp_verification.py",
    ),
    Fault(
        "a wrong code verifies a factor",
        "Proof.WRONG: FactorStatus.UNVERIFIED,",
        "Proof.WRONG: FactorStatus.VERIFIED,",
        "factors/test_totp_verification.py",
    ),
    Fault(
        "codes of the past are wrong",
        "range(current - skew, current + skew + 1)",
        "range(current, current + skew + 1)",
        "factors/test_totp_verification.py",
    ),
    Fault(
        "a factor shows its secret",
        'secret: Annotated[str, HIDDEN] = ""',
        'secret: str = ""',
        "factors/test_totp.py",
    ),
    Fault(
        "the skew of the service does not count",
        '"skew": service.totp__skew,',
        '"skew": 1,',
        "factors/test_totp.py",
    ),
    Fault(
        "the issuer is always the service's name",
        "issuer=service.totp__issuer or service.friendly_name",
        "issuer=service.friendly_name",
        "factors/test_totp.py",
    ),
    Fault(
        "one secret twice",
        "    _check_duplicate(factor, others)\n",
        "",
        "factors/test_totp.py",
    ),
    Fault(
        "several stale factors are one too many",
        "list(call.store.read(Factor, entity.sid))",
        "call.store.read(Factor, entity.sid)",
        "factors/test_totp.py",
    ),
    Fault(
        "unverified factors live for two days",
        "UNVERIFIED_LIFE = timedelta(hours=24)",
        "UNVERIFIED_LIFE = timedelta(hours=48)",
        "factors/test_state_table.py",
    ),
    Fault(
        "any signature verifies a phone",
        "if not push.signs(factor.public_key, factor.sid, auth_payload):",
        "if not auth_payload:",
        "factors/test_push.py",
    ),
    Fault(
        "21 push factors",
        'MOST_PER_ENTITY = {"push": 20',
        'MOST_PER_ENTITY = {"push": 21',
        "factors/test_limits.py",
    ),
    Fault(
        "101 factors a day",
        "CREATIONS = Limit(100, 86_400)",
        "CREATIONS = Limit(101, 86_400)",
        "factors/test_limits.py",
    ),
    # Devices
    Fault(
        "a phone's token never wears out",
        "if not is_current(jws.payload, call.now, LEEWAY_SECONDS):",
        "if False:",
        "factors/test_push.py",
    ),
    Fault(
        "a phone changes the other phone",
        "return call.path[2] == factor.sid",
        "return True",
        "factors/test_push.py",
    ),
    Fault(
        "a phone sees the other phone's challenges",
        "own in (None, challenge.factor_sid)\n            and ",
        "",
        "challenges/test_signatures.py",
    ),
    Fault(
        "access tokens make factors for ever",
        "if call.now >= token.expires_at:\n        raise",
        "if False:\n        raise",
        "access_tokens/test_access_tokens.py",
    ),
    Fault(
        "access tokens are for any identity",
        "if call.path[:2] != (token.service_sid, token.entity_identity):",
        "if call.path[0] != token.service_sid:",
        "access_tokens/test_access_tokens.py",
    ),
    # Challenges and notifications
    Fault(
        "a challenge of six minutes",
        "DEFAULT_LIFE = timedelta(minutes=5)",
        "DEFAULT_LIFE = timedelta(minutes=6)",
        "challenges/test_expiry.py",
    ),
    Fault(
        "the last instant belongs to a challenge",
        "if now >= expires_at:\n        return CHALLENGE_LIFECYCLE",
        "if now > expires_at:\n        return CHALLENGE_LIFECYCLE",
        "challenges/test_expiry.py",
    ),
    Fault(
        "unverified factors are challenged",
        "if factor.status is not FactorStatus.VERIFIED:",
        "if False:",
        "challenges/test_create.py",
    ),
    Fault(
        "a challenge with its code does not count",
        "    factor = _counted(call, factor)\n",
        "    _counted(call, factor)\n",
        "challenges/test_limits.py",
    ),
    Fault(
        "short codes are limited as long ones",
        "SHORT_CODE = 4",
        "SHORT_CODE = 3",
        "challenges/test_limits.py",
    ),
    Fault(
        "a denial approves",
        '"denied": Answer.SIGNED_DENIAL',
        '"denied": Answer.SIGNED_APPROVAL',
        "challenges/test_signatures.py",
    ),
    Fault(
        "only the SID need be the challenge's",
        'if name != "status" and (name not in jws.payload',
        'if name == "sid" and (name not in jws.payload',
        "challenges/test_signatures.py",
    ),
    Fault(
        "any phone's signature will do",
        "if not push.signs_jws(factor.public_key, jws):",
        "if not jws.signature:",
        "challenges/test_signatures.py",
    ),
    Fault(
        "an answered challenge is answered again",
        "    check_open(challenge, call.now)\n    factor = call",
        "    factor = call",
        "challenges/test_state_table.py",
    ),
    Fault(
        "metadata are forgotten",
        'given = {"metadata": params.metadata} if params.metadata is not None else {}',
        "given: dict[str, Any] = {}",
        "challenges/test_codes.py",
    ),
    Fault(
        "challenges newest first",
        'newest_first=params.order == "desc"',
        'newest_first=params.order == "asc"',
        "challenges/test_list.py",
    ),
    Fault(
        "what has expired is listed as pending",
        "params.status in (None, challenge.at(call.now).status)",
        "params.status in (None, challenge.status)",
        "challenges/test_list.py",
    ),
    Fault(
        "four notifications",
        "MOST = 3\n",
        "MOST = 4\n",
        "notifications/test_notifications.py",
    ),
    Fault(
        "phones that take no notifications get some",
        'if factor.config["notification_platform"] == "none":',
        "if False:",
        "notifications/test_notifications.py",
    ),
    # Webhooks
    Fault(
        "disabled webhooks hear, too",
        'if webhook.status == "enabled" and (',
        "if (",
        "webhooks/test_deliveries.py",
    ),
    Fault(
        "every webhook hears everything",
        "or event in webhook.event_types",
        "or event",
        "webhooks/test_deliveries.py",
    ),
    Fault(
        "a deletion is no event",
        '    notify(call, "factor.deleted", factor)\n',
        "",
        "webhooks/test_deliveries.py",
    ),
    Fault(
        "the first version says as much as the second",
        'if version == "v1":\n        return\n',
        "",
        "webhooks/test_deliveries.py",
    ),
    # Silent Network Auth
    Fault(
        "a URL works again and again",
        "attempt.sna.outcome == SNA_PENDING and now <",
        "now <",
        "checks/test_silent_network.py",
    ),
    Fault(
        "a URL works as long as its verification",
        "URL_LIFE = timedelta(minutes=10)",
        "URL_LIFE = timedelta(minutes=100)",
        "checks/test_silent_network.py",
    ),
    Fault(
        "another number is told to the handset",
        "ANSWERED = frozenset({SNA_MATCHED, SNA_MISMATCH})",
        "ANSWERED = frozenset({SNA_MATCHED})",
        "checks/test_silent_network.py",
    ),
    Fault(
        "a URL in a handset's hand is enough",
        "if any(_brings_token(proof, params) for proof in matched):",
        "if any(proof.outcome != 60519 for proof in proofs):",
        "checks/test_silent_network.py",
    ),
    Fault(
        "any client token will do",
        "return proof.client_token is None or compare_digest(proof.client_token.encode(), token.encode())",
        "return proof.client_token is None or bool(token)",
        "checks/test_silent_network.py",
    ),
    Fault(
        "results of the last attempt only",
        "        for attempt in verification.send_code_attempts\n        if attempt.sna is not None and",
        "        for attempt in verification.send_code_attempts[-1:]\n        if attempt.sna is not None and",
        "checks/test_silent_network.py",
    ),
    # Passkeys
    Fault(
        "a config is completed by the service",
        'missing = [name for name in CRITERIA if given.get(name) in (None, "")]',
        "given = {**_criteria_of(service), **given}\n"
        '    missing = [name for name in CRITERIA if given.get(name) in (None, "")]',
        "passkeys/test_configuration.py",
    ),
    Fault(
        "only the first missing criterion is named",
        'name=", ".join(missing)',
        "name=missing[0]",
        "passkeys/test_configuration.py",
    ),
    Fault(
        "any attachment is asked of the browser",
        '**({} if attachment == "any" else {"authenticatorAttachment": attachment})',
        '"authenticatorAttachment": attachment',
        "passkeys/test_configuration.py",
    ),
    Fault(
        "credentials are never discoverable for old browsers",
        '"requireResidentKey": criteria.discoverable_credentials == "required"',
        '"requireResidentKey": False',
        "passkeys/test_configuration.py",
    ),
    Fault(
        "the user's handle is that of the factor",
        '"id": base64url(entity_sid.encode()), "name"',
        '"id": base64url(factor_sid.encode()), "name"',
        "passkeys/test_factors.py",
    ),
    Fault(
        "a factor is verified twice",
        "if factor.status is FactorStatus.VERIFIED:\n        raise TwilioError(\n            ILLEGAL_FACTOR_STATUS",
        "if False:\n        raise TwilioError(\n            ILLEGAL_FACTOR_STATUS",
        "passkeys/test_factors.py",
    ),
    Fault(
        "one passkey for several factors",
        'call.store.seek(Factor, "credential_id", passkey.credential_id)',
        "None",
        "passkeys/test_factors.py",
    ),
    Fault(
        "hexadecimal rawIds are not understood",
        "return text == credential_id.hex() or decode(text) == credential_id",
        "return decode(text) == credential_id",
        "passkeys/test_factors.py",
    ),
    Fault(
        "any attestation will do",
        'if read.fmt != "none":',
        "if False:",
        "passkeys/test_registrations_refused.py",
    ),
    Fault(
        "a passkey under another id",
        "if not all(is_name(name, made.credential_id) for name in attestation.names):",
        "if False:",
        "passkeys/test_registrations_refused.py",
    ),
    Fault(
        "factors of other services are found",
        "or factor.is_stale(call.now) or factor.service_sid != rules.key_of(call.parent):",
        "or factor.is_stale(call.now):",
        "passkeys/test_registrations_refused.py",
    ),
    Fault(
        "challenges for factors that are not verified",
        "        if factor.credential_id is None:\n            raise",
        "        if False:\n            raise",
        "passkeys/test_challenges.py",
    ),
    Fault(
        "a challenge for an identity allows any passkey",
        "    if entity is None:\n        return []\n    passkeys =",
        "    if entity is None or not factor_sid:\n        return []\n    passkeys =",
        "passkeys/test_challenges.py",
    ),
    Fault(
        "whoever was asked, anybody may answer",
        'challenge.entity_sid not in ("", factor.entity_sid) or challenge.factor_sid not in ("", factor.sid)',
        "False",
        "passkeys/test_approvals_refused.py",
    ),
    Fault(
        "the relying party of the passkey is not looked at",
        'if relying_party_of(factor).id != _options(challenge)["rpId"]:',
        "if False:",
        "passkeys/test_approvals_refused.py",
    ),
    Fault(
        "signatures are not counted",
        "credential_current_sign_count=sign_count",
        "credential_current_sign_count=0",
        "passkeys/test_approvals_refused.py",
    ),
    Fault(
        "the user's handle is not looked at",
        "if assertion.entity_sid not in (None, entity_sid):",
        "if False:",
        "passkeys/test_approvals_refused.py",
    ),
    Fault(
        "an approval does not tell who it is",
        "        identity=factor.identity,\n        factor_sid=factor.sid,\n        forget_at",
        "        forget_at",
        "passkeys/test_approvals.py",
    ),
    Fault(
        "a factor forgets when it approved",
        '{**(factor.metadata or {}), "date_last_approved": shown(call.now)}',
        "factor.metadata",
        "passkeys/test_approvals.py",
    ),
    Fault(
        "passkeys challenges of ten minutes",
        "CHALLENGE_TIMEOUT = 300_000",
        "CHALLENGE_TIMEOUT = 600_000",
        "passkeys/test_approvals.py",
    ),
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
