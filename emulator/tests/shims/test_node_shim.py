"""Node programs below `exec`, by whatever they make TLS connections with. Source of all: our contract."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.applications import PATIENCE, without_proxies
from harness.intercepting import Intercepting
from harness.peer import Peer, read_head

from verify_emulator import shims, tls
from verify_emulator.hosts import NAMES, is_twilio

NODE = shutil.which("node") or ""

pytestmark = pytest.mark.skipif(not NODE, reason="node is not installed")


@pytest.fixture(scope="module")
def emulator() -> Iterator[Intercepting]:
    with Intercepting() as running:
        yield running


def run(
    folder: Path, emulator: Intercepting, code: str, authority: str = "", name: str = "program.mjs"
) -> list[str]:
    """The lines that a program prints which trusts, by Node's own variable, the emulator's CA and another."""
    extra, program = folder / "extra.pem", folder / name
    extra.write_text(emulator.authority + authority)
    program.write_text(code)
    done = subprocess.run(
        [NODE, str(program)],
        env=without_proxies()
        | {
            "NODE_EXTRA_CA_CERTS": str(extra),
            "NODE_OPTIONS": f'--require "{shims.NODE}"',
            "VERIFY_EMULATOR_TLS_ADDRESS": "{}:{}".format(*emulator.tls),
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


HEALTH = "https://verify.twilio.com/_emulator/health"
HTTPS = f"""
import https from "node:https";
https.get("{HEALTH}", (answer) => {{ console.log(answer.statusCode, answer.req.host); answer.resume(); }});
"""
REQUEST = """
const https = require("https");
const options = { hostname: "verify.dublin.ie1.twilio.com", port: "443", path: "/_emulator/health", method: "GET" };
https.request(options, (answer) => { console.log(answer.statusCode, options.hostname); answer.resume(); }).end();
"""
FETCH = f"""
const answer = await fetch("{HEALTH}");
console.log(answer.status, new URL(answer.url).host);
"""
WORKER = f"""
import {{ Worker }} from "node:worker_threads";
const code = 'fetch("{HEALTH}").then((answer) => console.log(answer.status, new URL(answer.url).host))';
new Worker(code, {{ eval: true }});
"""
NAMED = """
import { connect } from "node:tls";
const socket = connect(443, "verify.twilio.com", () => {
  console.log(socket.authorized, socket.servername);
  socket.end();
});
"""
OPTIONS = """
import tls from "node:tls";
const socket = tls.connect(443, { host: "api.twilio.com", servername: "" }, () => {
  console.log(socket.authorized, socket.getPeerCertificate().issuer.O);
  socket.end();
});
"""


@pytest.mark.parametrize(
    ("code", "name", "line"),
    [
        (HTTPS, "a.mjs", "200 verify.twilio.com"),
        (REQUEST, "a.cjs", "200 verify.dublin.ie1.twilio.com"),
        (FETCH, "a.mjs", "200 verify.twilio.com"),
        (WORKER, "a.mjs", "200 verify.twilio.com"),
        (NAMED, "a.mjs", "true verify.twilio.com"),
        (OPTIONS, "a.mjs", "true Twilio Verify emulator"),
    ],
    ids=["https.get", "https.request", "fetch", "worker", "named import", "port and options"],
)
def test_connections_to_twilios_hosts_go_to_the_emulator(
    tmp_path: Path, emulator: Intercepting, code: str, name: str, line: str
) -> None:
    assert run(tmp_path, emulator, code, name=name) == [line]


def test_the_certificate_is_verified(tmp_path: Path, emulator: Intercepting) -> None:
    """A region that the certificate has not is no emulator, and not Twilio either."""
    code = """
    import https from "node:https";
    https.get("https://verify.jp9.twilio.com/").on("error", (error) => console.log(error.code));
    """
    assert run(tmp_path, emulator, code) == ["ERR_TLS_CERT_ALTNAME_INVALID"]


def test_other_hosts_and_ports_are_left_alone(tmp_path: Path, emulator: Intercepting) -> None:
    def site(sock):  # type: ignore[no-untyped-def]
        if read_head(sock):
            sock.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

    authority = tls.Authority()
    context = authority.server_context(("localhost", "verify.twilio.com"))
    with Peer(site, context) as peer:
        code = f"""
        import net from "node:net";
        import tls from "node:tls";
        console.log((await fetch("https://localhost:{peer.port}/")).status);
        const socket = net.connect({peer.port}, "127.0.0.1", () => {{
          const own = tls.connect({{ socket, host: "verify.twilio.com", port: 443 }}, () => {{
            console.log(own.authorized, own.remotePort);
            own.end();
          }});
        }});
        """
        found = run(tmp_path, emulator, code, authority.pem.decode())
    assert found == ["204", f"true {peer.port}"]


def test_the_shim_and_the_emulator_know_the_same_hosts(tmp_path: Path, emulator: Intercepting) -> None:
    others = [
        "lookups.twilio.com",
        "twilio.com",
        "verify.a.b.c.twilio.com",
        "verify..twilio.com",
        "xverify.twilio.com",
    ]
    hosts = [*NAMES, "verify.jp1.twilio.com", "VERIFY.twilio.com.", *others]
    pattern = next(line for line in shims.NODE.read_text().splitlines() if line.startswith("const TWILIO"))
    code = f"{pattern}\nconsole.log(JSON.stringify({json.dumps(hosts)}.map((host) => TWILIO.test(host))));"
    assert json.loads(run(tmp_path, emulator, code)[0]) == [is_twilio(host) for host in hosts]


@pytest.mark.parametrize(("address", "changed"), [("", "false"), ("nonsense", "false"), ("[::1]:9", "true")])
def test_without_the_address_of_an_emulator_it_does_nothing(address: str, changed: str) -> None:
    code = "console.log(String(require('tls').connect).includes('TWILIO'))"
    done = subprocess.run(
        [NODE, "--require", str(shims.NODE), "-e", code],
        env=without_proxies() | {"VERIFY_EMULATOR_TLS_ADDRESS": address},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout == f"{changed}\n"
