"""What is loaded into every Python program below `exec` breaks none of them. Source of all: our contract."""

import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from harness.applications import PATIENCE, without_proxies
from harness.intercepting import Intercepting

from verify_emulator import shims
from verify_emulator.hosts import NAMES, is_twilio

BASE = "http://127.0.0.1:9"


def load() -> Any:
    spec = spec_from_file_location("shim", shims.PYTHON / "sitecustomize.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(code: str, *options: str, path: tuple[Path, ...] = (), **variables: str) -> str:
    """What a program prints that runs with the shim."""
    folders = os.pathsep.join(map(str, (shims.PYTHON, *path)))
    done = subprocess.run(
        [sys.executable, *options, "-c", code],
        env=without_proxies() | {"PYTHONPATH": folders, "VERIFY_EMULATOR_URL": BASE} | variables,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


URLS = [
    ("https://verify.twilio.com/v2/Services", f"{BASE}/v2/Services"),
    ("https://verify.twilio.com:443/v2/Services?a=b", f"{BASE}/v2/Services?a=b"),
    ("HTTPS://Verify.Twilio.com", BASE),
    ("https://api.dublin.ie1.twilio.com/2010-04-01/x", f"{BASE}/2010-04-01/x"),
    ("https://verify.twilio.com?a=b", f"{BASE}?a=b"),
    ("https://lookups.twilio.com/v2", None),
    ("https://verify.twilio.com.evil.test/", None),
    ("https://verify.twilio.com:8443/", None),
    ("http://127.0.0.1:1/v2/Services", None),
    (None, None),
]


@pytest.mark.parametrize(("url", "expected"), URLS)
def test_urls_of_twilios_are_moved(url: str | None, expected: str | None) -> None:
    assert load().moved(url, BASE + "/") == (expected or url)


def test_the_shim_and_the_emulator_know_the_same_hosts() -> None:
    others = ["lookups.twilio.com", "twilio.com", "verify.a.b.c.twilio.com", "verify..twilio.com"]
    for host in (*NAMES, "verify.jp1.twilio.com", *others):
        assert (load().moved(f"https://{host}/", BASE) == f"{BASE}/") is is_twilio(host)


def test_it_imports_nothing_before_the_program_does() -> None:
    """Every Python program below `exec` pays for it, also those that never call Twilio."""
    code = "import sys; print(*sys.modules)"
    plain = run(code, "-E").split()
    assert set(run(code).split()) - set(plain) <= {"sitecustomize", "__future__"}


def test_a_program_without_the_sdk_is_left_alone(tmp_path: Path) -> None:
    code = "try:\n import twilio.http.http_client\nexcept ImportError as error: print(error.name)"
    (tmp_path / "twilio").mkdir()
    (tmp_path / "twilio" / "__init__.py").write_text("raise ImportError('none here', name='twilio')")
    assert run(code, path=(tmp_path,)) == "twilio"


OLD = """
class TwilioHttpClient(object):
    def request(self, method, url, params=None, data=None, headers=None, auth=None, timeout=None):
        return method, url, params
"""


def package(folder: Path, client: str) -> Path:
    """An SDK of another age."""
    place = folder / "twilio" / "http"
    place.mkdir(parents=True)
    (folder / "twilio" / "__init__.py").touch()
    (place / "__init__.py").touch()
    (place / "http_client.py").write_text(client)
    return folder


def test_an_older_sdk_is_led_here_as_well(tmp_path: Path) -> None:
    code = (
        "from twilio.http.http_client import TwilioHttpClient as C\n"
        "print(C().request('GET', 'https://verify.twilio.com/v2', params=1))\n"
        "print(C().request(method='GET', url='https://verify.twilio.com/v2'))\n"
    )
    expected = f"('GET', '{BASE}/v2', 1)\n('GET', '{BASE}/v2', None)"
    assert run(code, path=(package(tmp_path, OLD),)) == expected


@pytest.mark.parametrize("client", ["", "TwilioHttpClient = None", "class TwilioHttpClient: pass"])
def test_an_sdk_of_another_shape_is_left_alone(tmp_path: Path, client: str) -> None:
    assert run("import twilio.http.http_client; print('fine')", path=(package(tmp_path, client),)) == "fine"


def test_an_sdk_that_fails_fails_as_it_would(tmp_path: Path) -> None:
    code = "try:\n import twilio.http.http_client\nexcept ZeroDivisionError: print('as ever')"
    assert run(code, path=(package(tmp_path, "1 / 0"),)) == "as ever"


def test_the_sitecustomize_that_it_hides_is_imported(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import builtins\nbuiltins.customized = __file__\n")
    package(tmp_path, OLD)
    code = (
        "import sys, sitecustomize\n"
        "from twilio.http.http_client import TwilioHttpClient as C\n"
        "print(customized, sitecustomize.__file__, C().request('GET', 'https://verify.twilio.com/v2')[1])"
    )
    path = str(tmp_path / "sitecustomize.py")
    assert run(code, path=(tmp_path,)) == f"{path} {path} {BASE}/v2"


def test_its_folder_is_not_on_the_path_of_the_program() -> None:
    assert str(shims.PYTHON) not in run("import sys; print(sys.path)")


def test_the_same_folder_twice_does_no_harm() -> None:
    """As below an `exec` in an `exec`."""
    assert run("print('fine')", path=(shims.PYTHON,)) == "fine"


@pytest.mark.parametrize("option", ["-S", "-E", "-I", "-s"])
def test_a_python_that_ignores_it_runs(option: str) -> None:
    assert run("print('fine')", option) == "fine"


def test_without_an_emulator_it_does_nothing(tmp_path: Path) -> None:
    code = "from twilio.http.http_client import TwilioHttpClient as C; print(C().request('GET', 'https://verify.twilio.com/')[1])"
    assert run(code, path=(package(tmp_path, OLD),), VERIFY_EMULATOR_URL="") == "https://verify.twilio.com/"


def test_the_clients_of_the_sdk_that_is_installed_are_changed() -> None:
    code = (
        "import inspect\n"
        "from twilio.http.http_client import TwilioHttpClient as S\n"
        "from twilio.http.async_http_client import AsyncTwilioHttpClient as A\n"
        "print([hasattr(c.request, '__wrapped__') for c in (S, A)], inspect.iscoroutinefunction(A.request))"
    )
    assert run(code) == "[True, True] True"


def test_a_program_that_calls_verify_by_aiohttp_is_led_here() -> None:
    """It ignores the variables for proxies."""
    with Intercepting() as running:
        code = """
import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get("https://verify.twilio.com/v2/Services") as answer:
            return answer.status, (await answer.json())["code"]
print(*asyncio.run(main()))
"""
        assert run(code, VERIFY_EMULATOR_URL=running.addresses.url) == "401 20003"
