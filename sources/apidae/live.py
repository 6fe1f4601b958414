"""The catalogue that asks Apidae itself: one call per page, judged again, kept a few minutes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from statistics import median
from typing import Any

import orjson

from gateway.cache import Ages, Cached, FreshCache, Gathering
from gateway.clock import Clock
from gateway.errors import GatewayError
from gateway.source import Card
from sources.apidae import fields
from sources.apidae.cards import card_of
from sources.apidae.catalogue import By, Counts, Listed, Loaded, OfferPage, OfferQuery, Order
from sources.apidae.client import LONGEST_PAGE, ApidaeClient
from sources.apidae.keeping import Keeper, Window
from sources.apidae.live_places import only_mirror
from sources.apidae.mapping.place import point_of
from sources.apidae.mapping.reading import identity
from sources.apidae.mirror.decided import Decided
from sources.apidae.paging import START, Cursors, Spot, moved
from sources.apidae.policy import Eligibility
from sources.apidae.query_language import QueryLanguage
from sources.apidae.types.discovery import FacetKey
from sources.apidae.types.offer import Offer
from sources.apidae.workflow.store import WorkflowStore

Query = dict[str, Any]

REACH = 100
"""How far before its old position a place is looked for after the list has shifted."""
MOST_LOOKS = 5
MOST_POINTS = 50
OVERLAP = 20
"""Cards are read in pages that overlap by so many, so that none is missed when others disappear meanwhile."""


class LiveCatalogue:
    """Public offers straight from Apidae.

    Lists are paged by position, the only way that Apidae knows. A page is asked for from the item before
    it: when that is not the one the cursor remembers, the list has shifted, and `list-identifiants` tells
    where to go on, without a gap or an item shown twice. What remains: when all remembered items have
    disappeared from a list that is not ordered by id, items may be skipped or repeated; an item whose own
    place in the order changes while somebody pages may come twice or never.
    """

    def __init__(
        self,
        client: ApidaeClient,
        eligibility: Eligibility,
        language: QueryLanguage,
        cursors: Cursors,
        ages: Ages,
        clock: Clock,
        workflows: WorkflowStore,
        decided: Decided,
    ) -> None:
        """Nothing is asked yet."""
        self._workflows = workflows
        self._decided = decided
        self._client = client
        self._eligibility = eligibility
        self._language = language
        self._cursors = cursors
        self._keeper = Keeper(eligibility, ages, clock)
        self._objects: Gathering[str, Offer] = Gathering(self._load_offers)
        self._points: FreshCache[str, tuple[float, float]] = FreshCache(ages, clock=clock, max_entries=5_000)

    async def search(
        self, query: OfferQuery, first: int, after: str | None = None, *, backward: bool = False
    ) -> OfferPage:
        """One call of Apidae, none when the page is kept; see `Catalogue.search`."""
        if backward:
            raise only_mirror("last")
        await self._follow()
        upstream = self._language.translate(query)
        if upstream is None:
            return OfferPage((), 0, has_next=False, has_previous=False, end=None, stale=False, query=query)
        mark = self._cursors.mark(upstream)
        spot = self._cursors.read(after, mark) if after else Spot(seed=query.seed)
        spot, window = await self._window_behind(upstream, spot, first, by_id=query.order is Order.IDENTIFIER)
        return self._page(query, window, spot, mark)

    async def counts(self, query: OfferQuery, keys: Sequence[FacetKey]) -> Mapping[FacetKey, Counts]:  # noqa: ARG002  # as the interface
        """Apidae cannot count by values; see `Catalogue.counts`."""
        raise only_mirror("by")

    async def search_by(self, by: By, keys: Sequence[str], first: int) -> Mapping[str, OfferPage] | None:
        """One call for all communes, if their offers fit into it; see `Catalogue.search_by`."""
        if by is not By.COMMUNE:
            return None
        codes = keys
        await self._follow()
        upstream = self._language.translate(OfferQuery(insee=tuple(sorted(set(codes)))))
        if upstream is None:
            return None
        window = await self._window(upstream, 0, LONGEST_PAGE)
        if window.value.total > len(window.value.ids):
            return None
        return {code: self._page_of_commune(window, code, first) for code in codes}

    async def load(self, keys: Sequence[str]) -> Loaded:
        """One call for all keys that are not kept, whoever asks for them now; see `Catalogue.load`."""
        await self._follow()
        numbers = [
            key for key in keys if key.isdecimal() and key.isascii() and len(key) <= 15 and key[0] != "0"
        ]
        found = await self._keeper.offers.get_many(numbers, self._objects.load)
        shown = {
            key: one if isinstance(one, GatewayError) else self._keeper.shown(one.value, stale=one.stale)
            for key, one in found.items()
        }
        return Loaded(shown, any(isinstance(one, Cached) and one.stale for one in found.values()))

    async def point_of(self, insee: str) -> tuple[float, float] | None:
        """The middle of the points of what Apidae knows in a commune: Apidae has no points of communes."""

        async def load() -> tuple[float, float] | None:
            found = await self._client.search(
                {"communeCodesInsee": [insee], "count": MOST_POINTS}, fields.POINT
            )
            points = [point for item in found.items if (point := point_of(item))]
            return (median(lon for lon, _ in points), median(lat for _, lat in points)) if points else None

        kept = await self._points.get(insee, load)
        return kept.value if kept else None

    async def cards(self) -> AsyncIterator[Card]:
        """All public offers, page by page, with few fields; nothing of it is kept."""
        await self._follow()
        withheld = self._keeper.withheld
        upstream = self._language.translate(OfferQuery())
        last, first, total = 0, 0, 1
        while upstream is not None and first < total:
            page = await self._client.search({**upstream, "first": first, "count": LONGEST_PAGE}, fields.CARD)
            for item in page.items:
                number = identity(item) or 0
                if number > last:
                    last = number
                    if (
                        number not in withheld
                        and self._eligibility.verdict(item).is_public
                        and (card := card_of(item))
                    ):
                        yield card
            total = page.total if page.items else 0
            first += max(1, len(page.items) - OVERLAP) if len(page.items) == LONGEST_PAGE else LONGEST_PAGE

    async def aclose(self) -> None:
        """Cancel what is being loaded."""
        await self._keeper.aclose()
        await self._points.aclose()

    async def _follow(self) -> None:
        """Rules and paths as they are now; windows know those left out by what they were asked without."""
        await self._decided.known()
        self._keeper.follow(await self._workflows.known())

    def _ignored(self) -> Query:
        """What Apidae must not count because an office took it out here."""
        withheld = self._keeper.withheld
        return {"identifiantsIgnores": sorted(withheld)} if withheld else {}

    async def _window_behind(
        self, upstream: Query, spot: Spot, first: int, *, by_id: bool
    ) -> tuple[Spot, Cached[Window]]:
        """The stretch behind a place, and where that place is now."""
        if spot.seed:
            upstream = {**upstream, "randomSeed": spot.seed}
        if not spot.ids:
            return spot, await self._window(upstream, 0, first)
        window = await self._window(upstream, spot.offset - 1, first + 1)
        if window.value.ids[:1] == spot.ids[-1:]:
            return spot, _without_first(window)
        offset = await self._found_again(upstream, spot, by_id=by_id)
        return Spot(offset, spot.ids, spot.seed), await self._window(upstream, offset, first, kept=False)

    async def _found_again(self, upstream: Query, spot: Spot, *, by_id: bool) -> int:
        start = max(0, spot.offset - REACH)
        for _ in range(MOST_LOOKS):
            page = await self._client.search_ids(
                {**upstream, **self._ignored(), "first": start, "count": LONGEST_PAGE}
            )
            before = by_id and start > 0 and (not page.ids or page.ids[0] > spot.ids[-1])
            behind = by_id and len(page.ids) == LONGEST_PAGE and page.ids[-1] < spot.ids[-1]
            if not before and not behind:
                break
            start = max(0, start - LONGEST_PAGE) if before else start + LONGEST_PAGE
        return moved(spot, start, page.ids, by_id=by_id)

    async def _window(self, upstream: Query, first: int, count: int, *, kept: bool = True) -> Cached[Window]:
        """A stretch of a list; with `kept` off not one that was read before."""
        query = {**upstream, **self._ignored(), "first": first, "count": count}

        async def load() -> Window:
            found = await self._client.search(query, fields.OFFER)
            return self._keeper.window(found.items, found.total)

        key = orjson.dumps(query, option=orjson.OPT_SORT_KEYS).decode()
        if not kept:
            self._keeper.windows.invalidate(key)
        found = await self._keeper.windows.get(key, load)
        assert found is not None, "a list is never unknown"  # noqa: S101  # an invariant
        return found

    def _page(self, query: OfferQuery, window: Cached[Window], spot: Spot, mark: str) -> OfferPage:
        before = spot.offset
        listed: dict[int, Listed] = {}
        for offset, number in enumerate(window.value.ids, before + 1):
            spot = spot.after(number, offset)
            offer = window.value.offers.get(number)
            if offer is not None and number not in listed:
                shown = self._keeper.shown(offer, stale=window.stale)
                listed[number] = Listed(shown, self._cursors.write(mark, spot))
        return OfferPage(
            listed=list(listed.values()),
            total=window.value.total,
            has_next=bool(window.value.ids) and spot.offset < window.value.total,
            has_previous=before > 0,
            end=self._cursors.write(mark, spot) if window.value.ids else None,
            stale=window.stale,
            query=query,
        )

    def _page_of_commune(self, window: Cached[Window], code: str, first: int) -> OfferPage:
        """The page that a search in this commune alone would give, cursors included."""
        query = OfferQuery(insee=(code,))
        upstream = self._language.translate(query)
        whole = [number for number in window.value.ids if _lies_in(window.value.offers.get(number), code)]
        mine = Window(tuple(whole[:first]), len(whole), window.value.offers)
        return self._page(
            query,
            Cached(mine, window.fetched_at, window.stale, window.fresh_for),
            START,
            self._cursors.mark(upstream or {}),
        )

    async def _load_offers(self, keys: Sequence[str]) -> Mapping[str, Offer | GatewayError | None]:
        items = await self._client.objects([int(key) for key in keys], fields.OFFER)
        return {str(number): self._keeper.offer(item) for number, item in items.items()}


def _without_first(window: Cached[Window]) -> Cached[Window]:
    value = window.value
    rest = Window(value.ids[1:], value.total, value.offers)
    return Cached(rest, window.fetched_at, window.stale, window.fresh_for)


def _lies_in(offer: Offer | None, code: str) -> bool:
    return offer is not None and offer.place.commune is not None and offer.place.commune.insee == code
