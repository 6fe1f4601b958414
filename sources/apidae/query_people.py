"""Root fields about those behind offers: providers, tourist offices, and collections of editors."""

from __future__ import annotations

from typing import Annotated

import strawberry

from gateway.graph.connection import After, Connection, First, check_first
from gateway.source import Context, root_field
from sources.apidae.collecting import collections_of
from sources.apidae.places.ordered import Ordered, named_like
from sources.apidae.query_places import Prefix, checked_prefix
from sources.apidae.runtime import Runtime
from sources.apidae.types.collection import Collection
from sources.apidae.types.organisations import Provider, TouristOffice
from sources.apidae.types.words import ProviderKind

Kinds = Annotated[
    list[ProviderKind] | None, strawberry.argument(description="Only providers of these kinds.")
]


@root_field(description="Providers that have public offers, by name.", cost=2)
async def providers(
    ctx: Context[Runtime],
    prefix: Prefix = None,
    kinds: Kinds = None,
    first: First = 20,
    after: After = None,
) -> Connection[Provider] | None:
    """From the directory; needs a mirror."""
    check_first(first)
    fits = named_like(checked_prefix(prefix))

    def wanted(one: Provider) -> bool:
        return (not kinds or one.kind in kinds) and fits(one.name)

    return (await ctx.runtime.directory()).providers.connection("providers", first, after, wanted)


@root_field(
    description="Tourist offices that keep the records of public offers, by name.",
    cost=2,
    name="touristOffices",
)
async def tourist_offices(
    ctx: Context[Runtime], prefix: Prefix = None, first: First = 20, after: After = None
) -> Connection[TouristOffice] | None:
    """From the directory; needs a mirror."""
    check_first(first)
    fits = named_like(checked_prefix(prefix))
    directory = await ctx.runtime.directory()
    return directory.offices.connection("touristOffices", first, after, lambda one: fits(one.name))


@root_field(
    description="Collections that editors made of public offers, by name.", cost=2, name="collections"
)
async def editorial_collections(
    ctx: Context[Runtime], first: First = 20, after: After = None
) -> Connection[Collection] | None:
    """From the selections that are kept; needs a mirror."""
    check_first(first)
    found = await collections_of(ctx)
    listed = Ordered((one.names.get("fr", one.key), one.key, one) for one in found.values())
    return listed.connection("collections", first, after)
