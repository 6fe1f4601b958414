"""Links about places: facts of communes, where offices work, how far an offer is and how to get there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gateway.graph.connection import First, check_first
from gateway.graph.scalars import GeoJSON
from gateway.source import Context, Keyed, Link, link
from sources.apidae.access.answers import access_of, distance_of
from sources.apidae.access.inputs import From, Mode
from sources.apidae.places.gazetteer import KnownCommune
from sources.apidae.runtime import Runtime
from sources.apidae.types.access import Access, Distance
from sources.apidae.types.offer import Offer
from sources.apidae.types.place import Commune, Epci

Read = Callable[[KnownCommune], Any]


def _known(parents: Sequence[Keyed], ctx: Context[Runtime], read: Read) -> list[Any]:
    """A value of each commune as the table tells it; null for communes that it does not know."""
    found = (ctx.runtime.communes.known(parent.key) for parent in parents)
    return [read(one) if one else None for one in found]


@link("Commune", description="Postcodes that serve it; null when not known.", name="postcodes")
async def postcodes(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[list[str] | None]:
    """From the table of places."""
    return _known(parents, ctx, lambda one: list(one.postcodes))


@link(
    "Commune",
    description="INSEE codes of communes that were merged into it; they find it too. Null when not known.",
    name="formerCodes",
)
async def former_codes(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[list[str] | None]:
    """From the table of places."""
    return _known(parents, ctx, lambda one: list(one.former))


@link("Commune", description="How many people live there; null when not known.", name="population")
async def population(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[int | None]:
    """From the table of places."""
    return _known(parents, ctx, lambda one: one.population)


@link(
    "Commune",
    description="A GeoJSON Point near its centre: longitude, latitude. Null when not known.",
    name="point",
)
async def point(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[GeoJSON | None]:
    """From the table of places; nothing is guessed."""
    return _known(parents, ctx, lambda one: one.point and _geojson(one.point))


def _geojson(position: tuple[float, float]) -> GeoJSON:
    return GeoJSON({"type": "Point", "coordinates": list(position)})


@link("Commune", description="The EPCI it belongs to; null when it has none or it is not known.", name="epci")
async def epci(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[Epci | None]:
    """From the table of places."""
    places = ctx.runtime.ground.places
    found = (places.epci_of(parent.key) for parent in parents)
    return [Epci(key=one.code, code=one.code, name=one.name) if one else None for one in found]


@link("Epci", description="Its communes in the region, by INSEE code.", cost=2, name="communes")
async def epci_communes(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 50
) -> Sequence[list[Commune] | None]:
    """From the table of places."""
    check_first(first)
    groups = [ctx.runtime.ground.places.epci(parent.key) for parent in parents]
    found: Sequence[list[Commune]] = await ctx.load_lists(
        Commune.entity, [one.communes[:first] if one else () for one in groups]
    )
    return found


@link(
    "TouristOffice",
    description="Communes in which it keeps public offers, by INSEE code: what it covers, as far as known.",
    cost=2,
    name="communes",
)
async def office_communes(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 50
) -> Sequence[list[Commune] | None]:
    """From public offers; needs a mirror."""
    check_first(first)
    covered = (await ctx.runtime.directory()).communes_of_office
    found: Sequence[list[Commune]] = await ctx.load_lists(
        Commune.entity, [covered.get(parent.key, ())[:first] for parent in parents]
    )
    return found


@link("Offer", description="How to get there without a car.", name="access")
async def access(parents: Sequence[Offer], ctx: Context[Runtime]) -> Sequence[Access | None]:
    """Computed from the list of stops in memory."""
    return [access_of(parent, ctx.runtime.ground) for parent in parents]


@link(
    "Offer",
    description="How far it is from a place; null when it is not known where the offer is.",
    name="distance",
    max_age=0,
)
async def distance(
    parents: Sequence[Offer], ctx: Context[Runtime], from_: From, mode: Mode = None
) -> Sequence[Distance | None]:
    """The place is looked up once for a level, and kept nowhere."""
    origin = await ctx.runtime.origins.find(from_, "from")
    return [distance_of(parent, origin, mode, ctx.runtime.ground) for parent in parents]


PLACE_LINKS: tuple[Link, ...] = (
    postcodes,
    former_codes,
    population,
    point,
    epci,
    epci_communes,
    office_communes,
    access,
    distance,
)
