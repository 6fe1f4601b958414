"""From the arguments of `offers` to a checked question for the catalogue."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from sources.apidae import checks
from sources.apidae.access import filters as access
from sources.apidae.access.filters import KnowsTerritory
from sources.apidae.access.origins import Nearness, Origins
from sources.apidae.areas import checked_area
from sources.apidae.arguments import wrong
from sources.apidae.catalogue import Circle, OfferQuery, Order
from sources.apidae.filters import FamilyFilter, OfferFilter
from sources.apidae.paging import seed_of
from sources.apidae.places.gazetteer import Gazetteer
from sources.apidae.tables.themes import MOODS, THEMES
from sources.apidae.types.checks import checked_range, sensible_day
from sources.apidae.types.words import OfferSort

_ORDERS = {
    OfferSort.RELEVANCE: Order.RELEVANCE,
    OfferSort.NEAREST: Order.NEAREST,
    OfferSort.NAME: Order.NAME,
    OfferSort.SOONEST: Order.SOONEST,
    OfferSort.RECENT: Order.RECENT,
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
        self,
        filter: OfferFilter | None,
        sort: OfferSort | None = None,
        seed: str | None = None,
        cursor: str | None = None,
        argument: str = "after",
    ) -> OfferQuery:
        """The question; `INVALID_ARGUMENT` names what is wrong with an argument. `argument` is the one that
        the cursor came in."""
        given = filter or OfferFilter()
        text, families = checks.clean_text(given.text), given.families or FamilyFilter()
        order = _order(sort, has_text=text is not None, has_place=given.near is not None)
        near = await self.origins.circle(given.near, "filter.near") if given.near else None
        return OfferQuery(
            text=text,
            families_any=checks.unique(families.any, "filter.families.any"),
            families_all=checks.unique(families.all, "filter.families.all"),
            families_none=checks.unique(families.none, "filter.families.none"),
            types=checks.unique(given.types, "filter.types"),
            insee=access.checked_insee(given.insee, self.places),
            departments=checks.checked_departments(given.departments),
            open_on=sensible_day(given.open_on, "filter.openOn") if given.open_on else None,
            min_levels=checks.checked_levels(given.min_level),
            belongs=(
                *access.checked_epci(given.epci, self.places),
                *await access.checked_territories(given.territories, self.knows),
                *access.checked_access(given.car_free),
            ),
            near=_circle(near) if near else None,
            station_within=near.station_within if near else None,
            order=order,
            seed=self._seed(order, checks.checked_seed(seed), cursor, argument),
            **_kinds(given),
            **_practice(given),
        )

    def _seed(self, order: Order, seed: str | None, cursor: str | None, argument: str) -> str:
        if order is not Order.RANDOM:
            if seed is not None:
                raise wrong("seed", "A seed only goes with the sort RANDOM.")
            return ""
        known = seed_of(cursor, argument) if cursor else ""
        if known and seed not in {None, known}:
            raise wrong(
                "seed", "The seed is not that of the cursor.", hint="Leave it out after the first page."
            )
        return seed or known or f"{self.rng.getrandbits(48):012x}"


def _kinds(given: OfferFilter) -> dict[str, Any]:
    """The parts on what an offer is and where."""
    return {
        "themes": checks.checked_tags(given.themes, THEMES, "filter.themes"),
        "moods": checks.checked_tags(given.moods, MOODS, "filter.moods"),
        "audiences": checks.checked_choice(given.audiences, "filter.audiences"),
        "distinctions": checks.checked_choice(given.distinctions, "filter.distinctions"),
        "durations": checks.unique(given.durations, "filter.durations"),
        "provider_kinds": checks.unique(given.provider_kinds, "filter.providerKinds"),
        "encounter_with": checks.unique(given.encounter_with, "filter.encounterWith"),
        "bbox": checks.checked_box(given.bbox) if given.bbox else None,
        "polygon": checked_area(given.polygon) if given.polygon is not None else None,
    }


def _practice(given: OfferFilter) -> dict[str, Any]:
    """The parts on practical matters."""
    return {
        "accessible_for": checks.unique(given.accessible_for, "filter.accessibleFor"),
        "open_between": (
            checked_range(given.open_between, "filter.openBetween") if given.open_between else None
        ),
        "weekdays": checks.unique(given.weekdays, "filter.weekdays"),
        "school_holidays": given.school_holidays,
        "price": checks.checked_bounds(given.price) if given.price else None,
        "free": given.free,
        "bookable": given.bookable,
        "age": checks.checked_age(given.age),
        "pets": given.pets,
        "spoken_languages": checks.checked_languages(given.spoken_languages, "filter.spokenLanguages"),
        "weather": checks.unique(given.weather, "filter.weather"),
        "picture_licences": checks.unique(given.picture_licences, "filter.pictureLicences"),
        "has_locale": given.has_locale.lower() if given.has_locale else None,
        "updated_since": checks.checked_moment(given.updated_since),
        "has_scout_content": given.has_scout_content,
    }


def _circle(near: Nearness) -> Circle:
    return Circle(*near.origin.point, near.metres, near.origin.exact, near.mode)


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
