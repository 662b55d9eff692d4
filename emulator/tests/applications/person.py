"""Whoever uses the application: reads the code where it arrives, mistypes it once, then types it right."""

import os
import subprocess
import sys
from urllib.request import ProxyHandler, build_opener

CODE = "/_emulator/code?to=%2B15017122661&wait=10"


def read_code() -> str:
    url = os.environ["VERIFY_EMULATOR_URL"] + CODE
    with build_opener(ProxyHandler({})).open(url) as answer:
        return str(answer.read().decode())


with subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as application:
    assert application.stdin is not None
    assert application.stdout is not None
    print(application.stdout.readline(), end="")
    code = read_code()
    for typed in ("".join("1" if digit == "0" else "0" for digit in code), code):
        print(typed, file=application.stdin, flush=True)
        print(application.stdout.readline(), end="")
    print(application.stdout.read(), end="", flush=True)
sys.exit(application.returncode)
