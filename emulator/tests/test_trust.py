"""Whom programs trust beside the CA: the roots that are in force. Source of all: our contract."""

import ssl
from pathlib import Path

import pytest
from harness.intercepting import Intercepting
from harness.program import run
from harness.served import Served

from verify_emulator import tls, trust


@pytest.fixture
def certificates(tmp_path: Path) -> list[str]:
    """Three, each in a file of its number."""
    found = [tls.Authority().pem.decode() for _ in range(3)]
    for number, pem in enumerate(found):
        (tmp_path / f"{number}.pem").write_text(f"# a comment\n{pem}")
    return found


def test_the_roots_that_variables_name_are_kept_each_once(certificates: list[str], tmp_path: Path) -> None:
    named = {
        "SSL_CERT_FILE": str(tmp_path / "0.pem"),
        "REQUESTS_CA_BUNDLE": str(tmp_path / "1.pem"),
        "CURL_CA_BUNDLE": str(tmp_path / "0.pem"),
    }
    assert trust.bundle(certificates[2], named) == "".join(certificates)


def test_they_may_be_in_a_folder(certificates: list[str], tmp_path: Path) -> None:
    named = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"), str(tmp_path))
    assert trust.bundle("", named) == "".join(certificates)


@pytest.mark.parametrize("named", [{}, {"SSL_CERT_FILE": "/no/such/file"}])
def test_without_variables_they_are_those_of_this_machine(
    certificates: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: dict[str, str]
) -> None:
    paths = ssl.get_default_verify_paths()._replace(openssl_cafile=str(tmp_path / "0.pem"))
    monkeypatch.setattr("ssl.get_default_verify_paths", lambda: paths)
    assert trust.bundle(certificates[1], named) == "".join(certificates[:2])


def test_a_machine_without_any_has_those_of_certifi(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = ssl.get_default_verify_paths()._replace(openssl_cafile="/no/file", openssl_capath="/no/folder")
    monkeypatch.setattr("ssl.get_default_verify_paths", lambda: nowhere)
    assert trust.bundle("", {}).count("BEGIN CERTIFICATE") > 50


def test_the_command_prints_the_certificate_alone_or_with_the_roots(
    certificates: list[str], tmp_path: Path
) -> None:
    roots = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), str(tmp_path / "0.pem"))
    with Intercepting() as emulator:
        alone = run("ca", "--url", emulator.addresses.url, **roots)
        bundle = run("ca", "--bundle", "--url", emulator.addresses.url, **roots)
        assert (alone.stdout, bundle.stdout) == (emulator.authority, certificates[0] + emulator.authority)
    assert (alone.stderr, bundle.stderr) == ("", "")


def test_an_emulator_without_a_ca_is_told_in_one_line(served: Served) -> None:
    done = run("ca", "--url", served.url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("verify-emulator: There is no CA")
    assert done.stderr.count("\n") == 1


def test_no_emulator_at_all_is_told_by_its_option() -> None:
    done = run("ca", "--url", "http://127.0.0.1:1")
    assert done.returncode == 2
    assert done.stderr.startswith("verify-emulator: --url: ")
