"""Counts of single offers, and the offers that rows of counts are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from gateway.partners.runtime import Runtime
from gateway.source import Context, Keyed, link
from gateway.statistics.offers import ENTITY
from gateway.statistics.period import checked_period
from gateway.statistics.reading import Question, Sums
from gateway.statistics.rights import sight_of
from gateway.statistics.types import From, StatisticsSums, To, sums_type

if TYPE_CHECKING:
    Offer: TypeAlias = Any
    """The type of that name, which a source owns: the schema puts it in."""


@link(
    "Offer",
    description="How often the offer was looked at, for those who answer for it; for a partner how often its "
    "own keys showed it. Null for everybody else.",
    cost=2,
    max_age=0,
    name="statistics",
)
async def offer_statistics(
    parents: Sequence[Keyed], ctx: Context[Runtime], from_: From = None, to: To = None
) -> Sequence[StatisticsSums | None]:
    """Two questions for the whole level at most, none for who may see nothing."""
    sight, runtime = sight_of(ctx.caller), ctx.runtime
    if sight.is_empty:
        return [None for _ in parents]
    period = checked_period(from_, to, runtime.clock.now())
    facts = await runtime.offers.public([parent.key for parent in parents], ctx)
    whole = [key for key, one in facts.items() if sight.answers_for_offer(one)]
    known = await _sums_of(whole, {}, Question({}, *period), runtime)
    if sight.partners:
        part = [key for key in facts if key not in known]
        own = {"partner": {"$in": list(sight.partners)}}
        known |= await _sums_of(part, own, Question({}, *period), runtime)
    return [sums_type(known[parent.key]) if parent.key in known else None for parent in parents]


@link(
    "StatisticsRow",
    description="The offer; null unless asked by `OFFER`, or when it is not public now.",
    max_age=0,
    name="offer",
)
async def row_offer(parents: Sequence[Keyed], ctx: Context[Runtime]) -> Sequence[Offer | None]:
    """The offers of a page, read together."""
    keys = [parent.key for parent in parents if parent.key]
    found = dict(zip(keys, await ctx.load_many(ENTITY, keys), strict=True))
    return [found.get(parent.key) for parent in parents]


async def _sums_of(
    keys: Sequence[str], more: Mapping[str, Any], period: Question, runtime: Runtime
) -> dict[str, Sums]:
    if not keys:
        return {}
    question = Question({"offer": {"$in": list(keys)}, **more}, period.first_day, period.last_day)
    found = await runtime.reader.by_offer(question)
    return {key: found.get(key, Sums()) for key in keys}
