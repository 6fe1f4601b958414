"""Root fields and links about editorial collections, and whose turn it is to be shown first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import strawberry

from gateway.graph.connection import After, Connection, First, Place, check_first, page_in_memory
from gateway.source import Context, Keyed, link, root_field
from gateway.store import Document
from sources.region.fair import shuffled, turn
from sources.region.mapping import collection_of
from sources.region.model import HIGHLIGHTED
from sources.region.rights import is_region
from sources.region.runtime import Runtime
from sources.region.store import every, public_by_key, published
from sources.region.types import EditorialCollection, Organization

if TYPE_CHECKING:
    from gateway.entities import Offer, TouristOffice

PARIS = ZoneInfo("Europe/Paris")
LAST = 10**15

Seed = Annotated[
    str | None,
    strawberry.argument(description="Any text; the same one gives the same order. None: that of the day."),
]
Day = Annotated[
    date | None, strawberry.argument(description="Whose turn it is on this day; none: today, in France.")
]
OneSlug = Annotated[str, strawberry.argument(description="The `slug` of the collection.")]


@root_field(
    description="Offers to show first: some of those in the 20 newest editorial collections. Each day it is "
    "the turn of others, and all have theirs before anybody has it again.",
    cost=10,
)
async def highlights(
    ctx: Context[Runtime], first: First = 6, day: Day = None, seed: Seed = None
) -> list[Offer] | None:
    """Only what is public takes part, so nobody's turn is lost to an offer that is hidden."""
    check_first(first)
    keys = sorted({key for one in (await published(ctx.runtime))[:HIGHLIGHTED] for key in one["offers"]})
    pool = {one.key: one for one in await ctx.load_many("Offer", keys) if one is not None}
    chosen = shuffled(list(pool), seed)[:first] if seed else turn(list(pool), day or _today(ctx), first)
    return [pool[key] for key in chosen]


@root_field(
    description="Collections of offers that the Region published, the newest first.",
    cost=2,
    name="editorialCollections",
)
async def editorial_collections(
    ctx: Context[Runtime], first: First = 20, after: After = None
) -> Connection[EditorialCollection] | None:
    """One command."""
    check_first(first)
    return page_in_memory(
        "editorialCollections", _listed(await published(ctx.runtime), "publishedAt"), first, after
    )


@root_field(
    description="A published collection by its `slug`; null when there is none.", name="editorialCollection"
)
async def editorial_collection(ctx: Context[Runtime], slug: OneSlug) -> EditorialCollection | None:
    """One command."""
    found = [one for one in await published(ctx.runtime) if one["slug"] == slug]
    return collection_of(found[0]) if found else None


@link(
    "EditorialCollection",
    description="Its public offers, in an order by chance that changes every day: nobody is always last.",
    cost=3,
    name="offers",
)
async def collection_offers(
    parents: Sequence[EditorialCollection], ctx: Context[Runtime], first: First = 24, seed: Seed = None
) -> Sequence[list[Offer] | None]:
    """All collections of a level in one batch."""
    check_first(first)
    order = seed or _today(ctx).isoformat()
    ordered = [shuffled(parent.offer_keys, order) for parent in parents]
    found: Sequence[list[Any]] = await ctx.load_lists("Offer", ordered)
    return [offers[:first] for offers in found]


@link(
    "Organization",
    description="The tourist office with its offers and communes; null for other bodies.",
    name="office",
)
async def office(parents: Sequence[Organization], ctx: Context[Runtime]) -> Sequence[TouristOffice | None]:
    """From the owner of tourist offices."""
    found = await ctx.load_lists(
        "TouristOffice", [[one.office_key] if one.office_key else [] for one in parents]
    )
    return [one[0] if one else None for one in found]


@link(
    "Viewer",
    description="All editorial collections, drafts too, last changed first; none for others than the Region.",
    cost=2,
    max_age=0,
    name="editorialCollections",
)
async def own_collections(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 20, after: After = None
) -> Sequence[Connection[EditorialCollection] | None]:
    """One command."""
    check_first(first)
    found = await every(ctx.runtime) if is_region(ctx.caller) else []
    page = page_in_memory("Viewer.editorialCollections", _listed(found, "updatedAt"), first, after)
    return [page for _ in parents]


async def load_collections(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:
    """Public collections by key."""
    return {one["_id"]: collection_of(one) for one in await public_by_key(ctx.runtime, keys)}


def _today(ctx: Context[Runtime]) -> date:
    return ctx.request.now.astimezone(PARIS).date()


def _listed(documents: Sequence[Document], field: str) -> list[tuple[Place, EditorialCollection]]:
    """Documents from the latest to the first, each with its place."""

    def place(one: Document) -> Place:
        moment: datetime = one[field]
        return f"{LAST - int(moment.timestamp() * 1000):016d}", one["_id"]

    listed = [(place(one), collection_of(one)) for one in documents]
    return sorted(listed, key=lambda one: one[0])
