"""The screen Verifications: each one with its state, its history, and its end brought about by hand."""
