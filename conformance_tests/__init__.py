"""One suite that says what Twilio Verify v2 answers, run against the emulator and against Twilio."""

import pytest

pytest.register_assert_rewrite("conformance_tests.refusals", "conformance_tests.attempts")
