"""Stretches of time in which an opening is open, in French time with both changes of its clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice

from sources.apidae.opening.days import days_of_period, shut_days
from sources.apidae.opening.hours import Frame
from sources.apidae.opening.periods import Opening, Period
from sources.apidae.opening.span import PARIS, Span, paris_day

DAY = timedelta(days=1)
HORIZON = timedelta(days=5 * 366)
"""Nobody looks further ahead for the next day."""
FIRST_LOOK = 32
"""Days looked at first; each further look is twice as long."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` to `end`, aware and in French time; `end` is None where nothing is said of it.

    `whole_day`: no hours are known, or it is open round the clock; then it goes from midnight to midnight.
    """

    start: datetime
    end: datetime | None
    whole_day: bool


def upcoming(opening: Opening, since: datetime, until: date | None = None) -> Iterator[Stretch]:
    """Stretches that are not over at `since`, by their start; the last begins on `until` or before.

    Of one whose end is not known it is said that it lasts as long as its day.
    """
    today = paris_day(since)
    ends = [one for one in (until, opening.last_day) if one]
    last = min(*ends, today + HORIZON) if ends else today + HORIZON
    begin = opening.first_day(today - DAY)
    for span in _looks(begin, last):
        for stretch in stretches(opening, span):
            if paris_day(stretch.start) > last:
                return
            if _lasts(stretch, since):
                yield stretch


def next_stretches(opening: Opening, since: datetime, count: int) -> list[Stretch]:
    """The first `count` of them."""
    return list(islice(upcoming(opening, since), count))


def is_open_at(opening: Opening, moment: datetime) -> bool | None:
    """Whether it is open at a moment; None when nothing is known, or only when it opened on that day."""
    if not opening.is_known:
        return None
    day = paris_day(moment)
    found: bool | None = False
    for stretch in stretches(opening, Span(day - DAY, 2)):
        if stretch.start > moment:
            continue
        if stretch.end is None:
            found = None if paris_day(stretch.start) == day else found
        elif moment < stretch.end:
            return True
    return found


def stretches(opening: Opening, span: Span) -> Iterator[Stretch]:
    """All stretches that begin on a day of the span, by their start; each once."""
    if opening.suspended:
        return
    kept = span.all & ~shut_days(opening, span)
    parts: list[tuple[int, Period | None]] = [
        (days, one) for one in opening.periods if (days := days_of_period(one, span) & kept)
    ]
    if opening.always and not opening.periods:
        parts = [(kept, None)]
    everything = 0
    for days, _ in parts:
        everything |= days
    for day in span.dates(everything):
        bit = 1 << (day - span.first).days
        frames = [frame for days, one in parts if days & bit and one for frame in one.hours.on(day) or ()]
        yield from _of_day(day, () if opening.round_the_clock else frames)


def moment_of(day: date, clock: time) -> datetime:
    """A local time as a moment: one that is skipped in spring counts from before, of one that comes twice
    in autumn the first is meant (RFC 5545)."""
    return datetime.combine(day, clock, PARIS).astimezone(UTC).astimezone(PARIS)


def _of_day(day: date, frames: list[Frame] | tuple[()]) -> list[Stretch]:
    if not frames:
        return [Stretch(moment_of(day, time()), moment_of(day + DAY, time()), whole_day=True)]
    found = [Stretch(moment_of(day, one.opens), _end(day, one), whole_day=False) for one in frames]
    return sorted(dict.fromkeys(found), key=lambda one: (one.start, one.end or one.start))


def _end(day: date, frame: Frame) -> datetime | None:
    if frame.closes is None:
        return None
    end = moment_of(day if frame.closes > frame.opens else day + DAY, frame.closes)
    return end if end > moment_of(day, frame.opens) else None


def _lasts(stretch: Stretch, since: datetime) -> bool:
    if stretch.end is not None:
        return stretch.end > since
    return stretch.start >= since or paris_day(stretch.start) == paris_day(since)


def _looks(first: date, last: date) -> Iterator[Span]:
    length = FIRST_LOOK
    while first <= last:
        yield _span(first, length)
        first += timedelta(days=length)
        length *= 2


@lru_cache(maxsize=128)
def _span(first: date, length: int) -> Span:
    """Spans are shared: all offers of a page look at the same days."""
    return Span(first, length)
