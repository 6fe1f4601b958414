"""Rate limits: counters over rolling windows, blocks that grow when called, and the usage headers."""

from __future__ import annotations

import json
import math
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sources.social.emulator import errors

if TYPE_CHECKING:
    from sources.social.emulator.options import Options

HOUR, DAY = 3_600, 86_400
PENALTY = 60  # seconds that a call during a block adds to it


@dataclass(slots=True)
class Counter:
    """Calls of one app, user or business object: ``limit`` within ``window`` seconds are 100 percent."""

    kind: str
    limit: int
    window: int
    block: int
    calls: deque[float] = field(default_factory=deque)
    blocked_until: float = 0.0
    told: bool = False
    seen: int = 0
    refused: int = 0
    during_block: int = 0

    def charge(self, now: float) -> bool:
        """Count a call; False when it is refused. A call after the first refusal lengthens the block."""
        self.seen += 1
        if self.blocked(now):
            self._refuse()
            return False
        self._forget(now)
        if self.percent() >= 100:
            self.blocked_until = now + self.block
            self._refuse()
            return False
        self.calls.append(now)
        return True

    def blocked(self, now: float) -> bool:
        """Tell whether the block lasts; when it has just ended the counter starts again."""
        if self.blocked_until and now >= self.blocked_until:
            self.blocked_until, self.told = 0.0, False
            self.calls.clear()
        return self.blocked_until > now

    def percent(self) -> int:
        """Give the used share of the limit, in percent."""
        return 100 if not self.limit else len(self.calls) * 100 // self.limit

    def set_percent(self, percent: float, now: float, block: int | None = None) -> None:
        """Pretend that a share of the limit was used just now; 100 and more blocks at once."""
        self.block = block or self.block
        self.calls = deque([now] * math.ceil(self.limit * percent / 100))
        self.told = False
        self.seen = max(self.seen, 1_000)
        self.blocked_until = now + self.block if percent >= 100 else 0.0

    def regain_minutes(self, now: float) -> int:
        """Give the minutes until the block ends, 0 when there is none."""
        return max(0, math.ceil((self.blocked_until - now) / 60))

    def shares(self, now: float) -> dict[str, int]:
        """Give the three percentages of the usage headers."""
        if not self.blocked(now):
            self._forget(now)
        percent = self.percent()
        return {"call_count": percent, "total_cputime": percent * 4 // 10, "total_time": percent * 6 // 10}

    def _refuse(self) -> None:
        self.refused += 1
        if self.told:
            self.during_block += 1
            self.blocked_until += PENALTY
        self.told = True

    def _forget(self, now: float) -> None:
        while self.calls and self.calls[0] <= now - self.window:
            self.calls.popleft()


@dataclass(frozen=True, slots=True)
class Charge:
    """What a call is counted on: a counter's key, and the error code when that counter is full."""

    key: str
    code: int


class Usage:
    """All counters: ``app``, ``user:<id>``, ``pages:<id>``, ``instagram:<id>`` and ``oembed``."""

    def __init__(self, options: Options) -> None:
        """Make the counters of the app and of oEmbed; the others appear when first used."""
        self._options = options
        self.counters: dict[str, Counter] = {}
        self.counter("app")
        self.counter("oembed")

    def counter(self, key: str) -> Counter:
        """Give the counter of a key, made at its first use."""
        if key not in self.counters:
            kind = key.partition(":")[0]
            limits = {
                "app": (self._options.app_calls, HOUR, HOUR),
                "user": (self._options.user_calls, HOUR, HOUR),
                "oembed": (self._options.oembed_calls, HOUR, HOUR),
                "pages": (self._options.page_calls, DAY, 12 * 60),
                "instagram": (self._options.instagram_calls, DAY, 12 * 60),
            }
            self.counters[key] = Counter(kind, *limits[kind])
        return self.counters[key]

    def charge(self, charges: tuple[Charge, ...], now: float) -> None:
        """Count a call on each of its counters; raises the throttle error of the first that is full."""
        for charge in charges:
            if not self.counter(charge.key).charge(now):
                raise errors.throttled(charge.code)

    def headers(self, charges: tuple[Charge, ...], now: float) -> dict[str, str]:
        """Give the usage headers of a call; none before enough calls were made."""
        found: dict[str, str] = {}
        for charge in charges:
            counter = self.counter(charge.key)
            if counter.seen <= self._options.usage_headers_after:
                continue
            kind, _, owner = charge.key.partition(":")
            shares = counter.shares(now)
            if kind == "app":
                found["x-app-usage"] = _text(shares)
            elif kind in {"pages", "instagram"}:
                row = {"type": kind, **shares, "estimated_time_to_regain_access": counter.regain_minutes(now)}
                found["x-business-use-case-usage"] = _text({owner: [row]})
        return found


def _text(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
