"""What came in from clients and went out to them. Source: our contract."""

import asyncio
from collections.abc import Sequence

import pytest
from harness.local import ACCOUNT, FORM, SERVICE, TO, TOKEN, ZEROS, Local, basic, wrong

from verify_emulator.app import App
from verify_emulator.http.journal import Entry
from verify_emulator.settings import Settings


@pytest.fixture
def watched(emulator: Local) -> Local:
    emulator.app = App(Settings(), keep_requests=3)
    return emulator


def entries(local: Local, account_sid: str | None = None) -> Sequence[Entry]:
    assert local.app.journal is not None
    return local.app.journal.read(account_sid)


def test_without_a_number_to_keep_nothing_is_noted(emulator: Local) -> None:
    assert emulator.app.journal is None


def test_a_request_is_noted_with_its_answer(watched: Local) -> None:
    sid = watched.start().json["sid"]
    (entry,) = entries(watched)
    assert (entry.account_sid, entry.method, entry.status) == (ACCOUNT, "POST", 201)
    assert entry.params == [("To", TO), ("Channel", "sms")]
    assert entry.fields["sid"] == sid
    assert str(entry).splitlines() == [
        f"{entry.at:%H:%M:%S}  POST /v2/Services/{SERVICE}/Verifications  To={TO} Channel=sms",
        f"          201  {sid} pending",
    ]


def test_a_refusal_is_noted_with_its_code_and_its_hint(watched: Local) -> None:
    watched.start()
    watched.check(wrong(watched.code()))
    watched.check(watched.code())
    watched.check("123456")
    shown = str(entries(watched)[-1]).splitlines()
    assert shown[0].endswith("/VerificationCheck  Code=123456 To=+15017122661")
    assert shown[1].startswith("          404  20404 The requested resource ")
    assert "was approved 0 s ago" in shown[2]


def test_only_the_newest_are_kept(watched: Local) -> None:
    for number in range(5):
        watched.get(f"/v2/Services/VA{number:032x}")
    assert [entry.path[-1] for entry in entries(watched)] == ["2", "3", "4"]


def test_a_query_is_noted_and_the_control_plane_is_not(watched: Local) -> None:
    watched.get("/v2/Services?PageSize=1")
    watched.get("/_emulator/health")
    watched.get("/_emulator/messages")
    (entry,) = entries(watched)
    assert (entry.path, entry.params) == ("/v2/Services", [("PageSize", "1")])


def test_credentials_and_secrets_are_not_noted(watched: Local) -> None:
    watched.post(
        f"/v2/Services/{SERVICE}/Entities/identity-1/Factors",
        {"FactorType": "totp", "FriendlyName": "Phone", "Binding.Secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"},
    )
    (entry,) = entries(watched)
    assert "GEZDGNBV" not in str(entry)
    assert "Binding.Secret=…" in str(entry)
    assert "GEZDGNBV" not in repr(entry)
    assert "authorization" not in repr(vars(entry)).lower()


@pytest.mark.parametrize(
    ("headers", "account"),
    [
        ([basic("SK" + ZEROS, ZEROS)], ACCOUNT),
        ([basic("AC" + "f" * 32, "t")], "AC" + "f" * 32),
        ([basic("somebody", TOKEN)], ""),
        ([(b"authorization", b"Basic ???")], ""),
        ([], ""),
    ],
    ids=["API key", "account", "nobody", "garbage", "none"],
)
def test_a_request_is_its_accounts(watched: Local, headers: list[tuple[bytes, bytes]], account: str) -> None:
    watched.send("GET", "/v2/Services", headers=[FORM, *headers])
    (entry,) = entries(watched)
    assert entry.account_sid == account
    assert entries(watched, account) == [entry]
    assert entries(watched, "AC" + "e" * 32) == []


def test_its_time_is_the_accounts(watched: Local) -> None:
    watched.send("POST", f"/_emulator/clock?account_sid={ACCOUNT}", b"freeze=2030-01-02T03:04:05Z")
    watched.get("/v2/Services")
    assert str(entries(watched)[0]).startswith("03:04:05  GET /v2/Services")


def test_a_reset_forgets_an_accounts_requests(watched: Local) -> None:
    watched.get("/v2/Services")
    watched.send("GET", "/v2/Services", headers=[basic("AC" + "f" * 32, "t")])
    watched.app.reset(ACCOUNT)
    assert [entry.account_sid for entry in entries(watched)] == ["AC" + "f" * 32]
    watched.app.reset()
    assert entries(watched) == []


def test_a_client_that_goes_away_leaves_nothing(watched: Local) -> None:
    answer = asyncio.run(watched.exchange("GET", "/v2/Services", []))
    assert answer.status == 0
    assert entries(watched) == []


def test_a_delete_has_no_words_and_garbage_does_no_harm(watched: Local) -> None:
    sid = watched.service()
    watched.send("DELETE", f"/v2/Services/{sid}")
    watched.send("POST", "/v2/Services", b"\xff\xfe=%FF&&=")
    shown = [str(entry).splitlines()[1] for entry in entries(watched)]
    assert shown[1] == "          204"
    assert shown[2].startswith("          400  ")


def test_of_a_body_that_is_too_large_no_more_is_kept_than_is_read(watched: Local) -> None:
    """Source: our contract; what is kept is bounded."""
    pieces = [
        {"type": "http.request", "body": b"x" * 100_000, "more_body": number < 99} for number in range(100)
    ]
    answer = watched.run(watched.exchange("POST", "/v2/Services", pieces))
    assert answer.status == 413
    assert len(entries(watched)[0].body) < 400_000
