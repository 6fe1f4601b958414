"""From pages of the catalogue to connections of the graph."""

from __future__ import annotations

from gateway.graph.connection import Connection, Edge, PageInfo
from gateway.source import Context
from sources.apidae.catalogue import OfferPage
from sources.apidae.runtime import Runtime
from sources.apidae.types.offer import Offer

NAME = "apidae"


def connection(page: OfferPage, ctx: Context[Runtime]) -> Connection[Offer]:
    """The connection of a page; its offers are known to the request from now on."""
    if page.stale:
        ctx.request.stale.add(NAME)
    ctx.request.prime("Offer", [one.offer for one in page.listed])
    edges = [Edge(cursor=one.cursor, node=one.offer) for one in page.listed]
    info = PageInfo(
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
        start_cursor=edges[0].cursor if edges else page.end,
        end_cursor=page.end,
    )
    return Connection(edges=edges, page_info=info, total_count=page.total)
