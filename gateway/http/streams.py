"""How many subscriptions may be open, here and at one address, and the sign for all of them to end."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address

from gateway.errors import CODES
from gateway.http.problem import Problem
from gateway.identity.address import household

RETRY_SECONDS = 10


class Streams:
    """Counts open streams: `limit` in this process, `per_address` for one household; loopback is spared."""

    def __init__(self, limit: int, per_address: int) -> None:
        """Usable on one event loop."""
        self._limit = limit
        self._per_address = per_address
        self._open: Counter[str] = Counter()
        self.leaving = asyncio.Event()

    @property
    def open(self) -> int:
        """How many are open."""
        return self._open.total()

    def leave(self) -> None:
        """The server stops: every stream ends now, and its reader may come back to another process."""
        self.leaving.set()

    @contextmanager
    def entered(self, address: str | None) -> Iterator[None]:
        """One place, for the time of a block; `Problem` when there is none."""
        who = household(address) or ""
        spared = not who or ip_address(who).is_loopback
        if self.open >= self._limit:
            raise self._refusal(503)
        if not spared and self._open[who] >= self._per_address:
            raise self._refusal(429)
        self._open[who] += 1
        try:
            yield
        finally:
            self._open[who] -= 1
            if not self._open[who]:
                del self._open[who]

    @staticmethod
    def _refusal(status: int) -> Problem:
        headers = {"Retry-After": str(RETRY_SECONDS)}
        return Problem(status, "LIMIT_STREAMS", CODES["LIMIT_STREAMS"].meaning, headers)
