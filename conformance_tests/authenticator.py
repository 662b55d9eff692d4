"""An authenticator app: what RFC 6238 makes of a factor's URI. Written from the RFC; the emulator has no part in it."""

import hmac
from base64 import b32decode
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit


class Authenticator(NamedTuple):
    """What an app keeps of the QR code that it scanned."""

    secret: str
    algorithm: str
    digits: int
    period: int

    @classmethod
    def scan(cls, uri: str) -> "Authenticator":
        query = {
            name: values[0] for name, values in parse_qs(urlsplit(uri).query, strict_parsing=True).items()
        }
        return cls(query["secret"], query["algorithm"].lower(), int(query["digits"]), int(query["period"]))

    def code(self, at: float, steps: int = 0) -> str:
        """The code at a time, in seconds since 1970, that many time steps off."""
        key = b32decode(self.secret + "=" * (-len(self.secret) % 8))
        digest = hmac.digest(key, (int(at) // self.period + steps).to_bytes(8, "big"), self.algorithm)
        begin = digest[-1] & 0x0F
        number = int.from_bytes(digest[begin : begin + 4], "big") & 0x7FFF_FFFF
        return f"{number % 10**self.digits:0{self.digits}d}"
