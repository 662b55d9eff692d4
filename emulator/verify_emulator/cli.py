"""The command line: `verify-emulator [serve]`, `code`, `env`, `exec`, `ready`, `ca`, `schema`.

>>> from verify_emulator.cli import main
>>> main(["ready", "--wait", "10"])  # doctest: +SKIP
"""

import sys
from collections.abc import Callable, Sequence
from math import isnan
from typing import Any

import click
from click.core import ParameterSource

from verify_emulator import __version__
from verify_emulator.options import VARIABLE_PREFIX, Fault, read_settings, settings_options

DEFAULT_URL = "http://127.0.0.1:8739"


class Seconds(click.FloatRange):
    """So many at most, and a number: `nan` is in no range, but beyond none of its ends either."""

    def __init__(self, most: float) -> None:
        super().__init__(0, most)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        seconds = float(super().convert(value, param, ctx))
        if isnan(seconds):
            self.fail(f"{value} is not a number of seconds.", param, ctx)
        return seconds


def _all_options(context: click.Context, options: dict[str, Any]) -> dict[str, Any]:
    """Those of the group and of a command. Flags of the command go first; the group has the variables already."""
    typed = {
        name: value
        for name, value in options.items()
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    return {**context.obj, **typed}


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="verify-emulator %(version)s")
@settings_options()
@click.pass_context
def cli(context: click.Context, /, **options: Any) -> None:
    """A local server that behaves like Twilio Verify v2.

    Without a command it serves. Each option is also a variable (--port is VERIFY_EMULATOR_PORT)
    and a key of the config file (port); a flag goes before a variable, a variable before the file.
    """
    context.obj = options
    if context.invoked_subcommand is None:
        _serve(options)


@cli.command()
@settings_options()
@click.pass_context
def serve(context: click.Context, /, **options: Any) -> None:
    """Serve until Ctrl-C (this is the default)."""
    _serve(_all_options(context, options))


def _serve(options: dict[str, Any]) -> None:
    from verify_emulator import console
    from verify_emulator.app import App
    from verify_emulator.listening import Addresses, BindError
    from verify_emulator.server import run
    from verify_emulator.state.file import FileError
    from verify_emulator.verify.services import ready_service

    settings = read_settings(options)
    console.configure_log(settings)

    def greet(app: App, addresses: Addresses) -> None:
        console.attach(app)
        if not settings.quiet:
            console.say(console.banner(addresses, ready_service(settings)))
        console.say(console.ready_line(addresses.url))

    try:
        run(settings, greet)
    except BindError as error:
        raise Fault(str(error)) from None
    except FileError as error:
        raise Fault(f"--state: {error}") from None


url_option = click.option(
    "--url",
    envvar=VARIABLE_PREFIX + "URL",
    default=DEFAULT_URL,
    show_default=True,
    help="Where the emulator is.",
)


@cli.command()
@click.argument("to")
@click.option("--wait", default=0.0, type=Seconds(300), help="Seconds to wait for a message.")
@url_option
def code(to: str, wait: float, url: str) -> None:
    """Print the newest code sent to a recipient."""
    from verify_emulator import client

    click.echo(_asked(lambda: client.read_code(url, to, wait)))


def _asked(ask: Callable[[], str]) -> str:
    """What an emulator answers; else exit status 2 if there is none, and 1 if it has not what it is asked for."""
    from verify_emulator import client

    try:
        return ask()
    except client.Unreachable as error:
        raise Fault(f"--url: {error}") from None
    except client.NotThere as error:
        raise click.ClickException(str(error)) from None


@cli.command()
@click.option("--bundle", is_flag=True, help="Print this machine's public roots before it.")
@url_option
def ca(bundle: bool, url: str) -> None:
    """Print the certificate of the CA of an emulator that runs with --tls or --proxy.

    Variables such as SSL_CERT_FILE replace what a program trusts: they want --bundle.
    """
    import os

    from verify_emulator import client, trust

    pem = _asked(lambda: client.read_authority(url))
    click.echo(trust.bundle(pem, os.environ) if bundle else pem, nl=False)


@cli.command()
@click.option("--wait", default=0.0, type=Seconds(3600), help="Seconds to wait until it is ready.")
@url_option
def ready(wait: float, url: str) -> None:
    """Exit with 0 if the emulator answers, else with 1: a health check."""
    from verify_emulator import client

    if not client.is_ready(url, wait):
        raise click.ClickException(f"no emulator answers at {url}")


@cli.command()
@click.option(
    "--format", "style", default="sh", type=click.Choice(["sh", "fish", "dotenv", "compose", "json"])
)
@click.option("--proxy", metavar="URL", help="The emulator's proxy, to be used for everything.")
@click.option("--ca-file", metavar="FILE", help="What `verify-emulator ca --bundle` printed, to be trusted.")
@url_option
def env(style: str, proxy: str | None, ca_file: str | None, url: str) -> None:
    """Print the variables that point a program at the emulator."""
    from verify_emulator import trust
    from verify_emulator.environment import FORMATS, proxy_variables, variables

    found = variables(url)
    found |= proxy_variables(proxy) if proxy else {}
    found |= trust.naming(ca_file, ca_file) if ca_file else {}
    click.echo(FORMATS[style](found))


@cli.command()
def schema() -> None:
    """Print the JSON Schema of the config file, for editors to complete and check it.

    Save it as verify-emulator.schema.json beside the file, whose first line then is
    #:schema ./verify-emulator.schema.json
    """
    import json

    from verify_emulator import configuration

    click.echo(json.dumps(configuration.schema(), indent=2))


OF_EXEC = {"port": 0, "tls_port": 0, "proxy": True, "proxy_port": 0, "quiet": True}
"""Options that `exec` has otherwise than `serve`."""


@cli.command("exec", context_settings={"ignore_unknown_options": True})
@settings_options(**OF_EXEC)
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
@click.pass_context
def execute(context: click.Context, /, command: tuple[str, ...], **options: Any) -> None:
    """Start an emulator, run COMMAND with the variables that point at it, stop; exit as COMMAND did.

    Calls of Twilio's own hosts for Verify go to the emulator as well, so COMMAND need not know of it.
    VERIFY_EMULATOR_PROXY=false leaves it at the variables; VERIFY_EMULATOR_QUIET=false prints each
    message with its code. Write -- before the command: verify-emulator exec -- pytest
    """
    from verify_emulator import console
    from verify_emulator.companion import run_beside
    from verify_emulator.listening import BindError
    from verify_emulator.state.file import FileError

    settings = read_settings(_all_options(context, options), **OF_EXEC)
    console.configure_log(settings)
    try:
        status = run_beside(settings, command)
    except BindError as error:
        raise Fault(str(error)) from None
    except FileError as error:
        raise Fault(f"--state: {error}") from None
    except OSError as error:
        raise Fault(f"{command[0]}: {error.strerror}") from None
    context.exit(status)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0, or 2 with one line that names the faulty option.

    Args:
        arguments: The words after the program's name; by default those of this process.
    """
    try:
        status = cli.main(arguments, prog_name="verify-emulator", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        click.echo(f"verify-emulator: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    sys.exit(status if isinstance(status, int) else 0)
