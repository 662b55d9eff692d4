"""Pure functions and tables: no store, no HTTP, no clock, no randomness."""
