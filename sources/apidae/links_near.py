"""Links from an offer to those around it and to those like it: one look at the table for each, one reading
of offers for all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

import numpy as np
import strawberry

from gateway.errors import BadInput, LimitExceeded
from gateway.graph.connection import After, First, check_first, page_info
from gateway.source import Context, link
from sources.apidae.catalogue import Circle, OfferPage, OfferQuery, Order
from sources.apidae.index.globe import millimetres
from sources.apidae.index.neighbours import alike, around
from sources.apidae.index.table import Table
from sources.apidae.loading import offers_by_key
from sources.apidae.mirror.fallback import AWAY
from sources.apidae.near_pages import NearPage, live_page, near_page
from sources.apidae.runtime import Runtime
from sources.apidae.types.neighbours import NearbyConnection
from sources.apidae.types.offer import Offer

FARTHEST_KM = 50.0
LIKE_METRES = 40_000
SPARE = 3
"""More offers are asked for than are wanted: one may have been hidden since."""
MOST_LIVE = 20
"""Apidae is asked once for each offer: beyond this a level costs too much."""

Km = Annotated[float, strawberry.argument(description=f"How far, more than 0 and at most {FARTHEST_KM:g}.")]


@link(
    "Offer",
    description="Public offers that are like it: same families, themes and moods, near ones first.",
    cost=5,
)
async def related(
    parents: Sequence[Offer], ctx: Context[Runtime], first: First = 6
) -> Sequence[list[Offer] | None]:
    """No command but those that read the offers; without a mirror one call for each parent."""
    check_first(first)
    table = await _table(ctx)
    if table is None:
        return list(await asyncio.gather(*(_live_related(one, ctx, first) for one in few(parents))))
    keys = []
    for parent in parents:
        keys.append([str(one) for one in alike(table, parent.apidae_id, first + SPARE)])
        await asyncio.sleep(0)  # a few milliseconds each where there are many offers
    offers = await offers_by_key(ctx, (key for each in keys for key in each))
    return [[offers[key] for key in each if key in offers][:first] for each in keys]


@link("Offer", description="Public offers around it, the nearest first; none when it has no point.", cost=5)
async def nearby(
    parents: Sequence[Offer], ctx: Context[Runtime], km: Km = 10.0, first: First = 6, after: After = None
) -> Sequence[NearbyConnection | None]:
    """As `related`."""
    check_first(first)
    if not 0 < km <= FARTHEST_KM:
        raise BadInput(
            "INVALID_ARGUMENT", f"More than 0 and at most {FARTHEST_KM:g} km are wanted.", argument="km"
        )
    metres = max(1, round(km * 1000))
    table = await _table(ctx)
    if table is None:
        return list(
            await asyncio.gather(*(_live_nearby(one, ctx, metres, first, after) for one in few(parents)))
        )
    found = [near_page(around(table, one.apidae_id, metres), one, metres, first, after) for one in parents]
    pages = [one for one in found if isinstance(one, NearPage)]
    offers = await offers_by_key(ctx, (key for page in pages for key, _, _ in page.listed))
    return [one.connection(offers) if isinstance(one, NearPage) else one for one in found]  # type: ignore[misc]  # an error stands for one parent


async def _table(ctx: Context[Runtime]) -> Table | None:
    """The table, where there is one that can answer."""
    mirror = ctx.runtime.mirror
    if mirror:
        with suppress(*AWAY):
            return await mirror.catalogue.known()
    return None


def few(parents: Sequence[Offer]) -> Sequence[Offer]:
    """The parents, if Apidae may be asked once for each of them."""
    if len(parents) > MOST_LIVE:
        raise LimitExceeded(
            "LIMIT_ITEMS",
            limit=MOST_LIVE,
            actual=len(parents),
            message="Without a mirror neighbours of so many offers cost too much; ask for fewer offers.",
        )
    return parents


async def _live_nearby(
    parent: Offer, ctx: Context[Runtime], metres: int, first: int, after: str | None
) -> NearbyConnection:
    circle = _circle(parent, metres)
    if circle is None:
        return NearbyConnection(edges=[], page_info=page_info([], more=False, before=False), total_count=0)
    query = OfferQuery(near=circle, order=Order.NEAREST)
    page = await ctx.runtime.catalogue.search(query, first + 1, after)
    ctx.request.prime(Offer.entity, [one.offer for one in page.listed])
    return live_page(page, parent, first, _distances(circle, page))


async def _live_related(parent: Offer, ctx: Context[Runtime], first: int) -> list[Offer]:
    circle = _circle(parent, LIKE_METRES)
    query = OfferQuery(
        families_any=tuple(one.key for one in parent.families),
        near=circle,
        order=Order.NEAREST if circle else Order.IDENTIFIER,
    )
    page = await ctx.runtime.catalogue.search(query, first + 1)
    ctx.request.prime(Offer.entity, [one.offer for one in page.listed])
    return [one.offer for one in page.listed if one.offer.key != parent.key][:first]


def _circle(offer: Offer, metres: int) -> Circle | None:
    if offer.place.point is None:
        return None
    lon, lat = offer.place.point["coordinates"]
    return Circle(lon, lat, metres)


def _distances(circle: Circle, page: OfferPage) -> dict[str, int]:
    points = [_circle(one.offer, 1) or circle for one in page.listed]
    lons, lats = np.array([one.lon for one in points]), np.array([one.lat for one in points])
    far = (millimetres(lons, lats, circle.lon, circle.lat) + 500) // 1000
    return {one.offer.key: int(metres) for one, metres in zip(page.listed, far, strict=True)}
