"""Twilio Verify v2, emulated locally."""
