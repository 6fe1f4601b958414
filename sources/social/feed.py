"""What this source has for `feed`: posts by date alone, pinned or not."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.source import Context, Feed, FeedPart
from sources.social.asking import shown
from sources.social.runtime import Runtime
from sources.social.types import SocialPost


async def read_posts(part: FeedPart, ctx: Context[Runtime]) -> Sequence[SocialPost]:
    """Public posts of these origins."""
    visibility = await ctx.runtime.visibilities.of(ctx)
    return shown(ctx, await ctx.runtime.store.dated(part, visibility))


FEED: Feed[Runtime] = Feed(entity="SocialPost", read=read_posts)
