"""Open days as bits of a ring, so that documents whose days were computed at different times compare."""

from __future__ import annotations

from datetime import date, datetime

from sources.apidae.opening import Opening, Span, days_of, paris_day

RING = 512
DAYS = 480
"""From the first day of a month on: on its last day 449 days are still ahead."""


def span_at(now: datetime) -> Span:
    """The days that are computed at a moment: from the first of its month in France."""
    return Span(paris_day(now).replace(day=1), DAYS)


def ring_of(opening: Opening, span: Span) -> bytes:
    """The open days: bit `ordinal % RING` of a little-endian number, which is how MongoDB counts bits."""
    days, shift = days_of(opening, span), span.first.toordinal() % RING
    turned = (days << shift | days >> (RING - shift)) & ((1 << RING) - 1)
    return turned.to_bytes(RING // 8, "little")


def bit_of(day: date) -> int:
    """The position of a day in the ring."""
    return day.toordinal() % RING


def computed(day: date, first: date, now: datetime) -> bool:
    """Whether the bits answer for a day.

    `first` is the oldest first day among the documents; those written this month begin with it.
    """
    begin = max(first, paris_day(now).replace(day=1))
    return begin <= day and (day - first).days < DAYS
