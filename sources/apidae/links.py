"""Links of this source: the offers of a commune."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from gateway.errors import GatewayError, LimitExceeded
from gateway.graph.connection import After, Connection, First, check_first
from gateway.source import Context, Keyed, link
from sources.apidae.answering import connection
from sources.apidae.catalogue import OfferPage, OfferQuery
from sources.apidae.runtime import Runtime
from sources.apidae.types.offer import Offer

MOST_COMMUNES = 20
"""Apidae cannot give the first offers of each commune in one answer: beyond this the level costs too much."""


@link("Commune", description="Public offers in the commune.", cost=5, name="offers")
async def commune_offers(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 10, after: After = None
) -> Sequence[Connection[Offer] | None]:
    """One call for the whole level while its communes have at most 200 offers; else one per commune, each
    kept on its own, four at a time, for at most 20 communes."""
    check_first(first)
    codes = [parent.key for parent in parents]
    pages = (
        await ctx.runtime.catalogue.search_by_commune(codes, first) if len(codes) > 1 and not after else None
    )
    if pages is not None:
        return [connection(pages[code], ctx) for code in codes]
    if len(codes) > MOST_COMMUNES:
        raise LimitExceeded(
            "LIMIT_ITEMS",
            limit=MOST_COMMUNES,
            actual=len(codes),
            message="Too many communes with too many offers to list these for each; ask for fewer.",
        )
    answers = await asyncio.gather(*(_page(code, ctx, first, after) for code in codes))
    return [one if isinstance(one, GatewayError) else connection(one, ctx) for one in answers]  # type: ignore[misc]  # an error stands for one parent


async def _page(code: str, ctx: Context[Runtime], first: int, after: str | None) -> OfferPage | GatewayError:
    try:
        return await ctx.runtime.catalogue.search(OfferQuery(insee=(code,)), first, after)
    except GatewayError as error:
        return error
