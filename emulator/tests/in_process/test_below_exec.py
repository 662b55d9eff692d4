"""An emulator in a program that runs below `verify-emulator exec` keeps its clients to itself. Source: our contract."""

import sys

from harness import program

LIST_BY_PAGES = """
import asyncio
from twilio.rest import Client
from verify_emulator import Emulator

def tell(services):
    print([service.friendly_name for service in services], {service.url.partition("/v2")[0] for service in services})

with Emulator() as verify, verify.patch():
    for name in ("Web shop", "Help desk"):
        verify.client().verify.v2.services.create(friendly_name=name)
    tell(Client().verify.v2.services.list(page_size=1))
    tell(verify.client().verify.v2.services.list(page_size=1))
    tell(asyncio.run(verify.async_client().verify.v2.services.list_async(page_size=1)))
"""


def test_every_page_comes_from_the_emulator_in_the_program() -> None:
    done = program.run("exec", "--", sys.executable, "-c", LIST_BY_PAGES)
    page = "['Verify Emulator', 'Web shop', 'Help desk'] {'https://verify.twilio.com'}"
    assert done.stdout.splitlines() == [page] * 3, done.stdout + done.stderr
