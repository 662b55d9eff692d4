"""What the tests of passkeys share."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.passkeys.application import SETTINGS, Application
from conformance_tests.targets.wire import Wire


@pytest.fixture
def application(make_service: MakeService, http: Wire) -> Application:
    """An application whose Service says which passkeys it wants."""
    return Application(make_service(**SETTINGS), http)


@pytest.fixture
def unconfigured(service: ServiceContext, http: Wire) -> Application:
    """An application whose Service says nothing of passkeys."""
    return Application(service, http)


@pytest.fixture
def registered(application: Application) -> Application:
    """That application, whose user has a passkey."""
    application.register()
    return application
