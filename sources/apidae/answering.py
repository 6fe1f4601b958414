"""From pages and counts of the catalogue to connections and facets of the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gateway.graph.connection import PageInfo
from gateway.source import Context
from sources.apidae.access.answers import distance_of
from sources.apidae.access.origins import Origin
from sources.apidae.catalogue import Counts, OfferPage, OfferQuery
from sources.apidae.index.facets import FACETS
from sources.apidae.mapping.offer import SYSTEM
from sources.apidae.runtime import Runtime
from sources.apidae.types.access import Distance
from sources.apidae.types.connection import (
    Facet,
    FacetBucket,
    Freshness,
    ListSource,
    OfferConnection,
    OfferEdge,
)
from sources.apidae.types.discovery import FacetKey
from sources.apidae.types.offer import Offer

NAME = "apidae"


def connection(page: OfferPage, ctx: Context[Runtime]) -> OfferConnection:
    """The connection of a page; its offers are known to the request from now on."""
    if page.stale:
        ctx.request.stale.add(NAME)
    ctx.request.prime("Offer", [one.offer for one in page.listed])
    edges = [
        OfferEdge(cursor=one.cursor, node=one.offer, distance=_distance(one.offer, page.query, ctx))
        for one in page.listed
    ]
    info = PageInfo(
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
        start_cursor=page.start or (edges[0].cursor if edges else page.end),
        end_cursor=page.end,
    )
    state = Freshness.STALE if page.stale else Freshness.OK
    return OfferConnection(
        edges=edges,
        page_info=info,
        total_count=page.total,
        key=repr(page.query),
        query=page.query,
        sources=[ListSource(system=SYSTEM, state=state, as_of=page.as_of)],
    )


def _distance(offer: Offer, query: OfferQuery, ctx: Context[Runtime]) -> Distance | None:
    near = query.near
    if near is None:
        return None
    return distance_of(offer, Origin((near.lon, near.lat), near.exact), near.mode, ctx.runtime.ground)


def facets_of(
    counts: Mapping[FacetKey, Counts], keys: Sequence[FacetKey], ctx: Context[Runtime]
) -> list[Facet]:
    """The facets in the order in which they were asked for, each once."""
    return [Facet(key=key, buckets=_buckets(key, counts[key], ctx)) for key in dict.fromkeys(keys)]


def _buckets(key: FacetKey, counts: Counts, ctx: Context[Runtime]) -> list[FacetBucket]:
    names = FACETS[key].names
    rank = {value: place for place, value in enumerate(names)}
    ordered = sorted(counts.items(), key=lambda one: (-one[1], rank.get(one[0], len(rank)), one[0]))
    return [
        FacetBucket(value=value, count=count, names=names.get(value) or {"fr": _name(key, value, ctx)})
        for value, count in ordered
    ]


def _name(key: FacetKey, value: str, ctx: Context[Runtime]) -> str:
    known = ctx.runtime.ground.places.epci(value) if key is FacetKey.EPCI else None
    return known.name if known else value
