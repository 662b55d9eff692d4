"""What the catalogue says of records is what the API keeps. Source of all: our contract."""

from harness.local import SERVICE, TO, Local
from harness.operations import OPERATIONS
from harness.tenant import Tenant

from verify_emulator.verify.catalogue import children, collections, records


def kept(emulator: Local) -> set[type]:
    accounts = emulator.app.accounts.seen()
    return {section.model for one in accounts for section in emulator.app.store.sections(one.sid) or ()}


def test_whatever_is_done_only_listed_kinds_of_records_are_kept(emulator: Local) -> None:
    for name, performances in OPERATIONS.items():
        for perform in performances:
            perform(Tenant(emulator.send, name))
    limits = f"/v2/Services/{SERVICE}/RateLimits"
    limit = emulator.post(limits, UniqueName="ip").json["sid"]
    emulator.post(f"{limits}/{limit}/Buckets", Max=5, Interval=60)
    emulator.start(TO, RateLimits='{"ip": "192.0.2.1"}')
    assert kept(emulator) == set(records().values())


def test_they_are_listed_by_their_names() -> None:
    assert all(name == model.__name__ for name, model in records().items())


def test_what_is_below_something_is_listed_with_it() -> None:
    below = {model for models in children().values() for model in models}
    assert {model for model in records().values() if model.PARENT} <= below
    assert {collection.model for collection in collections()} & set(records().values())
