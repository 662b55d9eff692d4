"""Stores: where records are kept. `memory` is the default."""
