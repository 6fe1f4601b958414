"""The numbers a source may choose for its upstream, with defaults that suit most."""

from __future__ import annotations

from dataclasses import dataclass, field

USER_AGENT = "partir-ici-gateway/0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerPolicy:
    """When to stop calling a failing upstream, and for how long (seconds).

    It opens after `consecutive` failures, or when of at least `calls` calls within `window` the share
    `share` failed. It stays open `open_first` seconds, twice as long after each failed probe, up to
    `open_most`.
    """

    consecutive: int = 5
    share: float = 0.5
    calls: int = 20
    window: float = 10.0
    open_first: float = 5.0
    open_most: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Limits of one upstream; times in seconds, sizes in bytes.

    `total` is the budget of a call from its first wait to its last byte, the retry included.
    `max_bytes` counts after decompression. `retry_ratio` is the share of calls that may be repeated,
    `retry_reserve` how many may be before any call was made. `pause` is how long a 429 without
    `Retry-After` stops all calls, `longest_pause` the most that any `Retry-After` is believed.
    """

    connect: float = 0.5
    total: float = 2.0
    max_bytes: int = 10_000_000
    concurrency: int = 5
    retries: int = 1
    retry_ratio: float = 0.1
    retry_reserve: int = 3
    retry_delay: float = 0.1
    pause: float = 5.0
    longest_pause: float = 300.0
    breaker: BreakerPolicy = field(default_factory=BreakerPolicy)
    user_agent: str = USER_AGENT
