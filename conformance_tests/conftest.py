"""Options, fixtures and house rules of the suite."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceContext, ServiceList
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests import rules
from conformance_tests.attempts import MakeService
from conformance_tests.person import Person
from conformance_tests.report import Report
from conformance_tests.targets.capabilities import CAPABILITIES
from conformance_tests.targets.choice import add_options, column_of, open_target, refuse_nonsense
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

HERE = Path(__file__).parent
TARGET = pytest.StashKey[Target]()

pytest_addoption = add_options


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*capabilities): skip where the target lacks one of them")
    config.addinivalue_line("markers", "charged: sends messages, which cost money on Twilio")
    refuse_nonsense(config)
    path = config.getoption("--report")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Report(Path(path), column_of(config)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            rules.annotate(item, HERE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Nothing secret gets into a report: what was printed, logged and shown of a failure is scrubbed."""
    report = yield
    target = item.config.stash.get(TARGET, None)
    if target is not None and column_of(item.config) == "live":
        report.sections = [(title, target.scrub(text)) for title, text in report.sections]
        if report.failed:
            report.longrepr = target.scrub(report.longreprtext)
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, visibly, a test that needs what the target lacks."""
    for name in rules.needs(item) if HERE in item.path.parents else []:
        reason = target_of(item.config).missing(name)
        if reason is not None:
            item.add_marker(pytest.mark.skip(reason=f"cannot {CAPABILITIES[name]}: {reason}"))
            return


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Clean up after the run, also after one that was interrupted."""
    if TARGET in session.config.stash:
        session.config.stash[TARGET].close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what a live run has cost."""
    if column_of(config) == "live" and TARGET in config.stash:
        terminalreporter.write_line(config.stash[TARGET].cost())


def target_of(config: pytest.Config) -> Target:
    """The target of the run, opened when it is first wanted."""
    if TARGET not in config.stash:
        config.stash[TARGET] = open_target(config)
    return config.stash[TARGET]


@pytest.fixture(scope="session")
def target(pytestconfig: pytest.Config) -> Target:
    """What the suite runs against."""
    return target_of(pytestconfig)


@pytest.fixture(autouse=True)
def _tidy_target(request: pytest.FixtureRequest) -> Iterator[None]:
    """Clean up after each test, also after one that failed; see that only charged tests send."""
    spent = request.config.stash[TARGET].spent if TARGET in request.config.stash else 0
    yield
    if TARGET in request.config.stash:
        target = request.config.stash[TARGET]
        target.forget_test()
        assert target.spent == spent or request.node.get_closest_marker("charged"), (
            "sends, but is not charged"
        )


@pytest.fixture(scope="session")
def client(target: Target) -> Client:
    """The Twilio SDK."""
    return target.client()


@pytest.fixture(scope="session")
def http(target: Target) -> Wire:
    """Plain HTTP."""
    return target.http()


@pytest.fixture
def services(client: Client) -> ServiceList:
    return client.verify.v2.services


@pytest.fixture
def make_service(target: Target, services: ServiceList, http: Wire) -> MakeService:
    """Make a Service from the SDK's arguments, or from form fields for what the SDK cannot say."""

    def make(form: dict[str, Any] | None = None, **arguments: Any) -> ServiceContext:
        name = target.fresh_name()
        if form is None:
            return services(services.create(**{"friendly_name": name, **arguments}).sid)
        answer = http.post("/v2/Services", {"FriendlyName": name, **form})
        assert answer.status_code == 201, answer.text
        return services(answer.json()["sid"])

    return make


@pytest.fixture
def service_sid(target: Target, services: ServiceList) -> str:
    """The SID of a Service with default settings."""
    return str(services.create(friendly_name=target.fresh_name()).sid)


@pytest.fixture
def service(services: ServiceList, service_sid: str) -> ServiceContext:
    """That Service."""
    return services(service_sid)


@pytest.fixture
def person(target: Target, service: ServiceContext, service_sid: str) -> Person:
    """Somebody with an identity in that Service; nothing is made for it yet."""
    return Person(target, service, service_sid)


@pytest.fixture
def to(target: Target) -> str:
    """A recipient. Asking for it says that the test sends messages, which cost money on Twilio."""
    return target.fresh_number()


@pytest.fixture
def email_address(target: Target) -> str:
    """A recipient of email, at Twilio's prices too."""
    return target.fresh_email()


@pytest.fixture
def idle_number(target: Target) -> str:
    """A number that the test sends nothing to."""
    return target.fresh_number()


@pytest.fixture
def pending(service: ServiceContext, to: str) -> VerificationInstance:
    """A verification by SMS that waits for its code."""
    return service.verifications.create(to=to, channel="sms")


@pytest.fixture
def frozen_clock(target: Target) -> Iterator[None]:
    """Time stands still but for `target.advance`."""
    with target.frozen():
        yield
