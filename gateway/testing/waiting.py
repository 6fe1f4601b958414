"""Waiting for what another process or thread does, within a time and never longer than needed."""

from __future__ import annotations

import time
from collections.abc import Callable

PAUSE_SECONDS = 0.05


def soon(holds: Callable[[], bool], *, seconds: float) -> bool:
    """Whether something holds within some seconds; how long it takes is for the bench."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE_SECONDS)
    return True
