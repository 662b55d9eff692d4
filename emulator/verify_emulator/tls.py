"""A throw-away certificate authority, and the certificate that makes an emulator Twilio's hosts to who trusts it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from verify_emulator.hosts import NAMES
from verify_emulator.settings import Settings

if TYPE_CHECKING:
    from trustme import CA

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")


class BadName(ValueError):
    """What cannot stand in a certificate; the text is the name."""


class Authority:
    """A CA that exists as long as its process. Its key never leaves it."""

    def __init__(self) -> None:
        self._ca = _new_ca()

    @cached_property
    def pem(self) -> bytes:
        return self._ca.cert_pem.bytes()

    def server_context(self, names: tuple[str, ...]) -> ssl.SSLContext:
        """What a server needs to be all these names. Raises BadName."""
        for name in names:
            _check(name)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        # Python takes keys from files only: trustme makes a private one, and removes it before this returns.
        self._ca.issue_cert(*names).configure_cert(context)
        return context

    def client_context(self) -> ssl.SSLContext:
        """What trusts this CA, and no other."""
        return ssl.create_default_context(cadata=self.pem.decode())


def _new_ca() -> "CA":
    from trustme import CA

    return CA(organization_name="Twilio Verify emulator", organization_unit_name="Throw-away CA for tests")


def _check(name: str) -> None:
    try:
        ip_address(name)
    except ValueError:
        import idna

        try:
            idna.encode(name.removeprefix("*."), uts46=True)
        except idna.IDNAError:
            raise BadName(name) from None


def names(settings: Settings) -> tuple[str, ...]:
    """All names of an emulator's certificate, each once."""
    own = () if settings.host in EVERYWHERE else (settings.host,)
    return tuple(dict.fromkeys((*NAMES, *LOCAL_NAMES, *own, *settings.tls_name)))


@contextmanager
def published(pem: bytes, path: Path | None) -> Iterator[None]:
    """The certificate is in that file, whole or not at all, until the end. Raises OSError."""
    if path is None:
        yield
        return
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        new.write(pem)
    try:
        Path(new.name).chmod(0o644)
        Path(new.name).replace(path)
    except OSError:
        Path(new.name).unlink()
        raise
    try:
        yield
    finally:
        if path.is_file() and path.read_bytes() == pem:  # else it is another emulator's by now
            path.unlink(missing_ok=True)
