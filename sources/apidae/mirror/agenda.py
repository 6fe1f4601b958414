"""When the events of the mirror take place: a calendar in the order of time, page by page."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sources.apidae.catalogue import OfferQuery
from sources.apidae.index.columns import Days, Rows, Wholes
from sources.apidae.index.table import Table
from sources.apidae.mapping.opening import schedule_of
from sources.apidae.mirror.calendar import bit_of, computed
from sources.apidae.mirror.catalogue import Fitting, MirrorCatalogue
from sources.apidae.mirror.documents import unpack_block
from sources.apidae.mirror.reading import ObjectReader
from sources.apidae.opening import Opening, Span, Stretch, paris_day, stretches
from sources.apidae.types.words import OfferType

MOST_OPENINGS = 5_000
"""Kept ready in memory, a few kilobytes each."""
LONGEST_LOOK = 32
AT_ONCE = 100
"""Openings read before others may run: some fifty microseconds each."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One time of one event, in seconds since 1970; 0 is an unknown end. By start, then event, then end."""

    start: int
    number: int
    end: int


@dataclass(frozen=True, slots=True)
class Timed:
    """An entry and the stretch that it stands for."""

    entry: Entry
    stretch: Stretch


class Agenda:
    """Looks a few days ahead at a time, more and more of them, until a page is full: a busy week costs a day
    of it, a quiet winter a handful of looks. Whether an event is open on a day stands in the table; its
    hours are read from the database and kept."""

    def __init__(self, catalogue: MirrorCatalogue, reader: ObjectReader) -> None:
        """Contacts nothing."""
        self._catalogue = catalogue
        self._reader = reader
        self._openings: OrderedDict[tuple[int, int], Opening] = OrderedDict()

    async def page(
        self, query: OfferQuery, first: date, last: date, count: int, after: Entry | None
    ) -> list[Timed]:
        """At most `count` entries that begin from `first` to `last` and come behind `after`."""
        if after:
            first = max(first, paris_day(datetime.fromtimestamp(after.start, UTC)))
        found: list[Timed] = []
        fitting = await self._catalogue.fitting(query)
        for span in _looks(first, last):
            openings = await self._read(fitting.table, _open_in(fitting, span))
            listed = sorted(_timed(openings, span), key=lambda one: one.entry)
            found += [one for one in listed if after is None or one.entry > after]
            if len(found) >= count:
                break
        return found[:count]

    async def _read(self, table: Table, rows: Rows) -> dict[int, Opening]:
        """Openings by id; those that are not kept in one command."""
        stamps = table.column("stamp", Wholes).of(table.size)
        keys = [(int(table.numbers[row]), int(stamps[row])) for row in rows]
        found = {key[0]: kept for key in keys if (kept := self._openings.get(key)) is not None}
        missing = [number for number, _ in keys if number not in found]
        documents = await self._reader.openings_of(missing) if missing else []
        for rank, document in enumerate(documents, 1):
            opening = schedule_of(unpack_block(document["opening"]), OfferType.EVENT)
            found[document["_id"]] = self._openings[document["_id"], document["stamp"]] = opening
            if rank % AT_ONCE == 0:
                await asyncio.sleep(0)
        while len(self._openings) > MOST_OPENINGS:
            self._openings.popitem(last=False)
        return found


def _open_in(fitting: Fitting, span: Span) -> Rows:
    """Those of the rows that may be open on one of the days: all of them where a day was not computed."""
    days, table = list(span.dates(span.all)), fitting.table
    since = fitting.days_from
    if since is None or not all(computed(day, since, fitting.now) for day in days):
        return fitting.rows
    bits = sum(1 << bit_of(day) for day in days)
    return fitting.rows[table.column("open", Days).any_of(bits, table.size)[fitting.rows]]


def _timed(openings: Mapping[int, Opening], span: Span) -> Iterator[Timed]:
    for number, opening in openings.items():
        for one in stretches(opening, span):
            end = int(one.end.timestamp()) if one.end else 0
            yield Timed(Entry(int(one.start.timestamp()), number, end), one)


def _looks(first: date, last: date) -> Iterator[Span]:
    length = 1
    while first <= last:
        yield Span(first, min(length, (last - first).days + 1))
        first += timedelta(days=length)
        length = min(2 * length, LONGEST_LOOK)
