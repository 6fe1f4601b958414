"""Filters by belonging and by access: what callers write, checked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from gateway.graph.ids import key_of
from sources.apidae.access.origins import checked_commune
from sources.apidae.arguments import limited, wrong
from sources.apidae.catalogue import By
from sources.apidae.places.gazetteer import Gazetteer
from sources.apidae.types.access import CarFreeLevel
from sources.apidae.types.place import Territory

Belonging = tuple[By, tuple[str, ...]]
KnowsTerritory = Callable[[str], Awaitable[bool]]


def checked_insee(codes: Sequence[str] | None, places: Gazetteer) -> tuple[str, ...] | None:
    """Present codes of communes, each once, in order; None without any."""
    if not codes:
        return None
    found = {checked_commune(code, places, "filter.insee") for code in limited(codes, "filter.insee")}
    return tuple(sorted(found))


def checked_epci(codes: Sequence[str] | None, places: Gazetteer) -> tuple[Belonging, ...]:
    """The condition of `filter.epci`; an unknown code is refused."""
    if not codes:
        return ()
    for code in limited(codes, "filter.epci"):
        if not places:
            raise wrong("filter.epci", "This deployment knows no EPCI.", "Filter by communes or departments.")
        if places.epci(code) is None:
            raise wrong(
                "filter.epci", "No EPCI with this code is known.", "Ask `communes { epci { code } }`."
            )
    return ((By.EPCI, tuple(sorted(set(codes)))),)


async def checked_territories(ids: Sequence[str] | None, knows: KnowsTerritory) -> tuple[Belonging, ...]:
    """The condition of `filter.territories`; an id that is none of a territory with offers is refused."""
    if not ids:
        return ()
    keys = {key_of(one, Territory.entity, "filter.territories") for one in limited(ids, "filter.territories")}
    for key in sorted(keys):
        if not await knows(key):
            raise wrong(
                "filter.territories",
                "No territory with public offers has this id.",
                "`territories` lists those there are.",
            )
    return ((By.TERRITORY, tuple(sorted(keys))),)


def checked_access(levels: Sequence[CarFreeLevel] | None) -> tuple[Belonging, ...]:
    """The condition of `filter.carFree`: what is unknown only comes when it is asked for."""
    if not levels:
        return ()
    return ((By.ACCESS, tuple(one.name for one in CarFreeLevel if one in levels)),)
