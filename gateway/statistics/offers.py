"""Which offers are public now and who answers for them: from their owner's cards, kept for a minute."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from gateway.clock import Clock
from gateway.source import Card, Context
from gateway.statistics.record import OfferFacts

ENTITY = "Offer"
KEPT_SECONDS = 60.0
MOST_KEPT = 20_000
AT_ONCE = 200


class Offers:
    """Facts of public offers by key. An offer that was hidden counts for a minute at most."""

    def __init__(self, clock: Clock) -> None:
        """Knows none yet."""
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, OfferFacts | None]] = OrderedDict()

    async def public(
        self, keys: Iterable[str], ctx: Context[Any], *, now: bool = False
    ) -> Mapping[str, OfferFacts]:
        """The facts of those that are public, with `now` at this moment; raises what their owner raises."""
        wanted = list(dict.fromkeys(keys))
        if not ctx.request.opened.owns(ENTITY):
            return {}
        moment = self._clock.monotonic()
        missing = [key for key in wanted if now or self._kept.get(key, (0.0, None))[0] <= moment]
        asked = frozenset(missing)
        found = {key: kept for key in wanted if key not in asked and (kept := self._kept[key][1])}
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            cards = await ctx.cards_of(ENTITY, some)
            for key in some:
                facts = _facts(cards[key]) if key in cards else None
                self._keep(key, moment + KEPT_SECONDS, facts)
                if facts:
                    found[key] = facts
        return found

    def _keep(self, key: str, until: float, facts: OfferFacts | None) -> None:
        self._kept[key] = (until, facts)
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


def _facts(card: Card) -> OfferFacts:
    insee = card.insee or ""
    department = insee[:3] if insee.startswith("97") else insee[:2]
    return OfferFacts(card.key, card.office or "", card.provider or "", department)
