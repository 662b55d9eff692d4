"""Whatever is asked, whenever a document is handed over: the emulator that has it answers as the one that wrote it.

Source of all: our contract (docs/state.md): everything that decides later answers is in the document.
"""

from harness.operations import OPERATIONS
from harness.tenant import Tenant
from harness.twins import Twins
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from properties.test_factor_model import BEGIN as BEGIN_OF_FACTORS
from properties.test_factor_model import Factors
from properties.test_lifecycle_model import BEGIN, Driver, Lifecycle

ASKED = (
    "/v2/Services?PageSize=2",
    "/v2/Attempts?PageSize=1",
    "/v2/Templates?PageSize=2",
    "/_emulator/messages",
    "/_emulator/verifications",
    "/_emulator/phones",
)


class SavedLifecycle(Lifecycle):
    """Verifications, as the model of their lifecycle has them."""

    def open(self) -> Driver:
        self._local = self.twins = Twins(at=BEGIN, seed=1, no_rate_limits=True)
        return self.twins

    @rule()
    def save_and_load(self) -> None:
        self.twins.hand_over()


class SavedFactors(Factors):
    """Factors and challenges, as their model has them."""

    def open(self) -> Twins:
        self.twins = Twins(at=BEGIN_OF_FACTORS, seed=1, no_rate_limits=True)
        return self.twins

    @rule()
    def save_and_load(self) -> None:
        self.twins.hand_over()


class SavedOperations(RuleBasedStateMachine):
    """All operations of Verify, by three tenants, in any order. What has been deleted is missing later."""

    @initialize()
    def begin(self) -> None:
        self.twins = Twins(seed=1)
        self.made = 0
        self.tenants = [self.new() for _ in range(3)]

    def new(self) -> Tenant:
        self.made += 1
        return Tenant(self.twins.send, f"tenant {self.made}")

    @rule(of=st.integers(0, 2), name=st.sampled_from(list(OPERATIONS)), which=st.integers(0, 6))
    def perform(self, of: int, name: str, which: int) -> None:
        performances = OPERATIONS[name]
        try:
            performances[which % len(performances)](self.tenants[of])
        except (AssertionError, LookupError):  # it needs what it has deleted
            self.tenants[of] = self.new()

    @rule(of=st.integers(0, 2), asked=st.sampled_from(ASKED))
    def ask_page_by_page(self, of: int, asked: str) -> None:
        target = asked
        while target:
            answer = self.tenants[of].ask("GET", target)
            following = (answer.json.get("meta") or {}).get("next_page_url")
            target = following.removeprefix("http://emulator.test") if following else ""

    @rule()
    def save_and_load(self) -> None:
        self.twins.hand_over()

    def teardown(self) -> None:
        if hasattr(self, "twins"):
            self.twins.close()


def run(machine: type[RuleBasedStateMachine], examples: int, steps: int) -> None:
    deep = settings().max_examples > 1_000
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=examples * (20 if deep else 1), stateful_step_count=steps),
    )


def test_no_sequence_of_calls_about_verifications_tells_the_twins_apart() -> None:
    run(SavedLifecycle, 30, 40)


def test_no_sequence_of_calls_about_factors_tells_the_twins_apart() -> None:
    run(SavedFactors, 20, 40)


def test_no_sequence_of_operations_tells_the_twins_apart() -> None:
    run(SavedOperations, 40, 40)
