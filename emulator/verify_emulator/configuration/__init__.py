"""The configuration file: options, and accounts with all that is theirs from their first call on.

>>> from verify_emulator.app import App
>>> from verify_emulator.configuration import read
>>> configuration = read("verify-emulator.toml")  # doctest: +SKIP
>>> app = App(configuration.options_with(port=0), configuration)  # doctest: +SKIP
"""

from verify_emulator.configuration.configuration import Configuration
from verify_emulator.configuration.faults import ConfigurationError
from verify_emulator.configuration.reading import parse, read
from verify_emulator.configuration.schema import schema

__all__ = ["Configuration", "ConfigurationError", "parse", "read", "schema"]
