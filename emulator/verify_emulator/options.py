"""The command line's side of the settings: an option for each field, and settings from what was given."""

from collections.abc import Callable
from typing import Any

import click
from pydantic import ValidationError

from verify_emulator.settings import Settings, explain

VARIABLE_PREFIX = "VERIFY_EMULATOR_"


class Fault(click.ClickException):
    """Something that the user can mend: one line, exit status 2."""

    exit_code = 2


def flag_of(name: str) -> str:
    return "--" + name.replace("_", "-")


Command = Callable[..., Any]


def settings_options(**defaults: Any) -> Callable[[Command], Command]:
    """Gives a command an option for each field of Settings, which says everything but the command's own defaults."""

    def decorate(command: Command) -> Command:
        for name, field in reversed(Settings.model_fields.items()):
            is_flag = field.annotation is bool
            is_many = field.default_factory in (dict, tuple)
            value = defaults.get(name, False if is_flag or is_many else field.default)
            default = "" if value is False or value is None else f"  [default: {_written(value)}]"
            command = click.option(
                flag_of(name),
                name,
                envvar=VARIABLE_PREFIX + name.upper(),
                is_flag=is_flag,
                multiple=is_many,
                default=None,
                type=bool if is_flag else str,
                help=f"{field.description}{default}",
            )(command)
        return command

    return decorate


def _written(default: Any) -> str:
    return "on" if default is True else str(default)


def read_settings(options: dict[str, Any], **defaults: Any) -> Settings:
    """The options, and below them what the config file says, as settings. Raises Fault, naming the first bad one."""
    given = {name: value for name, value in options.items() if value not in (None, ())}
    if _is_a_link(given.get("port")):
        del given["port"]
    if "config" in given:
        return _read_file(given, defaults)
    return _validated(defaults | given)


def _is_a_link(value: Any) -> bool:
    """Kubernetes sets VERIFY_EMULATOR_PORT=tcp://… in every pod beside a Service called verify-emulator.

    Source: kubernetes.io/docs/concepts/services-networking/service, environment variables.
    """
    return isinstance(value, str) and value.startswith("tcp://")


def _read_file(given: dict[str, Any], defaults: dict[str, Any]) -> Settings:
    from verify_emulator.configuration import ConfigurationError, read

    try:
        configuration = read(given["config"])
        settings = _validated(defaults | dict(configuration.options) | given)
        configuration.check(settings)
    except ConfigurationError as error:
        raise Fault(f"--config {error}") from None
    return settings


def _validated(values: dict[str, Any]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        name, fault = explain(error)
        raise Fault(f"{flag_of(name.partition('.')[0])}: {fault}") from None
