"""The change feed read: what became public, changed or disappeared since a mark, each object once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gateway.clock import Clock
from gateway.errors import BadInput, SourceUnavailable
from gateway.graph.connection import decode_cursor, encode_cursor
from sources.apidae.mirror.gone import Tombstones
from sources.apidae.mirror.reading import ObjectReader
from sources.apidae.mirror.state import State
from sources.apidae.mirror.turning import Turner

LIST_NAME = "changes"
BEHIND_ALL = 1 << 53
"""Greater than the id of any object, and than any revision."""
END = (BEHIND_ALL, 0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the feed, and the day on which it was given out."""

    seq: int = 0
    number: int = 0
    day: date = date.max


@dataclass(frozen=True, slots=True)
class Entry:
    """The last change of one object. `gone` ones are not public any more; `by` stands in for it."""

    number: int
    seq: int
    at: datetime
    gone: bool
    by: int | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Its place in the feed."""
        return self.seq, self.number


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Entries with their marks; `end` leads on from here, behind all that is known if there is no more."""

    entries: Sequence[tuple[Entry, str]]
    end: str
    more: bool
    begun: bool


class ChangeFeed:
    """Reads the feed: of an object only its last change is told, so a reader sees it once at least.

    A revision is told once everything of it is written; what is written later has a greater one.
    """

    def __init__(
        self,
        reader: ObjectReader,
        gone: Tombstones,
        turner: Turner,
        clock: Clock,
        retention: timedelta,
    ) -> None:
        """Contacts nothing."""
        self._turner = turner
        self._reader = reader
        self._gone = gone
        self._clock = clock
        self._retention = retention

    async def page(self, since: str | None, first: int) -> FeedPage:
        """Three or four commands; `INVALID_CURSOR` for a mark of another mirror or an old one."""
        state = await self._turner.read()
        if state.filled is None:
            raise SourceUnavailable(detail="the mirror was never filled", retry_after=30)
        mark = self._read(since, state) if since else Mark()
        rows = [
            await self._reader.changed(mark.seq, mark.number, state.settled, first + 1),
            await self._gone.after(mark.seq, mark.number, state.settled, first + 1),
        ]
        # behind the last row of a list that was cut nothing is known of what that list still has
        known = min((_place(one[-1]) for one in rows if len(one) > first), default=END)
        both = [Entry(one["_id"], one["seq"], one["changedAt"], gone=False) for one in rows[0]]
        both = [one for one in (*both, *await self._buried(rows[1])) if one.place <= known]
        both.sort(key=lambda one: one.place)
        last = both[first - 1].place if len(both) > first else known
        more = last < END
        entries = [(one, self._write(state, *one.place)) for one in both[:first]]
        end = self._write(state, *last) if more else self._write(state, state.settled, BEHIND_ALL)
        return FeedPage(entries, end, more, since is not None)

    async def standing_in(self, number: int) -> int | None:
        """The public object that stands in for one that is gone, if any."""
        gone = await self.removal(number)
        return gone.by if gone else None

    async def removal(self, number: int) -> Entry | None:
        """How an object went; None for one that is public, and for one that never was."""
        await self._turner.read()
        found = await self._gone.one(number)
        buried = await self._buried([found]) if found else []
        return buried[0] if buried else None

    async def _buried(self, gone: Sequence[Mapping[str, Any]]) -> list[Entry]:
        """Entries of tombstones: none for what is public again, a substitute only where it is public."""
        asked = {number for one in gone for number in (one["_id"], one.get("by")) if number}
        public = {one["_id"] for one in await self._reader.stamped(sorted(asked))} if asked else set()
        return [
            Entry(one["_id"], one["seq"], one["at"], True, by if (by := one.get("by")) in public else None)
            for one in gone
            if one["_id"] not in public
        ]

    def _write(self, state: State, seq: int, number: int) -> str:
        return encode_cursor(LIST_NAME, state.feed, seq, number, self._today().isoformat())

    def _read(self, since: str, state: State) -> Mark:
        try:
            feed, seq, number, day = decode_cursor(since, LIST_NAME, str, int, int, str)
            mark = Mark(seq, number, date.fromisoformat(day))
        except (BadInput, ValueError):
            raise _invalid("This mark is not one of this feed.") from None
        if feed != state.feed or not 0 <= seq <= state.settled or not 0 <= number <= BEHIND_ALL:
            raise _invalid("This mark is not one of this feed.")
        if mark.day < self._today() - self._retention:
            raise _invalid(f"This mark is older than {self._retention.days} days.")
        return mark

    def _today(self) -> date:
        return self._clock.now().date()


def _place(row: Mapping[str, Any]) -> tuple[int, int]:
    return row["seq"], row["_id"]


def _invalid(message: str) -> BadInput:
    return BadInput(
        "INVALID_CURSOR",
        message,
        hint="Ask without `since`: everything that is public comes again, and what is not among it is gone.",
        argument="since",
    )
