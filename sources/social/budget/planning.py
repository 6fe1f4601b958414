"""When an account is read again: before its urls die, as often as its budget allows, never all at once."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sources.social.times import aware

IMAGE_MARGIN, VIDEO_MARGIN = timedelta(hours=12), timedelta(hours=2)
"""How long before a url dies the next one is fetched: Meta's pictures live days, its videos a day."""

SHORTEST = timedelta(minutes=1)
JITTER = 0.1
SLOWEST = 6.0
"""How many times longer the pause gets when three quarters of a budget are used."""

AT_EASE, TIGHT = 25.0, 75.0


def next_read(
    now: datetime, every: float, dies: datetime | None, percent: float, rng: random.Random
) -> datetime:
    """When to read next: after `every` seconds and up to six times that while `percent` of the budget rises.

    At `dies` the first url needs another one, which comes before any saving. A tenth less, by chance,
    keeps accounts that were added together from being read together for ever.
    """
    tight = min(max((percent - AT_EASE) / (TIGHT - AT_EASE), 0.0), 1.0)
    pause = every * (1 + tight * (SLOWEST - 1)) * (1 - JITTER * rng.random())
    planned = now + timedelta(seconds=pause)
    if dies is not None and dies < planned:
        planned = max(dies, now + min(SHORTEST, timedelta(seconds=every)))
    return planned


def first_death(posts: Iterable[Mapping[str, Any]]) -> datetime | None:
    """When the first url of these posts is to be replaced; None when none says how long it lives."""
    return min(
        (moment for post in posts for item in post["media"] for moment in _deaths(item)),
        default=None,
    )


def _deaths(item: Mapping[str, Any]) -> Iterable[datetime]:
    margin = VIDEO_MARGIN if item["kind"] == "VIDEO" else IMAGE_MARGIN
    for expires, before in ((item["urlExpires"], margin), (item["previewExpires"], IMAGE_MARGIN)):
        if expires is not None:
            yield aware(expires) - before
