"""/_emulator/phones. Source of all: our contract; what a phone does is in `virtual_phone`."""

from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, Local
from harness.phone_backend import IDENTITY, Backend

PHONES = "/_emulator/phones"


@pytest.fixture
def backend(emulator: Local) -> Backend:
    return Backend(emulator)


def register(emulator: Local, backend: Backend, **more: str) -> dict[str, Any]:
    answer = emulator.post(PHONES, access_token=backend.access_token(), **more)
    assert answer.status == 201, answer.body
    phone: dict[str, Any] = answer.json
    return phone


def challenge(backend: Backend, phone: dict[str, Any]) -> str:
    form = {"FactorSid": phone["factor_sid"], "Details.Message": "Sign in?"}
    return str(backend.post(f"{backend.path}/Challenges", form)["sid"])


def phones(emulator: Local, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = emulator.get(PHONES + query).json["phones"]
    return found


def test_a_phone_registers_with_an_access_token_and_verifies_its_factor(
    emulator: Local, backend: Backend
) -> None:
    phone = register(emulator, backend, friendly_name="On stage")
    assert phone == {
        "factor_sid": phone["factor_sid"],
        "account_sid": ACCOUNT,
        "service_sid": SERVICE,
        "identity": IDENTITY,
        "friendly_name": "On stage",
    }
    factor = backend.get(f"/Factors/{phone['factor_sid']}").json
    assert (factor["status"], factor["friendly_name"]) == ("verified", "On stage")


@pytest.mark.parametrize("status", ["approved", "denied"])
def test_a_challenge_is_answered_with_a_signature(emulator: Local, backend: Backend, status: str) -> None:
    phone = register(emulator, backend)
    sid = challenge(backend, phone)
    (shown,) = phones(emulator)
    assert [(each["sid"], each["details"]["message"]) for each in shown["challenges"]] == [(sid, "Sign in?")]
    answer = emulator.post(f"{PHONES}/{phone['factor_sid']}/challenges/{sid}", status=status)
    assert (answer.status, answer.json["status"]) == (200, status)
    assert backend.fetch(sid)["status"] == status
    assert phones(emulator)[0]["challenges"] == []


def test_it_answers_by_the_clock_of_the_emulator(emulator: Local, backend: Backend) -> None:
    emulator.post("/_emulator/clock", advance="2d")
    phone = register(emulator, backend)
    sid = challenge(backend, phone)
    assert emulator.post(f"{PHONES}/{phone['factor_sid']}/challenges/{sid}", status="approved").status == 200


def test_a_challenge_that_has_ended_is_not_shown_and_cannot_be_answered(
    emulator: Local, backend: Backend
) -> None:
    phone = register(emulator, backend)
    sid = challenge(backend, phone)
    emulator.post("/_emulator/clock", advance="1h")
    assert phones(emulator)[0]["challenges"] == []
    answer = emulator.post(f"{PHONES}/{phone['factor_sid']}/challenges/{sid}", status="approved")
    assert (answer.status, list(answer.json)) == (409, ["error"])


def test_a_phone_can_be_put_away_and_its_factor_goes_with_it(emulator: Local, backend: Backend) -> None:
    phone = register(emulator, backend)
    assert emulator.send("DELETE", f"{PHONES}/{phone['factor_sid']}").status == 204
    assert phones(emulator) == []
    assert backend.get(f"/Factors/{phone['factor_sid']}").status == 404


def test_a_phone_whose_factor_was_deleted_is_gone(emulator: Local, backend: Backend) -> None:
    phone = register(emulator, backend)
    emulator.send("DELETE", f"{backend.path}/Factors/{phone['factor_sid']}")
    assert phones(emulator) == []


@pytest.mark.parametrize("query", ["", f"?account_sid={ACCOUNT}"])
def test_a_reset_takes_the_phones_away(emulator: Local, backend: Backend, query: str) -> None:
    register(emulator, backend)
    emulator.send("POST", f"/_emulator/reset{query}")
    assert phones(emulator) == []


def test_phones_are_shown_by_account(emulator: Local, backend: Backend) -> None:
    register(emulator, backend)
    assert len(phones(emulator, f"?account_sid={ACCOUNT}")) == 1
    assert phones(emulator, f"?account_sid=AC{'1' * 32}") == []


@pytest.mark.parametrize("token", ["", "no token", "a.b.c.d.e", "YWJj.YWJj.YWJj.YWJj.YWJj", "....."])
def test_what_is_no_access_token_is_refused(emulator: Local, token: str) -> None:
    answer = emulator.post(PHONES, access_token=token)
    assert answer.status == 400
    assert answer.json["error"].startswith("access_token: ")


def test_a_token_that_has_expired_is_refused_with_the_reason(emulator: Local, backend: Backend) -> None:
    token = backend.access_token()
    emulator.post("/_emulator/clock", advance="10m")
    answer = emulator.post(PHONES, access_token=token)
    assert answer.status == 409
    assert "expired" in answer.json["error"]
    assert phones(emulator) == []


@pytest.mark.parametrize("path", ["YF1", "YF1/challenges/YC1"])
def test_there_is_no_other_phone(emulator: Local, path: str) -> None:
    answer = emulator.send("POST" if "/" in path else "DELETE", f"{PHONES}/{path}", b"status=approved")
    assert (answer.status, answer.json) == (404, {"error": "There is no phone with factor YF1."})


def test_there_are_two_buttons(emulator: Local, backend: Backend) -> None:
    phone = register(emulator, backend)
    sid = challenge(backend, phone)
    answer = emulator.post(f"{PHONES}/{phone['factor_sid']}/challenges/{sid}", status="pending")
    assert answer.status == 400
    assert backend.fetch(sid)["status"] == "pending"
