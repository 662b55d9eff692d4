"""/_emulator/reset. Source of all: our contract."""

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local

OTHER = "AC" + "1" * 32


def use(emulator: Local, account: str, token: str) -> None:
    emulator.account, emulator.token = account, token


@pytest.fixture
def two(emulator: Local) -> Local:
    """Two accounts with something in them, and clocks that were moved."""
    for account, token in ((OTHER, "first"), (ACCOUNT, "0" * 32)):
        use(emulator, account, token)
        emulator.start()
        emulator.service()
        emulator.allow(trial=True)
        emulator.post(f"/_emulator/clock?account_sid={account}", advance="60")
    emulator.post("/_emulator/clock", advance="3600")
    return emulator


def assert_new(emulator: Local) -> None:
    assert [service["sid"] for service in emulator.get("/v2/Services").json["services"]] == [SERVICE]
    assert emulator.fetch(TO).status == 404
    assert emulator.get(f"/_emulator/messages?account_sid={emulator.account}").json["messages"] == []
    assert emulator.app.accounts.get(emulator.account).settings.trial is False


def assert_used(emulator: Local) -> None:
    assert len(emulator.get("/v2/Services").json["services"]) == 2
    assert len(emulator.get(f"/_emulator/messages?account_sid={emulator.account}").json["messages"]) == 1


def test_everything_can_be_forgotten(two: Local) -> None:
    answer = two.send("POST", "/_emulator/reset")
    assert (answer.status, answer.body) == (204, b"")
    assert abs(two.get("/_emulator/clock").json["offset_seconds"]) < 1
    assert_new(two)
    use(two, OTHER, "another token")
    assert_new(two)


def test_one_account_can_be_forgotten(two: Local) -> None:
    assert two.send("POST", f"/_emulator/reset?account_sid={OTHER}").status == 204
    assert_used(two)
    assert two.get("/_emulator/clock").json["offset_seconds"] > 3599
    assert two.get(f"/_emulator/clock?account_sid={ACCOUNT}").json["offset_seconds"] > 3659
    assert two.get(f"/_emulator/clock?account_sid={OTHER}").json["offset_seconds"] < 3601
    use(two, OTHER, "another token")
    assert_new(two)


def test_an_account_that_was_never_seen_can_be_forgotten(emulator: Local) -> None:
    assert emulator.send("POST", f"/_emulator/reset?account_sid={OTHER}").status == 204


def test_what_is_no_account_is_refused(two: Local) -> None:
    assert two.send("POST", "/_emulator/reset?account_sid=all").status == 400
    assert_used(two)


@pytest.mark.parametrize("body", [f"account_sid={OTHER}", f'{{"account_sid": "{OTHER}"}}'])
def test_the_account_may_be_named_in_the_body(two: Local, body: str) -> None:
    """Or else `curl -d account_sid=AC… /_emulator/reset` would be the end of everybody's."""
    assert two.send("POST", "/_emulator/reset", body.encode()).status == 204
    assert_used(two)
    use(two, OTHER, "another token")
    assert_new(two)


@pytest.mark.parametrize(
    ("query", "body", "error"),
    [
        ("foo=x", "", "foo: only account_sid is taken here"),
        ("", "foo=x", "foo: only account_sid is taken here"),
        ("", '{"acount_sid": 1}', "acount_sid: only account_sid is taken here"),
        ("", "account_sid=all", "account_sid: not an Account SID (AC and 32 hex digits)"),
        ("", '{"account_sid": null}', "account_sid: not an Account SID (AC and 32 hex digits)"),
        (
            f"account_sid={ACCOUNT}",
            f"account_sid={OTHER}",
            f"account_sid: {OTHER} in the body, and {ACCOUNT} in the query",
        ),
    ],
)
def test_what_else_is_said_is_refused_and_nothing_is_forgotten(
    two: Local, query: str, body: str, error: str
) -> None:
    answer = two.send("POST", f"/_emulator/reset?{query}", body.encode())
    assert (answer.status, answer.json) == (400, {"error": error})
    assert_used(two)
