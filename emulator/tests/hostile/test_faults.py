"""Whatever is scripted, the emulator answers, and so it does to whomever. Source of all: our contract."""

import json
from typing import Any

import pytest
from harness.local import SERVICE, Local
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.faults.catalogue import codes

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PLAUSIBLE: dict[str, st.SearchStrategy[Any]] = {
    "operation": st.sampled_from(["*", "Create*", "CreateVerification", "*Check", "[a]", "?"]),
    "to": st.sampled_from(["*", "+1*", "+15017122661", "[", "*" * 50 + "a", "\ud7ff"]),
    "channel": st.sampled_from(["sms", "call", "auto"]),
    "service_sid": st.just(SERVICE),
    "nth": st.integers(1, 3),
    "times": st.integers(1, 10**30),
    "probability": st.floats(0.01, 1),
    "count_retries": st.booleans(),
    "error": st.sampled_from([*codes(), "MAX_SENDS", "INVALID_SID_TYPE"]),
    "status": st.integers(200, 599),
    "body": st.text(max_size=20),
    "drop": st.sampled_from(["before", "after", True]),
    "delivery": st.fixed_dictionaries(
        {}, optional={"status": st.sampled_from(["failed", "never"]), "delay": st.floats(0, 1e8)}
    ),
    "approves": st.booleans(),
    "retry_after": st.integers(0, 10**40),
}
SCRIPTS = st.fixed_dictionaries({}, optional={name: made | ANY_JSON for name, made in PLAUSIBLE.items()})


@given(scripts=st.lists(SCRIPTS, min_size=1, max_size=3))
def test_no_script_breaks_the_emulator(make_emulator: Any, scripts: list[dict[str, Any]]) -> None:
    emulator = make_emulator()
    for script in scripts:
        added = emulator.send("POST", "/_emulator/faults", json.dumps(script).encode())
        assert added.status in (201, 400), added.body
    for _ in range(3):
        answered(emulator.start())
        answered(emulator.check("123456"))
        answered(emulator.start("not a number", ""))
        answered(emulator.get("/v2/Attempts"))
        answered(emulator.send("POST", f"/v2/Services/{SERVICE}/Passkeys/Factors", b"[]"))
    emulator.post("/_emulator/clock", advance="1d")
    for path in ("/_emulator/faults", "/_emulator/messages", "/_emulator/requests", "/_emulator/state"):
        assert emulator.get(path).status == 200


def answered(answer: Any) -> None:
    """Not with a fault of the emulator's own, unless that is scripted."""
    scripted = "Scripted failure" in answer.headers.get("x-emulator-hint", "")
    assert answer.status < 500 or scripted, answer.body


RECIPIENTS = st.one_of(
    st.from_regex(r"\+150055500[0-9]{2}", fullmatch=True).filter(lambda to: not to.endswith("0")),
    st.from_regex(r"\+1500[67][0-9]{6}", fullmatch=True),
    st.from_regex(r"\+1500[0-9]{0,9}", fullmatch=True).filter(lambda to: not to.startswith("+150055500")),
    st.from_regex(r"(check-)?[0-9a-z-]{1,20}@magic\.test", fullmatch=True).filter(
        lambda to: not to.startswith("slow")
    ),
    st.text(max_size=20).map(lambda text: text + "@magic.test").filter(lambda to: not to.startswith("slow")),
)


@given(to=RECIPIENTS, channel=st.sampled_from(["sms", "email", "call", "sna", ""]))
def test_no_magic_recipient_breaks_the_emulator(make_emulator: Any, to: str, channel: str) -> None:
    emulator = make_emulator()
    for answer in (emulator.start(to, channel), emulator.check("123456", to), emulator.fetch("x")):
        assert answer.status < 500 or answer.json["code"] in codes(), answer.body


@pytest.mark.parametrize("pattern", ["*a" * 140 + "b", "*" * 300, "[!a-z]" * 50, "(a+)+$"])
def test_no_pattern_takes_long(emulator: Local, pattern: str) -> None:
    emulator.send("POST", "/_emulator/faults", json.dumps({"to": pattern, "error": 60203}).encode())
    assert emulator.start("a" * 5000).status in (400, 429)


def test_a_pattern_has_an_end(emulator: Local) -> None:
    answer = emulator.post("/_emulator/faults", to="+" * 301, error=60203)
    assert (answer.status, answer.json["error"].partition(":")[0]) == (400, "to")
