"""The tenants. Source of all: our contract."""

from collections.abc import Callable

from harness.local import ACCOUNT, SERVICE, TO, Local

from verify_emulator.account_settings import AccountSettings
from verify_emulator.accounts import Accounts
from verify_emulator.clock import Clock


def use(emulator: Local, number: int) -> None:
    emulator.account, emulator.token = f"AC{number:032}", "token"


def test_tenants_never_see_each_other(emulator: Local) -> None:
    use(emulator, 1)
    sid = emulator.start().json["sid"]
    service = emulator.service()
    code = emulator.code()
    use(emulator, 2)
    assert [one["sid"] for one in emulator.get("/v2/Services").json["services"]] == [SERVICE]
    for path in (
        f"/v2/Services/{service}",
        f"/v2/Services/{SERVICE}/Verifications/{sid}",
        f"/v2/Services/{SERVICE}/Verifications/{TO}",
    ):
        assert emulator.get(path).status == 404
        assert emulator.post(path, Status="canceled").status == 404
    assert emulator.check(code).status == 404
    assert emulator.check(code, None, VerificationSid=sid).status == 404
    fresh = emulator.start().json
    assert (fresh["sid"] != sid, len(fresh["send_code_attempts"])) == (True, 1)
    use(emulator, 1)
    assert emulator.check(code).json["status"] == "approved"


def test_each_tenant_has_limits_of_its_own(emulator: Local) -> None:
    for number in (1, 2):
        use(emulator, number)
        assert [emulator.start().status for _ in range(6)] == [201] * 5 + [429]


def test_the_longest_idle_account_is_forgotten_with_everything_it_has(
    make_emulator: Callable[..., Local],
) -> None:
    emulator = make_emulator(keep_accounts=2)
    for number in (1, 2):
        use(emulator, number)
        emulator.service()
    use(emulator, 1)
    emulator.get("/v2/Services")
    use(emulator, 3)
    emulator.get("/v2/Services")
    use(emulator, 1)
    assert len(emulator.get("/v2/Services").json["services"]) == 2
    use(emulator, 2)
    emulator.token = "another"
    assert len(emulator.get("/v2/Services").json["services"]) == 1


def test_an_account_is_made_once() -> None:
    accounts = Accounts(Clock(), defaults=AccountSettings())
    assert accounts.get("AC1") is accounts.get("AC1")
    accounts.reset("AC2")
    first = accounts.get("AC1")
    accounts.reset("AC1")
    assert accounts.get("AC1") is not first


def test_forgetting_needs_nobody_to_listen() -> None:
    accounts = Accounts(Clock(), defaults=AccountSettings(), keep=1)
    first = accounts.get("AC1")
    accounts.get("AC2")
    assert accounts.get("AC1") is not first


def test_the_well_known_account_knows_its_token_from_the_start() -> None:
    accounts = Accounts(Clock(), defaults=AccountSettings())
    assert (accounts.get(ACCOUNT).token, accounts.get("AC1").token) == ("0" * 32, None)
