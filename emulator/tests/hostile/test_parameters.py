"""A request that is right but for one parameter, which holds something nobody should send."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from harness.local import SERVICE, TO, Local
from harness.snapshot import MESSAGES, assert_polite, contents, snapshot
from hypothesis import given, settings
from hypothesis import strategies as st

VERIFICATIONS = f"/v2/Services/{SERVICE}/Verifications"

CREATE_SERVICE = [
    "FriendlyName",
    "CodeLength",
    "LookupEnabled",
    "SkipSmsToLandlines",
    "DtmfInputRequired",
    "TtsName",
    "Psd2Enabled",
    "DoNotShareWarningEnabled",
    "CustomCodeEnabled",
    "Push.IncludeDate",
    "Push.ApnCredentialSid",
    "Totp.Issuer",
    "Totp.TimeStep",
    "Totp.CodeLength",
    "Totp.Skew",
    "DefaultTemplateSid",
    "Whatsapp.MsgServiceSid",
    "Whatsapp.From",
    "Passkeys.RelyingParty.Origins",
    "Passkeys.UserVerification",
    "MailerSid",
    "Email.From",
    "Ttl",
    "DoForceCheckOnce",
]
CREATE_VERIFICATION = [
    "To",
    "Channel",
    "CustomFriendlyName",
    "CustomMessage",
    "SendDigits",
    "Locale",
    "CustomCode",
    "Amount",
    "Payee",
    "RateLimits",
    "ChannelConfiguration",
    "AppHash",
    "TemplateSid",
    "TemplateCustomSubstitutions",
    "Templates",
    "DeviceIp",
    "EnableSnaClientToken",
    "RiskCheck",
    "Tags",
]
CHECK = ["Code", "To", "VerificationSid", "Amount", "Payee", "SnaClientToken"]

REQUESTS = [
    *(("/v2/Services", {"FriendlyName": "Mine"}, name) for name in CREATE_SERVICE),
    *((f"/v2/Services/{SERVICE}", {}, name) for name in CREATE_SERVICE),
    *(
        (VERIFICATIONS, {"To": f"+1501712{number}", "Channel": "sms"}, name)
        for number, name in enumerate(CREATE_VERIFICATION, 3000)
    ),
    *((f"/v2/Services/{SERVICE}/VerificationCheck", {"To": TO, "Code": "000000"}, name) for name in CHECK),
    (f"{VERIFICATIONS}/{TO}", {}, "Status"),
]

DEEP = 100_000
VALUES = [
    "\0",
    " ",
    "\n",
    "a\r\nx-injected: 1",
    "\ufeff",
    "\U0001f600" * 40,
    "{value}{0}{name.__class__}",
    "%s%n%d",
    "../../../etc/passwd",
    "null",
    "[]",
    "{}",
    "[1]",
    "[{}]",
    '"text"',
    '{"a":1}',
    '{"a":"\\ud800"}',
    '{"\\ud800":"a"}',
    '[{"sid":"\\ud800"}]',
    '[{"sid":"HJ","substitutions":[]}]',
    "[" * DEEP,
    "[" * DEEP + "]" * DEEP,
    '{"a":' * 1_000 + "1" + "}" * 1_000,
    "9" * 5_000,
    "-1",
    "1e999",
    "NaN",
    "0x10",
    "१२३४",
    "٣٣٣٣٣٣",
    "a" * 100_000,
    "+" + "1" * 1_000,
    "@" * 1_000,
    "a@" + "b." * 5_000 + "c",
]


@pytest.fixture
def target(make_emulator: Callable[..., Local]) -> Local:
    """One with something to lose."""
    emulator = make_emulator(no_rate_limits=True)
    emulator.get("/v2/Services")
    emulator.start()
    return emulator


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value[:20]))
def test_no_odd_value_of_any_parameter_is_a_fault_of_the_server(target: Local, value: str) -> None:
    """Our contract: never a 5xx, and no refused request changes anything."""
    for path, form, name in REQUESTS:
        before = contents(target)
        answer = target.post(path, {**form, name: value})
        assert_polite(answer)
        if answer.status >= 400:
            assert contents(target) == before
    snapshot(target)


@settings(max_examples=150)
@given(st.sampled_from(REQUESTS), st.text(max_size=60))
def test_no_text_in_any_parameter_is_a_fault_of_the_server(
    target: Local, request_: tuple[str, dict[str, str], str], value: str
) -> None:
    """Our contract: never a 5xx, and no refused request changes anything."""
    path, form, name = request_
    before = contents(target)
    answer = target.post(path, {**form, name: value.encode("utf-8", "surrogatepass")})
    assert_polite(answer)
    if answer.status >= 400:
        assert contents(target) == before
    assert target.get(MESSAGES).status == 200


LONE_SURROGATE = '{"order_id":"\\ud800"}'
ORDER_TEMPLATE = "HJ" + "0" * 31 + "1"


def test_half_a_surrogate_pair_in_a_substitution_leaves_the_messages_readable(emulator: Local) -> None:
    """Our contract: JSON escapes can say what UTF-8 cannot; whatever is accepted can be shown."""
    answer = emulator.start(TemplateSid=ORDER_TEMPLATE, TemplateCustomSubstitutions=LONE_SURROGATE)
    assert_polite(answer)
    assert emulator.get("/_emulator/messages").status == 200
    assert emulator.get("/_emulator/messages/latest").status in (200, 404)


def test_no_depth_of_nesting_in_a_substitution_is_a_fault_of_the_server(emulator: Local) -> None:
    """Our contract: what is read to the bottom can also be written to the bottom."""
    for depth in range(900, 1_020):
        nested = '{"a":' + "[" * depth + "]" * depth + "}"
        body = urlencode(
            {
                "To": TO,
                "Channel": "sms",
                "TemplateSid": "HJ" + "0" * 32,
                "TemplateCustomSubstitutions": nested,
            }
        )
        assert_polite(emulator.send("POST", VERIFICATIONS, body.encode()))
