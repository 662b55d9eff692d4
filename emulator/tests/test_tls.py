"""HTTPS with a certificate of a throw-away CA, verified as a client of Twilio verifies. Source of all: our contract."""

import errno
import gc
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificates
from harness.applications import ALIASED, APPLICATIONS, PATIENCE, PERSON, without_proxies
from harness.intercepting import Intercepting
from harness.local import ACCOUNT, SERVICE, TOKEN
from harness.program import Program, run
from harness.wire import read_answer, request

from verify_emulator import tls
from verify_emulator.hosts import NAMES
from verify_emulator.listening import BindError, opened
from verify_emulator.settings import Settings
from verify_emulator.tls import names


def shake_hands(emulator: Intercepting, name: str) -> ssl.SSLSocket:
    sock = socket.create_connection(emulator.tls)
    return emulator.trusting().wrap_socket(sock, server_hostname=name)


@pytest.fixture(scope="module")
def emulator() -> Iterator[Intercepting]:
    with Intercepting(tls_name=("emulator.test", "*.wild.test", "192.0.2.7"), host="127.0.0.1") as running:
        yield running


OWN = ["localhost", "127.0.0.1", "::1", "emulator.test", "any.wild.test", "192.0.2.7"]


def test_the_certificate_has_every_name_it_should_have(emulator: Intercepting) -> None:
    with shake_hands(emulator, "localhost") as secure:
        certificate = secure.getpeercert() or {}
    found = {
        str(ip_address(name)) if kind == "IP Address" else name
        for kind, name in certificate["subjectAltName"]
    }
    assert found == {*NAMES, "localhost", "127.0.0.1", "::1", "emulator.test", "*.wild.test", "192.0.2.7"}


@pytest.mark.parametrize("name", [*NAMES[::20], *OWN])
def test_the_certificate_is_good_for_every_name_it_should_be(emulator: Intercepting, name: str) -> None:
    with shake_hands(emulator, name) as secure:
        assert secure.version() in ("TLSv1.2", "TLSv1.3")


@pytest.mark.parametrize(
    "name", ["lookups.twilio.com", "verify.twilio.com.evil.test", "192.0.2.8", "wild.test"]
)
def test_the_certificate_is_good_for_no_other_name(emulator: Intercepting, name: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(emulator, name)


def test_who_does_not_trust_the_ca_does_not_trust_the_emulator(emulator: Intercepting) -> None:
    context = ssl.create_default_context()
    with socket.create_connection(emulator.tls) as sock, pytest.raises(ssl.SSLCertVerificationError):
        context.wrap_socket(sock, server_hostname="verify.twilio.com")


def test_answers_over_tls_have_https_in_their_urls(emulator: Intercepting) -> None:
    with shake_hands(emulator, "verify.twilio.com") as secure:
        secure.sendall(request("GET", "/v2/Services").replace(b"emulator.test", b"verify.twilio.com"))
        answer = read_answer(secure)
    assert answer.status == 200
    assert answer.json["meta"]["url"].startswith("https://verify.twilio.com/v2/Services?")
    assert answer.json["services"][0]["url"].startswith("https://verify.twilio.com/v2/Services/VA")


def test_both_listeners_serve_one_emulator(emulator: Intercepting) -> None:
    assert emulator.wire.start().status == 201
    with shake_hands(emulator, "localhost") as secure:
        secure.sendall(request("GET", "/_emulator/code?to=%2B15017122661"))
        assert read_answer(secure).text == emulator.wire.code()


def test_the_control_plane_gives_the_certificate_but_no_key(emulator: Intercepting) -> None:
    answer = emulator.wire.get("/_emulator/ca.pem")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/x-pem-file")
    (certificate,) = load_pem_x509_certificates(answer.body)
    assert "Verify emulator" in certificate.subject.rfc4514_string()
    with pytest.raises(ValueError, match="PEM"):
        load_pem_private_key(answer.body, None)


def test_without_a_ca_the_control_plane_says_how_to_get_one() -> None:
    with Program("--port", "0") as program:
        answer = program.wire.get("/_emulator/ca.pem")
        assert answer.status == 404
        assert "--tls" in answer.json["error"]
        refused = program.wire.ask("POST", "/_emulator/ca.pem")
        assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")


def test_every_emulator_has_a_ca_of_its_own() -> None:
    assert tls.Authority().pem != tls.Authority().pem


def test_the_host_is_among_the_names_if_it_is_one() -> None:
    assert "emulator.lan" in names(Settings(host="emulator.lan"))
    assert "0.0.0.0" not in names(Settings(host="0.0.0.0"))
    assert "::" not in names(Settings(host="::"))
    assert len(set(names(Settings(host="localhost", tls_name=["localhost"])))) == len(NAMES) + 3


def test_several_names_may_have_commas_between_them() -> None:
    assert Settings(tls_name="a.test,b.test").tls_name == ("a.test", "b.test")
    assert Settings(tls_name=["a.test,b.test", "c.test"]).tls_name == ("a.test", "b.test", "c.test")


def test_the_file_of_the_ca_is_there_while_the_emulator_runs(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("what an earlier run has left")
    with Program("--port", "0", "--tls", "--tls-port", "0", "--ca-file", str(path)) as program:
        assert path.read_bytes() == program.wire.get("/_emulator/ca.pem").body
        assert "PRIVATE" not in path.read_text()
        assert [file.name for file in tmp_path.iterdir()] == ["ca.pem"]
        assert program.stop()[0] == 0
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_another_emulators_by_now_stays(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    with opened(Settings(port=0, tls=True, tls_port=0, ca_file=path)):
        path.write_text("another's")
    assert path.read_text() == "another's"


def test_no_key_is_left_on_disk(tmp_path: Path) -> None:
    with Program("--port", "0", "--tls", "--tls-port", "0", TMPDIR=str(tmp_path)) as program:
        assert list(tmp_path.iterdir()) == []
        program.stop()


def test_the_banner_names_all_addresses_and_ends_with_the_ready_line() -> None:
    with Program("--port", "0", "--tls", "--tls-port", "0", "--proxy", "--proxy-port", "0") as program:
        assert "https://127.0.0.1:" in program.output
        assert "HTTPS_PROXY" in program.output
        assert program.output.splitlines()[-1] == f"verify-emulator ready on {program.url}"


def test_idle_clients_do_not_hold_up_the_end() -> None:
    """One has shaken hands and waits, as pools do; one has not begun to. Requests in flight may take five seconds."""
    with Program("--port", "0", "--tls", "--tls-port", "0") as program:
        port = int(program.output.partition("https://127.0.0.1:")[2].split()[0])
        context = ssl.create_default_context(cadata=program.wire.get("/_emulator/ca.pem").text)
        with socket.create_connection(("127.0.0.1", port)) as sock:
            idle = context.wrap_socket(sock, server_hostname="localhost")
            idle.sendall(request("GET", "/v2/Services"))
            assert read_answer(idle).status == 200
            with socket.create_connection(("127.0.0.1", port)):
                status, _, errors = program.stop()  # at the five seconds there would be a line of the log
            idle.close()
    assert (status, errors) == (0, "")


def test_plain_http_at_the_port_of_tls_is_nothing_but_a_closed_connection(emulator: Intercepting) -> None:
    with socket.create_connection(emulator.tls) as sock:
        sock.sendall(request("GET", "/v2/Services"))
        assert b"HTTP" not in sock.recv(1000)


BAD = [
    (["--tls", "--tls-port", "{taken}"], "--tls-port {taken}: 127.0.0.1:{taken}: Address already in use"),
    (
        ["--proxy", "--proxy-port", "{taken}"],
        "--proxy-port {taken}: 127.0.0.1:{taken}: Address already in use",
    ),
    (["--tls", "--ca-file", "{folder}/no/ca.pem"], "--ca-file {folder}/no/ca.pem: No such file or directory"),
    (["--tls", "--ca-file", "{folder}"], "--ca-file {folder}: Is a directory"),
    (["--ca-file", "{folder}/ca.pem"], "--ca-file: there is a CA only with --tls or --proxy"),
    (["--tls", "--tls-name", "a..b"], "--tls-name a..b: neither a host's name nor an address"),
    (["--tls", "--tls-name", "a b"], "--tls-name: string should match pattern"),
    (["--tls", "--tls-port", "x"], "--tls-port: "),
    (["--proxy", "--proxy-port", "65536"], "--proxy-port: "),
    (["--proxy", "--proxy-others", "perhaps"], "--proxy-others: "),
]


@pytest.mark.parametrize(
    ("arguments", "line"), BAD, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_a_fault_is_one_line_that_names_the_option(tmp_path: Path, arguments: list[str], line: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        filled = {"taken": taken.getsockname()[1], "folder": tmp_path}
        fixed = ["--port", "0", "--tls-port", "0", "--proxy-port", "0"]
        done = run(*fixed, *(word.format(**filled) for word in arguments))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("verify-emulator: " + line.format(**filled))
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_failed_start_leaves_no_socket_behind() -> None:
    """One that is left is a ResourceWarning once it is collected, which fails the test."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BindError), opened(Settings(port=0, proxy=True, proxy_port=port)):
            pass
    gc.collect()


@pytest.mark.parametrize("application", ["sign_in.py", "sign_in_async.py"])
def test_the_sdk_works_by_a_host_alias(application: str, tmp_path: Path) -> None:
    """As with a line in the hosts file: Twilio's own names and URLs, and certificates verified."""
    bundle = tmp_path / "bundle.pem"
    with Intercepting() as emulator:
        bundle.write_text(emulator.authority)
        variables = {
            "ALIAS": "{}:{}".format(*emulator.tls),
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_VERIFY_SERVICE_SID": SERVICE,
            "VERIFY_EMULATOR_URL": emulator.addresses.url,
            "REQUESTS_CA_BUNDLE": str(bundle),
            "SSL_CERT_FILE": str(bundle),
        }
        done = subprocess.run(
            [sys.executable, str(PERSON), sys.executable, str(ALIASED), str(APPLICATIONS / application)],
            env=without_proxies() | variables,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.stderr == ""
    url, *rest = done.stdout.splitlines()
    assert url.startswith("https://verify.twilio.com/v2/Services/VA")
    assert rest == ["pending", "approved", "4"]


def test_without_a_folder_for_temporary_files_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container whose file system is read-only."""

    def refuse(*_: object, **__: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr("trustme.NamedTemporaryFile", refuse)
    told = r"^--tls: there must be a folder for temporary files: No usable temporary directory found$"
    with pytest.raises(BindError, match=told), opened(Settings(port=0, tls=True, tls_port=0)):
        pass
