"""How organisations, territories, EPCI and collections are found again: only those with public offers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from gateway.source import Card, Context, Entity
from sources.apidae.collecting import collections_of
from sources.apidae.mirror.directory import name_of
from sources.apidae.runtime import Runtime
from sources.apidae.types.collection import Collection
from sources.apidae.types.organisations import Provider, TouristOffice
from sources.apidae.types.place import Epci, Territory, TerritoryKind


async def load_providers(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:
    """Providers by their number in Apidae."""
    return _found(keys, (await ctx.runtime.directory()).providers)


async def load_offices(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:
    """Tourist offices by their number as members of Apidae."""
    return _found(keys, (await ctx.runtime.directory()).offices)


async def load_territories(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:
    """Territories by their number in Apidae."""
    return _found(keys, (await ctx.runtime.directory()).territories)


async def load_collections(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:
    """Collections by the number of their selection."""
    return _found(keys, await collections_of(ctx))


async def load_epcis(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:
    """EPCI of the region by code, from the table of places, with or without offers."""
    known = {one.code: one for one in ctx.runtime.ground.places.epcis()}
    return {key: Epci(key=key, code=key, name=known[key].name) for key in dict.fromkeys(keys) if key in known}


async def territory_cards(ctx: Context[Runtime]) -> AsyncIterator[Card]:
    """Cards of the territories that public offers lie in, the region and its departments left out."""
    for one in (await ctx.runtime.directory()).territories:
        if one.kind not in {TerritoryKind.REGION, TerritoryKind.DEPARTMENT}:
            yield Card(key=one.key, name=name_of(one))


async def office_cards(ctx: Context[Runtime]) -> AsyncIterator[Card]:
    """Cards of the tourist offices that keep records of public offers."""
    for one in (await ctx.runtime.directory()).offices:
        yield Card(key=one.key, name=one.name, office=one.key)


def _found(keys: Sequence[str], things: Any) -> dict[str, Any]:
    return {key: one for key in keys if (one := things.get(key)) is not None}


PLACE_ENTITIES: tuple[Entity[Runtime], ...] = (
    Entity(name="Provider", type=Provider, load=load_providers),
    Entity(name="TouristOffice", type=TouristOffice, load=load_offices, cards=office_cards),
    Entity(name="Territory", type=Territory, load=load_territories, cards=territory_cards),
    Entity(name="Epci", type=Epci, load=load_epcis),
    Entity(name="Collection", type=Collection, load=load_collections),
)
