"""Links of this source: the offers of a commune, the facets of a list."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from gateway.errors import GatewayError, LimitExceeded
from gateway.graph.connection import After, Before, First, Last, Window, check_window
from gateway.source import Context, Keyed, link
from sources.apidae.answering import connection, facets_of
from sources.apidae.catalogue import OfferPage, OfferQuery
from sources.apidae.filters import By
from sources.apidae.runtime import Runtime
from sources.apidae.types.connection import Facet, OfferConnection

MOST_COMMUNES = 20
"""Apidae cannot give the first offers of each commune in one answer: beyond this the level costs too much."""


@link("Commune", description="Public offers in the commune.", cost=5, name="offers")
async def commune_offers(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    first: First = 10,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Sequence[OfferConnection | None]:
    """One call for the whole level while its communes have at most 200 offers; else one per commune, each
    kept on its own, four at a time, for at most 20 communes."""
    window = check_window(first, after, last, before)
    codes = [parent.key for parent in parents]
    together = len(codes) > 1 and not window.cursor and not window.backward
    pages = await ctx.runtime.catalogue.search_by_commune(codes, first) if together else None
    if pages is not None:
        return [connection(pages[code], ctx) for code in codes]
    if len(codes) > MOST_COMMUNES:
        raise LimitExceeded(
            "LIMIT_ITEMS",
            limit=MOST_COMMUNES,
            actual=len(codes),
            message="Too many communes with too many offers to list these for each; ask for fewer.",
        )
    answers = await asyncio.gather(*(_page(code, ctx, window) for code in codes))
    return [one if isinstance(one, GatewayError) else connection(one, ctx) for one in answers]  # type: ignore[misc]  # an error stands for one parent


@link("OfferConnection", description="How many offers of the whole list have which values.", cost=3)
async def facets(
    parents: Sequence[OfferConnection], ctx: Context[Runtime], by: By
) -> Sequence[list[Facet] | None]:
    """Counts under the filter of each list."""
    counts = [await ctx.runtime.catalogue.counts(parent.query, by) for parent in parents]
    return [facets_of(each, by) for each in counts]


async def _page(code: str, ctx: Context[Runtime], window: Window) -> OfferPage | GatewayError:
    query = OfferQuery(insee=(code,))
    try:
        return await ctx.runtime.catalogue.search(
            query, window.count, window.cursor, backward=window.backward
        )
    except GatewayError as error:
        return error
