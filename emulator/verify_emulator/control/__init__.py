"""Our side: everything under /_emulator, which Twilio does not have."""

PREFIX = "/_emulator"
