"""Twilio Verify v2, emulated locally. The command is `verify-emulator`; `server.run` is the same from Python."""

__version__ = "0.1.0"
