"""Leaves MongoDB alone for a moment after it was sought in vain, so that not every call waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gateway.clock import Clock

logger = logging.getLogger("gateway.store")

PAUSE = 0.9
"""Seconds without a try; below one second, so that a probe each second is never refused by a hair."""


class Outage:
    """Knows whether MongoDB is away and lets one call at a time look for it; logged once each way."""

    def __init__(self, clock: Clock, has_primary: Callable[[], bool]) -> None:
        """`has_primary` asks the driver, whose own monitors may see a return first."""
        self._clock = clock
        self._has_primary = has_primary
        self._since: float | None = None
        self._until = 0.0
        self._looking = False

    @property
    def down(self) -> bool:
        """Whether MongoDB is away as far as known."""
        return self._since is not None

    def refused_for(self) -> float | None:
        """Seconds for which a call is hopeless, None when it may try."""
        if self._since is None:
            return None
        if self._has_primary():
            self.ended()
            return None
        left = self._until - self._clock.monotonic()
        if left > 0:
            return left
        return PAUSE if self._looking else None

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Around the one call that may look for a server; others are refused meanwhile if it is away."""
        self._looking = True
        try:
            yield
        finally:
            self._looking = False

    def began(self) -> None:
        """No server was found."""
        now = self._clock.monotonic()
        self._until = now + PAUSE
        if self._since is None:
            self._since = now
            logger.warning("MongoDB is down")

    def ended(self) -> None:
        """A server answered."""
        if self._since is not None:
            away = self._clock.monotonic() - self._since
            self._since = None
            logger.warning("MongoDB is back after %.0f s", away)
