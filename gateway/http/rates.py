"""How much one address may ask: cost units that come back evenly, and the headers that tell."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from ipaddress import ip_address

from gateway.clock import Clock
from gateway.errors import CODES
from gateway.http.problem import Problem
from gateway.identity import Caller
from gateway.identity.address import household

WINDOW_SECONDS = 60
MOST_ADDRESSES = 10_000
LOOPBACK = "127.0.0.1"


class RateLimits:
    """A bucket of `units` per address or subject, refilled within a minute.

    The cost of an operation is known when it has run, so a bucket may go below zero: who did that waits.
    """

    def __init__(self, units: int, clock: Clock, *, spare_loopback: bool = True) -> None:
        """`units=0` limits nobody; callers from this machine are spared unless told otherwise."""
        self._units = units
        self._clock = clock
        self._spare_loopback = spare_loopback
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def caller(self, address: str | None) -> str | None:
        """Whose bucket an address draws from; None for those who are not limited."""
        if address == LOOPBACK and self._spare_loopback:
            return None
        found = household(address) if self._units else None
        if found is None or address is None:
            return None
        spared = self._spare_loopback and ip_address(address).is_loopback
        return None if spared else found

    def account(self, address: str | None, caller: Caller) -> str | None:
        """As `caller`, but who shows a token draws from a bucket of their own, wherever they are."""
        found = self.caller(address)
        return found if found is None or caller.anonymous else f"subject {caller.subject}"

    def refuse_when_empty(self, caller: str | None) -> None:
        """Raise `Problem` (429) for a caller who has used up everything."""
        if caller is None or (left := self._left(caller)) > 0:
            return
        wait = max(1, math.ceil(-left * WINDOW_SECONDS / self._units))
        headers = {"Retry-After": str(wait), **self.headers(caller)}
        raise Problem(429, "LIMIT_RATE", CODES["LIMIT_RATE"].meaning, headers)

    def charge(self, caller: str | None, units: int) -> None:
        """Take what an operation cost; at least one."""
        if caller is None:
            return
        self._buckets[caller] = (self._left(caller) - max(units, 1), self._clock.monotonic())
        self._buckets.move_to_end(caller)
        if len(self._buckets) > MOST_ADDRESSES:
            self._buckets.popitem(last=False)

    def headers(self, caller: str | None) -> Mapping[str, str]:
        """`RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers), in cost units."""
        if caller is None:
            return {}
        left = self._left(caller)
        full_in = math.ceil((self._units - left) * WINDOW_SECONDS / self._units)
        return {
            "RateLimit-Policy": f'"cost";q={self._units};w={WINDOW_SECONDS}',
            "RateLimit": f'"cost";r={max(0, math.floor(left))};t={full_in}',
        }

    def pairs(self, caller: str | None) -> list[tuple[bytes, bytes]]:
        """The same headers as bytes."""
        found = self.headers(caller).items()
        return [(name.lower().encode(), value.encode()) for name, value in found]

    def _left(self, caller: str) -> float:
        left, since = self._buckets.get(caller, (float(self._units), 0.0))
        passed = self._clock.monotonic() - since
        return min(float(self._units), left + passed * self._units / WINDOW_SECONDS)
