"""From the arguments of `offers` to a checked question for the catalogue."""

from __future__ import annotations

import random
from dataclasses import dataclass

from sources.apidae import filters
from sources.apidae.access import filters as access
from sources.apidae.access.filters import KnowsTerritory
from sources.apidae.access.origins import Origins
from sources.apidae.catalogue import Circle, OfferQuery, Order
from sources.apidae.filters import FamilyFilter, OfferFilter, wrong
from sources.apidae.paging import seed_of
from sources.apidae.places.gazetteer import Gazetteer
from sources.apidae.types.words import OfferSort

_ORDERS = {
    OfferSort.RELEVANCE: Order.RELEVANCE,
    OfferSort.NEAREST: Order.NEAREST,
    OfferSort.NAME: Order.NAME,
    OfferSort.RANDOM: Order.RANDOM,
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Checks arguments; asks the catalogue only where a commune is."""

    origins: Origins
    knows: KnowsTerritory
    rng: random.Random

    @property
    def places(self) -> Gazetteer:
        """The table of places."""
        return self.origins.places

    async def query(
        self, filter: OfferFilter | None, sort: OfferSort | None, seed: str | None, after: str | None
    ) -> OfferQuery:
        """The question; `INVALID_ARGUMENT` names what is wrong with an argument."""
        given = filter or OfferFilter()
        text, families = filters.clean_text(given.text), given.families or FamilyFilter()
        order = _order(sort, has_text=text is not None, has_place=given.near is not None)
        near = await self.origins.circle(given.near, "filter.near") if given.near else None
        seed = self._seed(order, filters.checked_seed(seed), after)
        return OfferQuery(
            text=text,
            families_any=filters.unique(families.any, "filter.families.any"),
            families_all=filters.unique(families.all, "filter.families.all"),
            families_none=filters.unique(families.none, "filter.families.none"),
            types=filters.unique(given.types, "filter.types"),
            insee=access.checked_insee(given.insee, self.places),
            departments=filters.checked_departments(given.departments),
            open_on=given.open_on,
            min_levels=filters.checked_levels(given.min_level),
            belongs=(
                *access.checked_epci(given.epci, self.places),
                *await access.checked_territories(given.territories, self.knows),
                *access.checked_access(given.car_free),
            ),
            near=Circle(*near.origin.point, near.metres) if near else None,
            station_within=near.station_within if near else None,
            order=order,
            seed=seed,
        )

    def _seed(self, order: Order, seed: str | None, after: str | None) -> str:
        if order is not Order.RANDOM:
            if seed is not None:
                raise wrong("seed", "A seed only goes with the sort RANDOM.")
            return ""
        known = seed_of(after) if after else ""
        if known and seed not in {None, known}:
            raise wrong(
                "seed", "The seed is not that of the cursor.", hint="Leave it out after the first page."
            )
        return seed or known or f"{self.rng.getrandbits(48):012x}"


def _order(sort: OfferSort | None, *, has_text: bool, has_place: bool) -> Order:
    if sort is OfferSort.RELEVANCE and not has_text:
        raise wrong("sort", "RELEVANCE needs filter.text.")
    if sort is OfferSort.NEAREST and not has_place:
        raise wrong("sort", "NEAREST needs filter.near.")
    if sort is not None:
        return _ORDERS[sort]
    if has_text:
        return Order.RELEVANCE
    return Order.NEAREST if has_place else Order.IDENTIFIER
