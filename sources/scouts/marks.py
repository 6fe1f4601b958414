"""What scouts know of other sources' objects: which offers their public contents mention."""

from __future__ import annotations

from collections.abc import AsyncIterator

from gateway.source import Context, Mark
from sources.scouts.runtime import Runtime


async def mentioned_offers(ctx: Context[Runtime]) -> AsyncIterator[str]:
    """The keys of offers; a content that is withdrawn takes its mentions with it."""
    for key in await ctx.runtime.store.mentioned_offers():
        yield key


MARKS: tuple[Mark[Runtime], ...] = (
    Mark(
        name="scout_contents",
        on="Offer",
        keys=mentioned_offers,
        description="Offers that public content of scouts mentions.",
    ),
)
