"""The files and variables by which programs in each language trust the throw-away CA beside the roots they have."""

import os
import re
import ssl
import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----")
STORE_PASSWORD = "changeit"  # as that of Java's own store; there is nothing secret in it


def bundle(authority: str, surroundings: Mapping[str, str]) -> str:
    """The public roots that are in force, and the CA: for variables that replace what a program trusts."""
    return _joined([*_roots(surroundings), authority])


def _joined(texts: list[str]) -> str:
    """The certificates in some PEM texts, each once."""
    return "".join(f"{found}\n" for found in dict.fromkeys(_CERTIFICATE.findall("\n".join(texts))))


def _roots(surroundings: Mapping[str, str]) -> Iterator[str]:
    named = [surroundings.get(name) for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")]
    yield from (_read(Path(path)) for path in named if path)
    if not (named[0] and named[1]):  # else all that programs would have trusted is there
        yield _of_this_machine()


def _of_this_machine() -> str:
    paths = ssl.get_default_verify_paths()
    for place in (paths.openssl_cafile, paths.openssl_capath):
        if text := _read(Path(place)):
            return text
    try:
        from certifi import contents
    except ImportError:
        return ""
    return str(contents())


def _read(path: Path) -> str:
    """A file's text, or that of all files in a folder; nothing of what cannot be read."""
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        return "\n".join(file.read_text("utf-8", "replace") for file in files if file.is_file())
    except OSError:
        return ""


def naming(combined: str, extra: str) -> dict[str, str]:
    """A file of all roots for those who replace theirs by it, and one for Node, which adds it to its own."""
    replacing = dict.fromkeys(("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"), combined)
    return {**replacing, "NODE_EXTRA_CA_CERTS": extra}


def variables(folder: Path, authority: str, surroundings: Mapping[str, str]) -> dict[str, str]:
    """Write the files into a private folder; the variables that lead to them."""
    combined, extra = folder / "bundle.pem", folder / "node.pem"
    roots = bundle(authority, surroundings)
    combined.write_text(roots)
    extra.write_text(_joined([_read(Path(surroundings.get("NODE_EXTRA_CA_CERTS") or os.devnull)), authority]))
    return {
        **naming(str(combined), str(extra)),
        "PHP_INI_SCAN_DIR": _php(folder, combined, surroundings),
    }


def _php(folder: Path, combined: Path, surroundings: Mapping[str, str]) -> str:
    """PHP reads the folders in turn; an empty name stands for the one it was built with."""
    place = folder / "php"
    place.mkdir()
    (place / "verify-emulator.ini").write_text(f'curl.cainfo="{combined}"\nopenssl.cafile="{combined}"\n')
    return f"{surroundings.get('PHP_INI_SCAN_DIR', '')}{os.pathsep}{place}"


def has_java(surroundings: Mapping[str, str]) -> bool:
    return bool(surroundings.get("JAVA_HOME") or which("java", path=surroundings.get("PATH")))


def java_options(folder: Path, roots: str) -> list[str]:
    """Write a store with these certificates; the options by which a virtual machine takes it for its own."""
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
    from cryptography.hazmat.primitives.serialization.pkcs12 import (
        PKCS12Certificate,
        serialize_java_truststore,
    )

    entries = [
        PKCS12Certificate(certificate, b"%d" % number) for number, certificate in enumerate(_parsed(roots))
    ]
    store = folder / "java.p12"
    store.write_bytes(serialize_java_truststore(entries, BestAvailableEncryption(STORE_PASSWORD.encode())))
    return [
        f"-Djavax.net.ssl.trustStore={store}",
        "-Djavax.net.ssl.trustStoreType=PKCS12",
        f"-Djavax.net.ssl.trustStorePassword={STORE_PASSWORD}",
    ]


def _parsed(roots: str) -> "Iterator[Certificate]":
    """Without odd ones, which there are among the public roots; Java, too, does without."""
    from cryptography.x509 import load_pem_x509_certificate

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in _CERTIFICATE.findall(roots):
            with suppress(ValueError):
                yield load_pem_x509_certificate(text.encode())
