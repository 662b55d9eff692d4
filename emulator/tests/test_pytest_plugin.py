"""The fixtures that pytest finds wherever the emulator is installed. Source: our contract.

Each test run is a process of its own, in a folder of its own, as a user's would be.
"""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from harness.program import CODE_FOLDER, surroundings

PATIENCE = 120

APPLICATION = '''
"""An application that knows nothing of an emulator."""
import os
from twilio.rest import Client

CLIENT = Client("AC" + "a" * 32, "from a file of its own")

def send(to, channel="sms"):
    service = CLIENT.verify.v2.services(os.environ["TWILIO_VERIFY_SERVICE_SID"])
    return service.verifications.create(to=to, channel=channel)

def check(to, code):
    service = Client().verify.v2.services(os.environ["TWILIO_VERIFY_SERVICE_SID"])
    return service.verification_checks.create(to=to, code=code).status
'''

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs pytest on a test file, with options; unless it is to look for plugins itself, only with ours."""

    def run(
        source: str, *options: str, conftest: str = "", found: bool = False
    ) -> subprocess.CompletedProcess[str]:
        (tmp_path / "application.py").write_text(APPLICATION)
        (tmp_path / "conftest.py").write_text(textwrap.dedent(conftest))
        (tmp_path / "test_it.py").write_text(
            "import os\nimport pytest\nfrom application import send, check\n" + textwrap.dedent(source)
        )
        (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\nfilterwarnings = error\n")
        path = os.pathsep.join((CODE_FOLDER, str(tmp_path)))
        named = [] if found else ["-p", "verify_emulator.pytest_plugin"]
        alone = {} if found else {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *named, *options],
            cwd=tmp_path,
            env=surroundings(PYTHONPATH=path, **alone),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    return run


def assert_outcome(done: subprocess.CompletedProcess[str], outcome: str) -> None:
    assert outcome in done.stdout.splitlines()[-1], done.stdout + done.stderr


def test_an_application_signs_in_without_a_change(run: Run) -> None:
    done = run(
        """
        def test_sign_in(verify):
            send("+15017122661")
            assert check("+15017122661", verify.inbox("+15017122661").next_code()) == "approved"
            verify.assert_sent("+15017122661", channel="sms", times=1)

        def test_another_one_finds_nothing_of_it(verify):
            assert (verify.messages, verify.requests) == ([], [])
            verify.clock.advance(minutes=11)
            send("+15017122661")

        def test_nor_its_clock(verify, verify_emulator):
            assert abs((verify.clock.now() - verify_emulator.clock.now()).total_seconds()) < 5
            assert len(verify_emulator.messages) == 2
        """,
        found=True,
    )
    assert_outcome(done, "3 passed")


def test_a_mark_says_what_the_account_may_do(run: Run) -> None:
    done = run(
        """
        from twilio.base.exceptions import TwilioRestException
        from verify_emulator import HostBlocked
        import application

        pytestmark = pytest.mark.verify(blocked_countries=["FR", "DE"], sna=True)

        @pytest.mark.verify(blocked_countries=["US"])
        def test_the_nearest_mark_goes_before(verify):
            with pytest.raises(TwilioRestException, match="Geo-Permissions"):
                send("+15017122661")
            assert verify.settings.sna

        @pytest.mark.verify(blocked_countries=[], credentials="keep")
        def test_credentials_may_be_kept(verify):
            send("+15017122661")
            assert verify.messages == []

        def test_other_products_are_blocked(verify):
            with pytest.raises(HostBlocked):
                application.CLIENT.messages.create(to="+15017122661", from_="+1", body="x")
        """
    )
    assert_outcome(done, "3 passed")


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("verify(snaa=True)", "snaa is not an account setting; there are auto_channel, "),
        ('verify(blocked_countries="x")', "blocked_countries: input should be a valid tuple"),
        ('verify("sna")', "pytest.mark.verify takes settings by name"),
        ("verifi(sna=True)", "'verifi' not found in `markers`"),
    ],
)
def test_a_bad_mark_is_told(run: Run, mark: str, told: str) -> None:
    done = run(
        f"""
        @pytest.mark.{mark}
        def test_it(verify): ...
        """
    )
    assert done.returncode != 0
    assert told in done.stdout + done.stderr


def test_a_failing_test_shows_what_twilio_would_have_seen(run: Run) -> None:
    done = run(
        """
        import application

        @pytest.fixture
        def started(verify):
            send("+15017122661", channel="smss")

        def test_with_a_call(verify):
            send("+15017122661")
            check("+15017122661", "000000" if verify.messages[0].code != "000000" else "111111")
            verify.assert_status("+15017122661", "approved")

        def test_without_a_call(verify):
            try:
                application.CLIENT.lookups.v2.phone_numbers("+15017122661").fetch()
            except RuntimeError:
                pass  # as an application may do
            verify.assert_sent("+15017122661", channel="sms")

        def test_in_vain(verify):
            verify.inbox("+15017122661").next_code(timeout=0)

        def test_in_a_fixture(started): ...

        def test_without_the_fixture():
            assert 0

        def test_that_passes(verify):
            send("+15017122669")
        """
    )
    assert_outcome(done, "4 failed, 1 passed, 1 error")
    assert "but it is pending: VE" in done.stdout
    assert "expected a SMS to +15017122661, got none; nothing was sent" in done.stdout
    shown = done.stdout.split("Twilio Verify, as the emulator saw it")
    assert len(shown) == 5
    assert any("POST /v2/Services/VA" in part and "/VerificationCheck  Code=" in part for part in shown)
    blocked = "\nno request\nblocked:  GET https://lookups.twilio.com/v2/PhoneNumbers/+15017122661\n"
    assert any(blocked in part for part in shown)
    assert "60200 Invalid parameter: Channel" in done.stdout
    assert "+15017122669" not in done.stdout
    assert "/in_process/" not in done.stdout


def test_workers_do_not_meet(run: Run) -> None:
    done = run(
        """
        @pytest.mark.parametrize("number", range(40))
        def test_sign_in(verify, number):
            assert verify.messages == []
            send("+15017122661")
            assert check("+15017122661", verify.inbox("+15017122661").next_code()) == "approved"
            verify.assert_sent("+15017122661", times=1)
        """,
        *("-p", "xdist", "-n", "2"),
    )
    assert_outcome(done, "40 passed")


def test_options_of_the_sessions_emulator_may_be_given(run: Run) -> None:
    done = run(
        """
        def test_sign_in(verify):
            send("+15017122661")
            assert check("+15017122661", "424242") == "approved"
        """,
        conftest="""
        import pytest

        @pytest.fixture(scope="session")
        def verify_emulator_options():
            return {"code": {"+1501*": "424242"}}
        """,
    )
    assert_outcome(done, "1 passed")


def test_another_program_may_be_a_part_of_the_test(run: Run) -> None:
    done = run(
        """
        import subprocess, sys

        PROGRAM = '''
        import os
        from twilio.rest import Client
        client = Client()
        client.http_client.session.trust_env = False
        client.verify.base_url = os.environ["URL"]
        client.verify.v2.services("VA" + "0" * 32).verifications.create(to="+15017122661", channel="sms")
        '''

        def test_a_program(verify, verify_emulator, monkeypatch):
            monkeypatch.setenv("URL", verify_emulator.url)
            subprocess.run([sys.executable, "-c", __import__("textwrap").dedent(PROGRAM)], check=True)
            verify.assert_sent("+15017122661", channel="sms", times=1)
        """
    )
    assert_outcome(done, "1 passed")


def test_threads_and_coroutines_of_a_test_are_led_here_too(run: Run) -> None:
    done = run(
        """
        import asyncio
        from threading import Thread
        from twilio.http.async_http_client import AsyncTwilioHttpClient
        from twilio.rest import Client

        def test_a_thread(verify):
            thread = Thread(target=send, args=["+15017122661"])
            thread.start()
            assert check("+15017122661", verify.inbox("+15017122661").next_code(timeout=10)) == "approved"
            thread.join()

        @pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
        def test_a_coroutine(verify):
            async def main():
                async with AsyncTwilioHttpClient() as http_client:
                    service = Client(http_client=http_client).verify.v2.services("VA" + "0" * 32)
                    await service.verifications.create_async(to="+15017122661", channel="sms")
                    code = await verify.inbox("+15017122661").next_code_async()
                    return (await service.verification_checks.create_async(to="+15017122661", code=code)).status

            assert asyncio.run(main()) == "approved"
        """
    )
    assert_outcome(done, "2 passed")


def test_a_frozen_test_stands_still_with_its_emulator(run: Run) -> None:
    done = run(
        """
        from freezegun import freeze_time

        @freeze_time("2026-01-02")
        def test_first(verify):
            assert send("+15017122661").date_created.isoformat() == "2026-01-02T00:00:00+00:00"

        def test_then(verify):
            assert send("+15017122661").date_created.year > 2025
        """
    )
    assert_outcome(done, "2 passed")


def test_a_run_without_the_fixtures_imports_nothing_of_it(run: Run) -> None:
    """Neither the emulator's modules nor the SDK, and no hook of ours is called for a test."""
    done = run(
        """
        import sys

        def test_it(request):
            loaded = [name for name in sys.modules if name.startswith("verify_emulator")]
            assert sorted(loaded) == ["verify_emulator", "verify_emulator.pytest_plugin"]
            assert not {"pydantic", "starlette", "uvicorn", "cryptography", "httpx2"} & set(sys.modules)
            plugin = request.config.pluginmanager.get_plugin("verify_emulator.pytest_plugin")
            hooks = [name for name in vars(plugin) if name.startswith("pytest_")]
            assert hooks == ["pytest_addoption", "pytest_configure"]
        """
    )
    assert_outcome(done, "1 passed")


def test_the_fixtures_are_described(run: Run) -> None:
    shown = run("def test_it(): ...", "--fixtures").stdout
    for fixture in ("verify_emulator_options", "verify_emulator", "verify "):
        assert f"\n{fixture}" in shown
    assert (
        "@pytest.mark.verify(**settings): what the `verify` fixture's account may do"
        in run("", "--markers").stdout
    )


def test_an_application_may_read_its_settings_when_it_is_imported(run: Run, tmp_path: Path) -> None:
    source = """
        from twilio.rest import Client

        SERVICE = Client().verify.v2.services(os.environ["VERIFY_SERVICE_SID"])

        def test_it(verify):
            SERVICE.verifications.create(to="+15017122661", channel="sms")
            verify.assert_sent("+15017122661", channel="sms", times=1)
            assert os.environ["TWILIO_ACCOUNT_SID"] == verify.account_sid
        """
    assert (
        "KeyError: 'VERIFY_SERVICE_SID'" in run(source).stdout
        or "Credentials are required" in run(source).stdout
    )
    assert_outcome(run(source, "-o", "verify_variables=true"), "1 passed")


def test_what_a_test_scripts_to_fail_fails_in_no_other_and_is_dropped_in_the_end(run: Run) -> None:
    done = run(
        """
        from twilio.base.exceptions import TwilioRestException

        def test_too_often(verify):
            verify.faults.add(operation="CreateVerification", error=60203)
            with pytest.raises(TwilioRestException, match="Max send attempts reached"):
                send("+15017122661")

        def test_as_ever(verify, verify_emulator):
            send("+15017122661")
            assert verify_emulator.faults.all() == []
        """
    )
    assert_outcome(done, "2 passed")
