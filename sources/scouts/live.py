"""Contents that are published just now, told to whoever follows; one stream of MongoDB for all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated

import strawberry

from gateway.graph.ids import key_of
from gateway.source import Context, Happening, subscription
from sources.scouts.filters import territory_name
from sources.scouts.mapping import to_content
from sources.scouts.runtime import Runtime
from sources.scouts.types import ScoutContent

OfCommunity = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only contents of scouts of this community.")
]
AboutTerritory = Annotated[
    str | None, strawberry.argument(description="Only contents about this piece of country, e.g. `Vercors`.")
]


@subscription(
    description="Contents as they are published: of everybody, of a community, about a piece of country.",
    cost=5,
    name="contentPublished",
)
async def content_published(
    ctx: Context[Runtime], community: OfCommunity = None, territory: AboutTerritory = None
) -> AsyncIterator[Happening[ScoutContent]]:
    """Each content once; one that was taken back meanwhile is passed over."""
    home = None if community is None else key_of(community, "Community", argument="community")
    country = territory_name(territory, "territory")
    async with aclosing(ctx.runtime.hub.follow(ctx.since)) as happenings:
        async for happening in happenings:
            told = happening.value
            if home is not None and home not in told.communities:
                continue
            if country is not None and country not in told.territories:
                continue
            # what is kept for those who come back may be hidden by now
            for document in await ctx.runtime.store.contents([told.key]):
                yield Happening(to_content(document), happening.mark)
