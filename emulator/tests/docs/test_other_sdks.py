"""The snippets of docs/other_sdks.md are code, and the transport of these SDKs reaches the emulator below `exec`."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from harness.program import COMMAND, surroundings

PAGE = Path(__file__).parents[3] / "docs" / "other_sdks.md"
SNIPPETS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
SYNTAX = {"php": ("php", "-l"), "ruby": ("ruby", "-c")}
PATIENCE = 60
PATH = "/v2/Services/VA00000000000000000000000000000000"

FETCHES = {
    "php": f"""
        $curl = curl_init('https://verify.twilio.com{PATH}');
        $credentials = getenv('TWILIO_ACCOUNT_SID') . ':' . getenv('TWILIO_AUTH_TOKEN');
        curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_USERPWD => $credentials]);
        echo curl_exec($curl) ?: curl_error($curl);
    """,
    "ruby": f"""
        address = URI('https://verify.twilio.com{PATH}')
        request = Net::HTTP::Get.new(address)
        request.basic_auth(ENV.fetch('TWILIO_ACCOUNT_SID'), ENV.fetch('TWILIO_AUTH_TOKEN'))
        connection = Net::HTTP.start(address.host, address.port, use_ssl: true)
        puts connection.request(request).body
    """,
}


def snippets(language: str) -> list[str]:
    return [code for name, code in SNIPPETS if name == language]


def find(program: str) -> str:
    return shutil.which(program) or pytest.skip(f"{program} is not installed")


@pytest.mark.parametrize("language", ["php", "ruby", "csharp"])
def test_each_language_has_both_ways(language: str) -> None:
    assert len(snippets(language)) == 2


@pytest.mark.parametrize("language", SYNTAX)
@pytest.mark.parametrize("way", [0, 1], ids=["one line", "zero change"])
def test_the_snippet_has_no_syntax_error(language: str, way: int) -> None:
    program, option = SYNTAX[language]
    checked = subprocess.run(
        [find(program), option], input=snippets(language)[way], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_curl_of_php_reaches_the_emulator_below_exec() -> None:
    php = find("php")
    if "curl" not in subprocess.check_output([php, "-m"], text=True).split():
        pytest.skip("php-curl is not installed")
    assert f'"url":"https://verify.twilio.com{PATH}"' in fetched(php, "-r", FETCHES["php"])


def test_net_http_of_ruby_reaches_the_emulator_below_exec() -> None:
    assert f'"url":"https://verify.twilio.com{PATH}"' in fetched(
        find("ruby"), "-rnet/http", "-e", FETCHES["ruby"]
    )


def fetched(*command: str) -> str:
    beside = [*COMMAND, "exec", "--", *command]
    done = subprocess.run(
        beside, capture_output=True, text=True, timeout=PATIENCE, env=surroundings(), check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
