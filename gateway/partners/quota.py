"""How much each key may ask: a bucket of its own, in cost units a minute."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.clock import Clock
from gateway.http.rates import RateLimits
from gateway.partners.partner import Partner


class Quotas:
    """Buckets of all keys, in this process. A rotated key goes on with the bucket it had."""

    def __init__(self, clock: Clock) -> None:
        """Every bucket is full."""
        self._clock = clock
        self._by_rate: dict[int, RateLimits] = {}

    def refuse_when_empty(self, partner: Partner) -> None:
        """Raise `Problem` (429 with `Retry-After`) for a key that has used up everything."""
        if partner.rate:
            self._limits(partner).refuse_when_empty(partner.counted_as[0])

    def charge(self, partner: Partner, units: int) -> None:
        """Take what an answer cost."""
        if partner.rate:
            self._limits(partner).charge(partner.counted_as[0], units)

    def headers(self, partner: Partner) -> Mapping[str, str]:
        """`RateLimit` and `RateLimit-Policy`; nothing for a key without a limit."""
        return self._limits(partner).headers(partner.counted_as[0]) if partner.rate else {}

    def _limits(self, partner: Partner) -> RateLimits:
        # one more for each rate that was ever given: a handful
        return self._by_rate.setdefault(partner.rate, RateLimits(partner.rate, self._clock))
