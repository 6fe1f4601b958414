"""Counts for those entitled to them, and the public's totals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import strawberry

from gateway.graph.connection import After, Edge, First, check_first, decode_cursor, encode_cursor, page_info
from gateway.graph.ids import encode_id, key_of
from gateway.partners.runtime import Runtime
from gateway.source import Context, Keyed, link, root_field
from gateway.statistics.offers import ENTITY
from gateway.statistics.period import checked_period
from gateway.statistics.reading import Place, Question, Row
from gateway.statistics.rights import Sight, sight_of
from gateway.statistics.totals import rounded
from gateway.statistics.types import (
    From,
    PublicStatistics,
    StatisticsConnection,
    StatisticsDimension,
    StatisticsRow,
    To,
    sums_type,
)

LIST_NAME = "statistics"
AN_HOUR = 3600

By = Annotated[
    list[StatisticsDimension],
    strawberry.argument(description="What rows are told apart by; none for one row."),
]
OfOffer = Annotated[strawberry.ID | None, strawberry.argument(description="Only counts of this offer.")]
OfPartner = Annotated[
    str | None, strawberry.argument(description="Only counts of this partner, by its name as in roles.")
]


@root_field(
    description="How often offers were looked at, for everybody: totals of whole days, rounded down to tens.",
    cost=10,
    max_age=AN_HOUR,
)
async def statistics(ctx: Context[Runtime], from_: From = None, to: To = None) -> PublicStatistics | None:
    """Sums without today."""
    period = checked_period(from_, to, ctx.runtime.clock.now(), until=1)
    sums = await ctx.runtime.past_days.total(period)
    return PublicStatistics(
        first_day=period.first,
        last_day=period.last,
        views=rounded(sums.views),
        widget_impressions=rounded(sums.impressions),
        outbound_clicks=rounded(sums.clicks),
    )


@link(
    "Viewer",
    description="How often the offers that the caller answers for were looked at: those of their office, of "
    "their department, their own; for a partner what its keys showed; for the Region all. Null for others.",
    cost=20,
    max_age=0,
    name="statistics",
)
async def viewer_statistics(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    by: By,
    from_: From = None,
    to: To = None,
    offer: OfOffer = None,
    partner: OfPartner = None,
    first: First = 20,
    after: After = None,
) -> Sequence[StatisticsConnection | None]:
    """One page; there is one viewer in a request."""
    check_first(first)
    sight, runtime = sight_of(ctx.caller), ctx.runtime
    if sight.is_empty:
        return [None for _ in parents]
    period = checked_period(from_, to, runtime.clock.now())
    more: dict[str, Any] = {}
    if offer is not None:
        more["offer"] = key_of(offer, ENTITY, "offer")
    if partner is not None:
        more["partner"] = partner
    place = Place(*decode_cursor(after, LIST_NAME, str, int, str)) if after else None
    public = await _public(sight, Question(more, *period), ctx)
    dimensions = tuple(dict.fromkeys(str(one.name).lower() for one in by))
    question = Question({"$and": [more, sight.filter(public)]}, *period, dimensions)
    found = await runtime.reader.rows(question, first + 1, place)
    sums = await runtime.reader.total(question)
    edges = [Edge(cursor=encode_cursor(LIST_NAME, *row.place), node=_row(row)) for row in found[:first]]
    info = page_info([one.cursor for one in edges], more=len(found) > first, before=after is not None)
    page = StatisticsConnection(
        edges=edges, page_info=info, first_day=period.first, last_day=period.last, sums=sums_type(sums)
    )
    return [page for _ in parents]


async def _public(sight: Sight, question: Question, ctx: Context[Runtime]) -> Sequence[str]:
    """Of the offers that a partner's keys showed, those that are public: nothing tells of others."""
    if sight.everybody or not sight.partners:
        return ()
    shown = Question(
        {"$and": [dict(question.filter), {"partner": {"$in": list(sight.partners)}}]},
        question.first_day,
        question.last_day,
    )
    offers = await ctx.runtime.reader.offers(shown)
    return list(await ctx.runtime.offers.public(offers, ctx, now=True))


def _row(row: Row) -> StatisticsRow:
    key, offer = row.of.get("key"), row.of.get("offer")
    return StatisticsRow(
        key=offer or "",
        day=date.fromisoformat(row.of["day"]) if "day" in row.of else None,
        offer_id=strawberry.ID(encode_id(ENTITY, offer)) if offer else None,
        partner=row.of.get("partner") or None,
        key_id=strawberry.ID(encode_id("PartnerKey", key)) if key else None,
        counts=sums_type(row.sums),
    )
