"""The catalogue over the mirror: every search and load is answered by the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from gateway.clock import Clock
from gateway.errors import GatewayError, SourceUnavailable
from gateway.source import Card
from sources.apidae.cards import card_of
from sources.apidae.catalogue import By, Listed, Loaded, OfferPage, OfferQuery
from sources.apidae.keeping import shown_at
from sources.apidae.mirror.calendar import computed
from sources.apidae.mirror.conditions import Filter, among, conditions, open_on
from sources.apidae.mirror.cursors import KeysetCursors
from sources.apidae.mirror.documents import Document
from sources.apidae.mirror.orders import Listing, Place, ranking_of
from sources.apidae.mirror.reading import ObjectReader
from sources.apidae.mirror.remembered import MOST_TOTALS, FarDays, Revised
from sources.apidae.mirror.selections import SelectionReader
from sources.apidae.mirror.state import State, StateKeeper
from sources.apidae.mirror.turning import Turner
from sources.apidae.types.offer import Offer

STALE_AFTER = timedelta(minutes=20)
"""Without a run that ended within this time the copy may be out of date, and says so."""

NOTHING = OfferPage((), 0, has_next=False, has_previous=False, end=None, stale=False)
Offers = Mapping[int, Offer | GatewayError]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what stands for it in cursors, the place to go on from, the state it is answered in."""

    query: OfferQuery
    mark: str
    place: Place | None
    state: State

    @property
    def seed(self) -> str:
        """That of the cursor, which goes before what is asked now."""
        return self.place.seed if self.place else self.query.seed


class MirrorCatalogue:
    """Public offers from the mirror; see `Catalogue`.

    A list is paged by key and id, so what comes and goes elsewhere in it moves nothing. Counts are exact
    and kept until the mirror changes.
    """

    def __init__(
        self,
        reader: ObjectReader,
        states: StateKeeper,
        turner: Turner,
        cursors: KeysetCursors,
        clock: Clock,
        selections: SelectionReader,
    ) -> None:
        """Contacts nothing."""
        self._turner = turner
        self._reader = reader
        self._states = states
        self._selections = selections
        self._cursors = cursors
        self._clock = clock
        self._totals: Revised[int] = Revised(MOST_TOTALS, clock)
        self._far_days = FarDays(reader, clock)

    async def search(self, query: OfferQuery, first: int, after: str | None = None) -> OfferPage:
        """Two to four commands; see `Catalogue.search`."""
        asked = self._asked(query, after, await self._state())
        listing = await self.listing(asked)
        if listing is None:
            return NOTHING
        rows, total = await asyncio.gather(
            self._reader.page(listing, asked.place, first + 1),
            self._totals.get(asked.mark, asked.state.revision, lambda: self._reader.count(listing)),
        )
        return self._page(asked, rows, first, total, await self._reader.offers(rows[:first]))

    async def search_by(self, by: By, keys: Sequence[str], first: int) -> Mapping[str, OfferPage] | None:
        """Two or three commands for any number of keys; see `Catalogue.search_by`."""
        state = await self._state()
        values = {key: int(key) if by.is_number else key for key in keys}
        found = await self._reader.firsts(by.value, list(values.values()), first + 1)
        offers = await self._reader.offers([row for one in found.values() for row in one["rows"][:first]])
        pages = {}
        for key, value in values.items():
            one = found.get(value, {"rows": [], "total": 0})
            asked = self._asked(by.query(key), None, state)
            pages[key] = self._page(asked, one["rows"], first, one["total"], offers)
        return pages

    async def load(self, keys: Sequence[str]) -> Loaded:
        """Two commands for what was shown before, three else; see `Catalogue.load`."""
        state = await self._state()
        numbers = [
            int(key) for key in keys if key.isdecimal() and key.isascii() and len(key) <= 15 and key[0] != "0"
        ]
        found = await self._reader.offers(await self._reader.stamped(numbers)) if numbers else {}
        stale, now = self._stale(state), self._clock.now()
        shown = {
            str(number): shown_at(now, one, stale=stale) if isinstance(one, Offer) else one
            for number, one in found.items()
        }
        return Loaded(shown, stale)

    async def point_of(self, insee: str) -> tuple[float, float] | None:
        """The middle of the points of what is known in a commune."""
        await self._state()
        points = await self._reader.points(insee)
        return (median(lon for lon, _ in points), median(lat for _, lat in points)) if points else None

    async def cards(self) -> AsyncIterator[Card]:
        """All public offers, by id."""
        await self._state()
        async for item in self._reader.raws():
            card = card_of(item)
            if card:
                yield card

    async def listing(self, asked: Asked) -> Listing | None:
        """The question in the database's words; None when nothing can be found."""
        days = await self._days(asked.query.open_on, asked.state)
        found = conditions(asked.query, {**days, **await self._selected(asked.query.selection)})
        return Listing(asked.query, found, ranking_of(asked.query, asked.seed)) if found else None

    def _asked(self, query: OfferQuery, after: str | None, state: State) -> Asked:
        mark = self._cursors.mark(query)
        ranking = ranking_of(query, query.seed)
        return Asked(query, mark, self._cursors.read(query, mark, after, ranking) if after else None, state)

    async def _state(self) -> State:
        state = await self._states.read()
        if state.filled is None:
            raise SourceUnavailable(detail="the mirror was never filled", retry_after=30)
        return await self._turner.turned(state)

    async def _selected(self, number: int | None) -> Filter:
        """The filter of a selection; it goes beside one of ids."""
        if number is None:
            return {}
        return {"$and": [among(await self._selections.members(number))]}

    def _stale(self, state: State) -> bool:
        return state.checked is None or self._clock.now() - state.checked > STALE_AFTER

    async def _days(self, day: date | None, state: State) -> Filter:
        """The filter of a day: a bit of each document, or ids for days that are too far off for that."""
        if day is None:
            return {}
        if state.days_from and computed(day, state.days_from, self._clock.now()):
            return open_on(day)
        return among(await self._far_days.numbers(day, state.revision))

    def _page(
        self, asked: Asked, rows: Sequence[Document], first: int, total: int, offers: Offers
    ) -> OfferPage:
        """The page of the first rows; one more of them tells that the list goes on."""
        stale, now, end = self._stale(asked.state), self._clock.now(), None
        listed: list[Listed] = []
        for row in rows[:first]:
            place = Place(row.get("key"), row["_id"], asked.seed)
            end = self._cursors.write(asked.query, asked.mark, place)
            offer = offers.get(row["_id"])
            if isinstance(offer, Offer):
                listed.append(Listed(shown_at(now, offer, stale=stale), end))
        return OfferPage(
            listed=listed,
            total=total,
            has_next=len(rows) > first,
            has_previous=asked.place is not None,
            end=end,
            stale=stale,
        )
