"""Links between scouts, communities, contents, offers and communes; each level is one command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gateway.graph.connection import After, Connection, First
from gateway.source import Context, Keyed, link
from sources.scouts.listing import Listing
from sources.scouts.mapping import to_content, to_scout
from sources.scouts.pages import BY_NAME, NEWEST
from sources.scouts.runtime import Runtime
from sources.scouts.types import Community, ItineraryStop, Scout, ScoutContent

if TYPE_CHECKING:
    from gateway.entities import Commune, Offer

OFFER_CONTENTS = Listing("Offer.scoutContents", NEWEST, "ScoutContent", to_content)
COMMUNE_CONTENTS = Listing("Commune.scoutContents", NEWEST, "ScoutContent", to_content)
SCOUT_CONTENTS = Listing("Scout.contents", NEWEST, "ScoutContent", to_content)
COMMUNITY_SCOUTS = Listing("Community.scouts", BY_NAME, "Scout", to_scout)


@link("Offer", description="What scouts say of the offer, newest first.", cost=2, name="scoutContents")
async def offer_contents(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 5, after: After = None
) -> Sequence[Connection[ScoutContent] | None]:
    """Contents that mention each offer."""
    return await _contents(OFFER_CONTENTS, "offers", parents, ctx, first, after)


@link("Commune", description="What scouts say of the commune, newest first.", cost=2, name="scoutContents")
async def commune_contents(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 5, after: After = None
) -> Sequence[Connection[ScoutContent] | None]:
    """Contents about each commune."""
    return await _contents(COMMUNE_CONTENTS, "communes", parents, ctx, first, after)


@link("Scout", description="What the scout published, newest first.", cost=2, name="contents")
async def scout_contents(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 20, after: After = None
) -> Sequence[Connection[ScoutContent] | None]:
    """Contents of each scout."""
    return await _contents(SCOUT_CONTENTS, "scout", parents, ctx, first, after)


@link("Community", description="The scouts of the community, by name.", cost=2, name="scouts")
async def community_scouts(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 20, after: After = None
) -> Sequence[Connection[Scout] | None]:
    """Public scouts of each community."""
    wanted = COMMUNITY_SCOUTS.wanted(ctx, first, after)
    found = await ctx.runtime.store.scouts_of_communities([parent.key for parent in parents], wanted)
    return COMMUNITY_SCOUTS.connections(ctx, parents, found, wanted)


@link("Scout", description="The communities the scout belongs to.", name="communities")
async def scout_communities(
    parents: Sequence[Scout], ctx: Context[Runtime]
) -> Sequence[list[Community] | None]:
    """Public communities of each scout."""
    return list(await ctx.load_lists("Community", [scout.community_keys for scout in parents]))


@link("ScoutContent", description="The scout who made it.")
async def author(parents: Sequence[ScoutContent], ctx: Context[Runtime]) -> Sequence[Scout | None]:
    """The author of each content."""
    return await ctx.load_many("Scout", [content.scout_key for content in parents])


@link("ScoutContent", description="The offers it mentions; those that are not public are left out.")
async def mentions(parents: Sequence[ScoutContent], ctx: Context[Runtime]) -> Sequence[list[Offer] | None]:
    """The offers of each content."""
    return list(await ctx.load_lists("Offer", [content.offer_keys for content in parents]))


@link("ScoutContent", description="The communes it is about.")
async def communes(parents: Sequence[ScoutContent], ctx: Context[Runtime]) -> Sequence[list[Commune] | None]:
    """The communes of each content."""
    return list(await ctx.load_lists("Commune", [content.commune_keys for content in parents]))


@link(
    "ItineraryStop",
    description="The offer at this stop; null when there is none, or none public.",
    name="offer",
)
async def stop_offer(parents: Sequence[ItineraryStop], ctx: Context[Runtime]) -> Sequence[Offer | None]:
    """The offer of each stop."""
    return await _each(ctx, "Offer", [stop.offer_key for stop in parents])


@link("ItineraryStop", description="The commune of this stop; null when it is not told.", name="commune")
async def stop_commune(parents: Sequence[ItineraryStop], ctx: Context[Runtime]) -> Sequence[Commune | None]:
    """The commune of each stop."""
    return await _each(ctx, "Commune", [stop.commune_key for stop in parents])


async def _each(ctx: Context[Runtime], entity: str, keys: Sequence[str | None]) -> list[Any]:
    found = await ctx.load_lists(entity, [[key] if key else [] for key in keys])
    return [one[0] if one else None for one in found]


async def _contents(
    listing: Listing,
    field: str,
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    first: int,
    after: str | None,
) -> list[Connection[ScoutContent] | None]:
    wanted = listing.wanted(ctx, first, after)
    found = await ctx.runtime.store.contents_of(field, [parent.key for parent in parents], wanted)
    return listing.connections(ctx, parents, found, wanted)
