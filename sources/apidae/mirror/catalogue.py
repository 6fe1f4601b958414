"""The catalogue over the mirror: searches ask the table in memory, offers are read from the database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

import numpy as np

from gateway.clock import Clock
from gateway.errors import GatewayError, SourceUnavailable
from gateway.source import Card
from sources.apidae.cards import card_of
from sources.apidae.catalogue import By, Counts, Listed, Loaded, OfferPage, OfferQuery, Order
from sources.apidae.index import facets
from sources.apidae.index.by_day import wanted_days
from sources.apidae.index.columns import Rows, Wholes
from sources.apidae.index.condition import Around
from sources.apidae.index.looking import Look
from sources.apidae.index.orders import Picked, Place, key_at, pick
from sources.apidae.index.table import Table
from sources.apidae.keeping import shown_at
from sources.apidae.mirror.calendar import bit_of, computed
from sources.apidae.mirror.cursors import KeysetCursors
from sources.apidae.mirror.documents import Document
from sources.apidae.mirror.filling import Filling
from sources.apidae.mirror.reading import ObjectReader
from sources.apidae.mirror.remembered import FarDays
from sources.apidae.mirror.selections import SelectionReader
from sources.apidae.mirror.state import State
from sources.apidae.mirror.turning import Turner
from sources.apidae.opening import paris_day
from sources.apidae.paging import invalid
from sources.apidae.types.discovery import FacetKey
from sources.apidae.types.offer import Offer

STALE_AFTER = timedelta(minutes=20)
"""Without a run that ended within this time the copy may be out of date, and says so."""

OLDEST_SEED = 30
"""Days for which a cursor of `SOONEST` leads on."""

Offers = Mapping[int, Offer | GatewayError]
Marked = Callable[[], Awaitable[frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a question needs and no document of an offer holds."""

    selections: SelectionReader
    keys: Marked

    async def marked(self, query: OfferQuery) -> frozenset[int]:
        """The offers that scouts wrote about, if the question is about these."""
        if query.has_scout_content is None:
            return frozenset()
        return frozenset(int(key) for key in await self.keys() if key.isdecimal() and key.isascii())

    async def selected(self, query: OfferQuery) -> frozenset[int]:
        """The members of the selection, if the question names one."""
        return (await self.all_selected([query])).get(query.selection or 0, frozenset())

    async def all_selected(self, queries: Sequence[OfferQuery]) -> Mapping[int, frozenset[int]]:
        """The members of all selections that questions name, in one command."""
        numbers = sorted({one.selection for one in queries if one.selection is not None})
        return await self.selections.members(numbers) if numbers else {}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what stands for it in cursors, the place to go on from, the state it is answered in."""

    query: OfferQuery
    mark: str
    place: Place | None
    state: State
    today: date

    @property
    def seed(self) -> str:
        """That of the cursor, which goes before what is asked now."""
        if self.place:
            return self.place.seed
        return self.today.isoformat() if self.query.order is Order.SOONEST else self.query.seed


@dataclass(frozen=True, slots=True)
class Fitting:
    """The table, those of its rows that fit a question, and the first day whose open days it holds.

    Rows keep their numbers and values, however the table goes on.
    """

    table: Table
    rows: Rows
    days_from: date | None
    now: datetime


class MirrorCatalogue:
    """Public offers from the mirror; see `Catalogue`.

    A list is paged by key and id, so what comes and goes elsewhere in it moves nothing. Counts are exact.
    """

    def __init__(
        self,
        reader: ObjectReader,
        states: Turner,
        filling: Filling,
        cursors: KeysetCursors,
        clock: Clock,
        elsewhere: Elsewhere,
    ) -> None:
        """Contacts nothing."""
        self._reader = reader
        self._states = states
        self._filling = filling
        self._cursors = cursors
        self._clock = clock
        self._elsewhere = elsewhere
        self._far_days = FarDays(reader, clock)

    async def search(
        self, query: OfferQuery, first: int, after: str | None = None, *, backward: bool = False
    ) -> OfferPage:
        """One command when its offers were shown before, two else; see `Catalogue.search`."""
        asked = self._asked(query, after, await self._state(), backward=backward)
        table, look = await self._look(query, asked.state)
        kept = look.kept()
        picked = pick(table, query, kept, asked.place, first, asked.seed, backward=backward)
        total = int(np.count_nonzero(kept))
        places = _places(table, asked, picked)
        offers = await self._reader.offers(_stamped(table, picked))
        return self._page(asked, places, offers, total, more=picked.more, backward=backward)

    async def fitting(self, query: OfferQuery) -> Fitting:
        """All that fits a question, in no order."""
        state = await self._state()
        table, look = await self._look(query, state)
        return Fitting(table, np.flatnonzero(look.kept()), state.days_from, self._clock.now())

    async def known(self) -> Table:
        """The table of all public offers; it may change as soon as somebody else runs."""
        return await self._filling.table(await self._state())

    def mark(self, query: OfferQuery) -> str:
        """A short text that stands for a question in cursors."""
        return self._cursors.mark(query)

    async def counts(self, query: OfferQuery, keys: Sequence[FacetKey]) -> Mapping[FacetKey, Counts]:
        """Nothing of it is kept: counting takes a few milliseconds; see `Catalogue.counts`."""
        table, look = await self._look(query, await self._state())
        return facets.count(table, look, keys)

    async def search_by(self, by: By, keys: Sequence[str], first: int) -> Mapping[str, OfferPage] | None:
        """One or two commands for any number of keys; see `Catalogue.search_by`."""
        distinct = list(dict.fromkeys(keys))
        pages = await self.search_all([by.query(key) for key in distinct], first)
        return dict(zip(distinct, pages, strict=True))

    async def search_all(self, queries: Sequence[OfferQuery], first: int) -> list[OfferPage]:
        """The first pages of several questions about belonging or selections, in three commands at most."""
        state, selected = await self._state(), await self._elsewhere.all_selected(queries)
        table = await self._filling.table(state)
        found = [self._of_key(table, one, first, state, selected) for one in queries]
        rows = [row for _, _, picked, _ in found for row in _stamped(table, picked)]
        offers = await self._reader.offers(rows)
        return [
            self._page(asked, places, offers, total, more=picked.more, backward=False)
            for asked, places, picked, total in found
        ]

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

    async def settled(self) -> bool:
        """Wait until the mirror holds what is true now; whether it may be out of date nevertheless."""
        return self._stale(await self._state())

    def _asked(self, query: OfferQuery, cursor: str | None, state: State, *, backward: bool = False) -> Asked:
        mark, today = self._cursors.mark(query), paris_day(self._clock.now())
        argument = "before" if backward else "after"
        place = self._cursors.read(query, mark, cursor, argument) if cursor else None
        if place and query.order is Order.SOONEST:
            age = (today - date.fromisoformat(place.seed)).days
            if not 0 <= age <= OLDEST_SEED:
                raise invalid(argument)
        return Asked(query, mark, place, state, today)

    def _of_key(
        self,
        table: Table,
        query: OfferQuery,
        first: int,
        state: State,
        selected: Mapping[int, frozenset[int]],
    ) -> tuple[Asked, list[Place], Picked, int]:
        asked = self._asked(query, None, state)
        around = Around(today=asked.today, selected=selected.get(query.selection or 0, frozenset()))
        kept = Look(table, asked.query, around).kept()
        picked = pick(table, asked.query, kept, None, first, asked.seed, backward=False)
        return asked, _places(table, asked, picked), picked, int(np.count_nonzero(kept))

    async def _state(self) -> State:
        state = await self._states.read()
        if state.filled is None:
            raise SourceUnavailable(detail="the mirror was never filled", retry_after=30)
        return state

    async def _look(self, query: OfferQuery, state: State) -> tuple[Table, Look]:
        """The table and what is kept of it, as they are in this step of the event loop."""
        around = await self._around(query, state)
        table = await self._filling.table(state)
        return table, Look(table, query, around)

    async def _around(self, query: OfferQuery, state: State) -> Around:
        """Days are bits of each row, or ids for days that are too far off for that."""
        now = self._clock.now()
        today = paris_day(now)
        days = wanted_days(query, today) or []
        near = [day for day in days if state.days_from and computed(day, state.days_from, now)]
        far = [day for day in days if not (state.days_from and computed(day, state.days_from, now))]
        return Around(
            today=today,
            bits=sum(1 << bit_of(day) for day in near),
            far=await self._far_days.numbers(far, state.revision),
            marked=await self._elsewhere.marked(query),
            selected=await self._elsewhere.selected(query),
        )

    def _stale(self, state: State) -> bool:
        return state.checked is None or self._clock.now() - state.checked > STALE_AFTER

    def _page(
        self,
        asked: Asked,
        places: Sequence[Place],
        offers: Offers,
        total: int,
        *,
        more: bool,
        backward: bool,
    ) -> OfferPage:
        stale, now = self._stale(asked.state), self._clock.now()
        cursors = [self._cursors.write(asked.query, asked.mark, place) for place in places]
        listed = [
            Listed(shown_at(now, offer, stale=stale), cursor)
            for place, cursor in zip(places, cursors, strict=True)
            if isinstance(offer := offers.get(place.id), Offer)
        ]
        beyond = asked.place is not None
        return OfferPage(
            listed=listed,
            total=total,
            has_next=beyond if backward else more,
            has_previous=more if backward else beyond,
            end=cursors[-1] if cursors else None,
            stale=stale,
            query=asked.query,
            start=cursors[0] if cursors else None,
            as_of=asked.state.checked,
        )


def _places(table: Table, asked: Asked, picked: Picked) -> list[Place]:
    """The places of the rows of a page."""
    pairs = zip(picked.rows.tolist(), picked.keys.tolist(), strict=True)
    return [
        Place(key_at(table, asked.query.order, row, key), int(table.numbers[row]), asked.seed)
        for row, key in pairs
    ]


def _stamped(table: Table, picked: Picked) -> list[Document]:
    """`{_id, stamp}` of the rows of a page."""
    stamps = table.column("stamp", Wholes).of(table.size)
    return [{"_id": int(table.numbers[row]), "stamp": int(stamps[row])} for row in picked.rows]
