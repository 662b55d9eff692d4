"""What the tests of the Safe List share."""

from collections.abc import Iterator

import pytest
from twilio.rest import Client

from conformance_tests.safe_list.listing import SafeList
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


@pytest.fixture
def safe_list(target: Target) -> Iterator[SafeList]:
    """That of a new account where there can be one: Twilio takes thirty requests a minute."""
    account = target.fresh_account() if target.missing("accounts") is None else None
    listing = SafeList(target.http(account), target.client(account))
    yield listing
    listing.clean()


@pytest.fixture
def own_safe_list(target: Target, http: Wire, client: Client) -> Iterator[SafeList]:
    """That of the account which sends."""
    listing = SafeList(http, client)
    yield listing
    listing.clean()
