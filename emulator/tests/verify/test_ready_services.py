"""The services that every account has from the start. Source: our contract."""

from collections.abc import Callable

from harness.local import SERVICE, TO, Local

from verify_emulator.settings import Settings
from verify_emulator.verify.services import ready_service

OWN = "VA" + "a" * 32


def test_an_application_finds_its_own_service(make_emulator: Callable[..., Local]) -> None:
    emulator = make_emulator(service_sid=[OWN, OWN])
    assert {record["sid"] for record in emulator.get("/v2/Services").json["services"]} == {SERVICE, OWN}
    assert emulator.start(service=OWN).status == 201
    assert emulator.check(emulator.code(TO), service=OWN).json["status"] == "approved"


def test_programs_are_told_of_the_first_of_them() -> None:
    assert ready_service(Settings()) == SERVICE
    assert ready_service(Settings(service_sid=(OWN, SERVICE))) == OWN
