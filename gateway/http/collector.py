"""The garbage collector of a server: what lives as long as the process is never looked at again."""

from __future__ import annotations

import gc

YOUNGEST, MIDDLE, OLDEST = 50_000, 20, 50
"""One answer makes some ten thousand objects and drops them all: with Python's 700 it is stopped a dozen
times in the middle of its work."""


def settle_collector() -> None:
    """To be called once, when everything that lasts is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNGEST, MIDDLE, OLDEST)
