"""What this source has for `feed`: contents, which are all of scouts."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.graph.shared import Origin
from gateway.source import Context, Feed, FeedPart
from sources.scouts.mapping import to_content
from sources.scouts.pages import Wanted
from sources.scouts.runtime import Runtime
from sources.scouts.types import ScoutContent
from sources.scouts.wheres import ContentsWhere


async def read_contents(part: FeedPart, ctx: Context[Runtime]) -> Sequence[ScoutContent]:
    """Public contents, newest first."""
    if Origin.SCOUT not in part.origins:
        return []
    place = (part.moment, part.key) if part.moment else None
    # a page reads one document more than it is asked for
    found = await ctx.runtime.store.contents_page(ContentsWhere(), Wanted(part.limit - 1, place))
    return [to_content(document) for document in found.documents]


FEED: Feed[Runtime] = Feed(entity="ScoutContent", read=read_contents)
