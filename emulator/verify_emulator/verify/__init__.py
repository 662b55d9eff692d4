"""Twilio Verify v2: one module a resource, each listed in `catalogue`; the pure rules are in `rules`."""
