"""What came in from clients and went out to them. Source: our contract."""

import asyncio
import gc
from collections.abc import Sequence
from types import FrameType, TracebackType

import pytest
from harness.handset import Handset, as_device
from harness.local import ACCOUNT, FORM, SERVICE, TO, TOKEN, ZEROS, Local, basic, scope_of, wrong
from harness.tenant import HOOK

from verify_emulator.errors import ErrorKind
from verify_emulator.journal import KEPT, Entry, Wanted
from verify_emulator.settings import Settings

OTHER = "AC" + "f" * 32
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
FACTORS = f"/v2/Services/{SERVICE}/Entities/identity-1/Factors"


def entries(local: Local, account_sid: str | None = None) -> Sequence[Entry]:
    return local.app.journal.read(Wanted(account_sid=account_sid))


def test_a_thousand_are_kept_unless_told_otherwise() -> None:
    assert Settings().keep_requests == 1_000


def test_with_a_number_of_zero_none_is_kept(emulator: Local) -> None:
    emulator.app = type(emulator.app)(Settings(keep_requests=0))
    told: list[Entry] = []
    emulator.app.events.subscribe(Entry, told.append)
    emulator.get("/v2/Services")
    assert entries(emulator) == []
    assert [entry.status for entry in told] == [200]


def test_a_request_is_noted_with_its_answer(emulator: Local) -> None:
    sid = emulator.start().json["sid"]
    (entry,) = entries(emulator)
    assert (entry.account_sid, entry.method, entry.status) == (ACCOUNT, "POST", 201)
    assert (entry.cursor, entry.code, entry.hint, entry.fault, entry.truncated) == (1, None, "", "", False)
    assert (entry.params, entry.to) == ([("To", TO), ("Channel", "sms")], TO)
    assert entry.fields["sid"] == sid
    assert entry.seconds > 0
    assert str(entry).splitlines() == [
        f"{entry.at:%H:%M:%S}  POST /v2/Services/{SERVICE}/Verifications  To={TO} Channel=sms",
        f"          201  {sid} pending",
    ]


def test_its_id_is_the_one_that_the_client_got(emulator: Local) -> None:
    answer = emulator.get("/v2/Services")
    assert entries(emulator)[0].id == answer.headers["twilio-request-id"]


def test_a_refusal_is_noted_with_its_code_and_its_hint(emulator: Local) -> None:
    emulator.start()
    emulator.check(wrong(emulator.code()))
    emulator.check(emulator.code())
    emulator.check("123456")
    entry = entries(emulator)[-1]
    shown = str(entry).splitlines()
    assert entry.code == 20404
    assert shown[0].endswith("/VerificationCheck  Code=123456 To=+15017122661")
    assert shown[1].startswith("          404  20404 The requested resource ")
    assert "was approved 0 s ago" in shown[2]


def test_a_success_names_its_operation_its_rule_and_the_rules_source(emulator: Local) -> None:
    emulator.start()
    (entry,) = entries(emulator)
    assert (entry.operation, entry.rule) == ("CreateVerification", "verify.verifications.start")
    assert entry.source.startswith("docs/verify/api/rate-limits-and-timeouts (same code)")


def test_a_refusal_names_the_function_that_refused(emulator: Local) -> None:
    emulator.allow(blocked_countries=["FR"])
    emulator.start("+33612345678")
    emulator.start("nobody")
    emulator.post(f"/v2/Services/{SERVICE}/Verifications", To=TO)
    emulator.get("/v2/Services/nothing")
    emulator.get("/v3/Nothing")
    assert [(entry.operation, entry.rule) for entry in entries(emulator)] == [
        ("CreateVerification", "verify.rules.destinations.check_geo_permissions"),
        ("CreateVerification", "verify.rules.sending.check_to"),
        ("CreateVerification", "resources.params.Params._checked"),
        ("FetchService", "http.endpoint._locate"),
        ("", "http.endpoint.VerifySide._find"),
    ]


def test_where_the_function_names_no_source_the_error_does(emulator: Local) -> None:
    emulator.get("/v2/Services/nothing")
    assert "twilio-node/issues/1111" in entries(emulator)[0].source


def test_nothing_of_a_refusals_trace_is_kept(emulator: Local) -> None:
    """Frames would keep alive all that they saw, credentials included."""
    emulator.start("nobody")
    seen: list[object] = [*entries(emulator)]
    for thing in seen:
        seen += (it for it in gc.get_referents(thing) if not isinstance(it, type) and it not in seen)
    assert [thing for thing in seen if isinstance(thing, ErrorKind)]
    assert not [thing for thing in seen if isinstance(thing, BaseException | FrameType | TracebackType)]


def test_a_fault_of_the_emulators_own_is_noted(emulator: Local, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(emulator.app.store, "transaction", fail)
    assert emulator.get("/v2/Services").status == 500
    (entry,) = entries(emulator)
    assert (entry.status, entry.code, entry.rule) == (500, 20500, "http.endpoint.VerifySide._perform")


def test_only_the_newest_are_kept(emulator: Local) -> None:
    emulator.app = type(emulator.app)(Settings(keep_requests=3))
    for number in range(5):
        emulator.get(f"/v2/Services/VA{number:032x}")
    assert [(entry.cursor, entry.path[-1]) for entry in entries(emulator)] == [(3, "2"), (4, "3"), (5, "4")]


def test_a_query_is_noted_and_the_control_plane_is_not(emulator: Local) -> None:
    emulator.get("/v2/Services?PageSize=1")
    emulator.get("/_emulator/health")
    emulator.get("/_emulator/messages")
    (entry,) = entries(emulator)
    assert (entry.path, entry.params) == ("/v2/Services", [("PageSize", "1")])


def test_the_list_of_messages_is_noted(emulator: Local) -> None:
    emulator.get(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json?To=%2B15017122661")
    (entry,) = entries(emulator)
    assert (entry.account_sid, entry.operation, entry.to, entry.status) == (ACCOUNT, "ListMessage", TO, 200)
    assert entry.rule == "http.messages_list.MessagesList.answer"


def test_members_of_a_json_object_are_parameters(emulator: Local) -> None:
    emulator.send(
        "POST",
        f"/v2/Services/{SERVICE}/Passkeys/Challenges",
        b'{"identity": "user-0001", "n": {"a": 1}}',
        [(b"content-type", b"application/json"), basic(ACCOUNT, TOKEN)],
    )
    assert entries(emulator)[0].params == [("identity", '"user-0001"'), ("n", '{"a":1}')]


def test_what_is_no_form_has_no_parameters(emulator: Local) -> None:
    for kind, body in (
        (b"text/plain", b"To=1"),
        (b"application/json", b"[1]"),
        (b"application/json", b"\xff"),
    ):
        emulator.send("POST", "/v2/Services", body, [(b"content-type", kind), basic(ACCOUNT, TOKEN)])
    assert [entry.params for entry in entries(emulator)] == [[], [], []]


def test_credentials_and_secrets_are_not_shown(emulator: Local) -> None:
    emulator.post(FACTORS, {"FactorType": "totp", "FriendlyName": "Phone", "Binding.Secret": SECRET})
    (entry,) = entries(emulator)
    assert entry.status == 201
    assert SECRET.encode() in entry.answer
    assert "Binding.Secret=…" in str(entry)
    assert entry.fields["binding"] == {"secret": "…", "uri": "…"}
    shown = (str(entry), repr(entry), repr(entry.fields), repr(entry.params))
    assert not [text for text in shown if "GEZDGNBV" in text or "authorization" in text.lower()]


def test_an_access_token_is_not_shown(emulator: Local) -> None:
    token = emulator.post(
        f"/v2/Services/{SERVICE}/AccessTokens", Identity="user-0001", FactorType="push"
    ).json
    (entry,) = entries(emulator)
    assert entry.fields == {**token, "token": "…"}


def test_the_password_in_a_webhooks_address_is_not_shown(emulator: Local) -> None:
    service = emulator.service()
    hook = {**HOOK, "EventTypes": "factor.deleted", "WebhookUrl": "https://me:secret@hooks.test/x?at=a@b"}
    assert emulator.post(f"/v2/Services/{service}/Webhooks", hook).status == 201
    emulator.get(f"/v2/Services/{service}/Webhooks")
    made, listed = entries(emulator)[-2:]
    assert dict(made.params)["WebhookUrl"] == "https://…@hooks.test/x?at=a@b"
    assert made.fields["webhook_url"] == "https://…@hooks.test/x?at=a@b"
    assert listed.fields["webhooks"] == [made.fields]


@pytest.mark.parametrize(
    ("headers", "account"),
    [
        ([basic("SK" + ZEROS, ZEROS)], ACCOUNT),
        ([basic("SK" + ZEROS, "wrong")], ACCOUNT),
        ([basic(ACCOUNT, "wrong")], ACCOUNT),
        ([basic(OTHER, "t")], OTHER),
        ([basic("somebody", TOKEN)], ""),
        ([basic("token", "no token")], ""),
        ([(b"authorization", b"Basic ???")], ""),
        ([], ""),
    ],
    ids=["API key", "wrong secret", "wrong token", "account", "nobody", "no device", "garbage", "none"],
)
def test_a_request_is_its_accounts(emulator: Local, headers: list[tuple[bytes, bytes]], account: str) -> None:
    emulator.send("GET", "/v2/Services", headers=[FORM, *headers])
    (entry,) = entries(emulator)
    assert entry.account_sid == account
    assert entries(emulator, account) == [entry]
    assert entries(emulator, "AC" + "e" * 32) == []


def test_a_devices_request_is_that_of_the_account_it_claims(emulator: Local) -> None:
    """Also where nobody lets it in."""
    emulator.get("/v2/Services")
    for sid in (ACCOUNT, OTHER, "somebody"):
        credential = Handset().jws({"alg": "ES256", "kid": "CR1"}, {"sub": sid})
        emulator.send("GET", FACTORS, headers=as_device(credential))
    assert [(entry.account_sid, entry.status) for entry in entries(emulator)[1:]] == [
        (ACCOUNT, 401),
        (OTHER, 401),
        ("", 401),
    ]


def test_its_time_is_the_accounts(emulator: Local) -> None:
    emulator.send("POST", f"/_emulator/clock?account_sid={ACCOUNT}", b"freeze=2030-01-02T03:04:05Z")
    emulator.get("/v2/Services")
    emulator.get("/v2/Nothing")
    assert [str(entry)[:8] for entry in entries(emulator)] == ["03:04:05", "03:04:05"]


def test_a_reset_forgets_an_accounts_requests(emulator: Local) -> None:
    emulator.get("/v2/Services")
    emulator.send("GET", "/v2/Services", headers=[basic(OTHER, "t")])
    emulator.app.reset(ACCOUNT)
    assert [entry.account_sid for entry in entries(emulator)] == [OTHER]
    emulator.app.reset()
    assert entries(emulator) == []
    emulator.get("/v2/Services")
    assert [entry.cursor for entry in entries(emulator)] == [3]


def test_a_client_that_goes_away_leaves_nothing(emulator: Local) -> None:
    answer = asyncio.run(emulator.exchange("GET", "/v2/Services", []))
    assert answer.status == 0
    assert entries(emulator) == []


def test_a_delete_has_no_words_and_garbage_does_no_harm(emulator: Local) -> None:
    sid = emulator.service()
    emulator.send("DELETE", f"/v2/Services/{sid}")
    emulator.send("POST", "/v2/Services", b"\xff\xfe=%FF&&=")
    shown = [str(entry).splitlines()[1] for entry in entries(emulator)]
    assert shown[1] == "          204"
    assert shown[2].startswith("          400  ")


def test_of_a_body_that_is_too_large_nothing_is_kept(emulator: Local) -> None:
    """Source: our contract; what is kept is bounded."""
    pieces = [
        {"type": "http.request", "body": b"x" * 100_000, "more_body": number < 99} for number in range(100)
    ]
    answer = emulator.run(emulator.exchange("POST", "/v2/Services", pieces))
    assert answer.status == 413
    (entry,) = entries(emulator)
    assert (entry.body, entry.truncated) == (b"", True)


def test_of_long_bodies_the_beginning_is_kept(emulator: Local) -> None:
    emulator.post("/v2/Services", FriendlyName="A", Other="x" * KEPT)
    for _ in range(40):
        emulator.service()
    emulator.get("/v2/Services?PageSize=1000")
    first, last = entries(emulator)[0], entries(emulator)[-1]
    assert (len(first.body), first.truncated) == (KEPT, True)
    assert first.params[0] == ("FriendlyName", "A")
    assert (len(last.answer), last.truncated, last.fields) == (KEPT, True, {})


def test_a_subscriber_gets_the_entry_before_the_client_has_all_of_its_answer(emulator: Local) -> None:
    """Whoever asks for the journal right after an answer finds that request in it."""
    order: list[str] = []
    emulator.app.events.subscribe(Entry, lambda entry: order.append(f"cursor {entry.cursor}"))

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, object]) -> None:
        order.append(str(message["type"]))

    emulator.run(emulator.app(scope_of("GET", "/v2/Services", [basic(ACCOUNT, TOKEN)]), receive, send))  # type: ignore[arg-type]
    assert order == ["http.response.start", "cursor 1", "http.response.body"]
