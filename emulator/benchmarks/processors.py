"""Gives the server one processor and the load generator another, so that neither takes the other's time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


def split_processors() -> tuple[int, int] | None:
    """One processor for the servers, one for the load; None where there is only one, or no choosing."""
    if not hasattr(os, "sched_getaffinity"):
        return None
    ours = sorted(os.sched_getaffinity(0))
    # The first and the last: neighbours are often two threads of one core.
    return (ours[0], ours[-1]) if len(ours) > 1 else None


@contextmanager
def running_on(processor: int | None) -> Iterator[None]:
    """Keep this process, and what it starts meanwhile, on one processor."""
    if processor is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {processor})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
