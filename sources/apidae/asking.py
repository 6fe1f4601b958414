"""From the arguments of `offers` to a checked question for the catalogue."""

from __future__ import annotations

import random
from dataclasses import dataclass

from sources.apidae import filters
from sources.apidae.catalogue import Catalogue, Circle, OfferQuery, Order
from sources.apidae.filters import FamilyFilter, NearInput, OfferFilter, wrong
from sources.apidae.paging import seed_of
from sources.apidae.tables.places import is_insee
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

    catalogue: Catalogue
    rng: random.Random

    async def query(
        self, filter: OfferFilter | None, sort: OfferSort | None, seed: str | None, after: str | None
    ) -> OfferQuery:
        """The question; `INVALID_ARGUMENT` names what is wrong with an argument."""
        given = filter or OfferFilter()
        text, families = filters.clean_text(given.text), given.families or FamilyFilter()
        order = _order(sort, has_text=text is not None, has_place=given.near is not None)
        seed = self._seed(order, filters.checked_seed(seed), after)
        return OfferQuery(
            text=text,
            families_any=filters.unique(families.any, "filter.families.any"),
            families_all=filters.unique(families.all, "filter.families.all"),
            families_none=filters.unique(families.none, "filter.families.none"),
            types=filters.unique(given.types, "filter.types"),
            insee=filters.checked_insee(given.insee),
            departments=filters.checked_departments(given.departments),
            open_on=given.open_on,
            min_levels=filters.checked_levels(given.min_level),
            near=await self._circle(given.near) if given.near else None,
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

    async def _circle(self, near: NearInput) -> Circle:
        metres = filters.checked_km(near.km)
        place = near.from_
        if (place.insee is None) == (place.point is None):
            raise wrong("filter.near.from", "Exactly one of insee and point is wanted.")
        lon, lat = (
            filters.checked_point(place.point) if place.point else await self._middle(place.insee or "")
        )
        return Circle(lon, lat, metres)

    async def _middle(self, insee: str) -> tuple[float, float]:
        if not is_insee(insee):
            raise wrong("filter.near.from.insee", "An INSEE code has five signs, e.g. 38185.")
        point = await self.catalogue.point_of(insee)
        if point is None:
            raise wrong(
                "filter.near.from.insee",
                "It is not known where this commune is.",
                hint="Give a point instead.",
            )
        return point


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
