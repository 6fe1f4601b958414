"""What partners and statistics keep while the gateway runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.clock import Clock
from gateway.commas import comma_parts
from gateway.errors import SourceDisabled
from gateway.http.rates import RateLimits
from gateway.partners import record
from gateway.partners.book import KeyBook
from gateway.partners.keeping import Keys
from gateway.partners.settings import PartnersSettings
from gateway.source import Opening
from gateway.statistics import record as counts
from gateway.statistics.counting import Counters
from gateway.statistics.offers import Offers
from gateway.statistics.reading import Reader
from gateway.statistics.totals import PastDays
from gateway.store import Room

if TYPE_CHECKING:
    from gateway.opened import OpenedSources

NAME = "partners"


@dataclass(frozen=True, slots=True)
class Runtime:
    """Keys and counts. `beacons` bounds what one address may have counted."""

    room: Room
    clock: Clock
    keys: Keys
    book: KeyBook
    counters: Counters
    offers: Offers
    reader: Reader
    past_days: PastDays
    beacons: RateLimits
    own_origins: frozenset[str]


@asynccontextmanager
async def open_runtime(opening: Opening) -> AsyncIterator[Runtime]:
    """The runtime; counts are written every few seconds while it is open, and at its end."""
    settings: PartnersSettings = opening.settings
    room, clock = opening.room, opening.clock
    collection = room.collection(record.NAME)
    book = KeyBook(collection, clock, settings.refresh_seconds)
    reader = Reader(room.collection(counts.NAME))
    counters = Counters(room.collection(counts.NAME), clock)
    writing = asyncio.create_task(counters.run(settings.flush_seconds), name="statistics")
    try:
        yield Runtime(
            room=room,
            clock=clock,
            keys=Keys(collection, clock, book),
            book=book,
            counters=counters,
            offers=Offers(clock),
            reader=reader,
            past_days=PastDays(reader, clock),
            beacons=RateLimits(settings.beacons_per_minute, clock),
            own_origins=frozenset(comma_parts(settings.own_origins)),
        )
    finally:
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing
        await counters.close()


def book_of(opened: OpenedSources) -> KeyBook | None:
    """The stored keys of a running gateway; None for one that keeps none."""
    source = opened.by_name.get(NAME)
    if source is None:
        return None
    try:
        runtime: Runtime = source.runtime()
    except SourceDisabled:
        return None
    return runtime.book
