"""Runs a program on a machine whose hosts file leads Twilio's names to this one: port 443 is another one here."""

import os
import runpy
import socket
import sys
from typing import Any

host, _, port = os.environ.pop("ALIAS").rpartition(":")
plain = socket.getaddrinfo


def getaddrinfo(name: Any, service: Any, *more: Any, **named: Any) -> Any:
    is_twilio = str(name).endswith(".twilio.com") and int(service) == 443
    return plain(*((host, int(port)) if is_twilio else (name, service)), *more, **named)


socket.getaddrinfo = getaddrinfo  # type: ignore[assignment]
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
