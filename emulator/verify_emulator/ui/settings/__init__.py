"""The screen Settings: what steers an emulator, and what programs need to find it."""
