"""The screen Webhooks: what was posted, how it went, how it was signed; and posting it again."""
