"""Every address in an answer leads back to the emulator, and there to what it names."""

import pytest
from harness.local import Local
from harness.operations import OPERATIONS
from harness.tenant import Tenant

BASE = "http://emulator.test"

FETCHES = [name for name in OPERATIONS if name.startswith("Fetch")]
LISTS = [name for name in OPERATIONS if name.startswith("List")]

POST_ONLY = {"verifications", "verification_checks", "access_tokens", "notifications"}
"""Links to collections that cannot be listed (twilio-oai)."""


def path(url: str) -> str:
    assert url.startswith(f"{BASE}/v2/")
    return url.removeprefix(BASE)


@pytest.mark.parametrize("operation", FETCHES)
def test_the_url_of_a_record_is_where_it_is(emulator: Local, operation: str) -> None:
    """twilio-oai: `url` is the URL of the resource."""
    for number, perform in enumerate(OPERATIONS[operation]):
        tenant = Tenant(emulator.send, f"{operation} {number}")
        record = perform(tenant).json
        assert tenant.get(path(record["url"])).json == record


@pytest.mark.parametrize("operation", FETCHES)
def test_the_links_of_a_record_lead_to_its_collections(emulator: Local, operation: str) -> None:
    """twilio-oai: `links` are the URLs of nested resources."""
    tenant = Tenant(emulator.send, operation)
    for name, url in OPERATIONS[operation][0](tenant).json.get("links", {}).items():
        assert tenant.get(path(url)).status == (405 if name in POST_ONLY else 200)


@pytest.mark.parametrize("operation", LISTS)
def test_the_addresses_of_a_list_lead_to_its_pages(emulator: Local, operation: str) -> None:
    """twilio.com/docs/usage/twilios-response, meta."""
    tenant = Tenant(emulator.send, operation)
    listed = OPERATIONS[operation][0](tenant).json
    meta = listed["meta"]
    assert tenant.get(path(meta["url"])).json == listed
    assert tenant.get(path(meta["first_page_url"])).json[meta["key"]] == listed[meta["key"]]
    for record in listed[meta["key"]]:
        if "url" in record:
            assert tenant.get(path(record["url"])).json == record
