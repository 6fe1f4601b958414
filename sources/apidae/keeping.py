"""What is kept of Apidae's answers; whatever comes, the policy judges it here before it becomes an offer."""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gateway.cache import Ages, FreshCache
from gateway.clock import Clock
from gateway.errors import GatewayError, SourceInvalid
from sources.apidae.mapping.offer import offer_of
from sources.apidae.mapping.reading import Raw, identity
from sources.apidae.opening import paris_day
from sources.apidae.policy import Eligibility
from sources.apidae.types.offer import Offer
from sources.apidae.workflow.model import Workflow

logger = logging.getLogger("sources.apidae")

OFFER_BYTES = 12_000
"""What one offer takes in memory, roughly."""

MOST_OFFERS = 20_000
MOST_WINDOW_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a list as Apidae gave it: ids in order (0 where an object had none) and what is public."""

    ids: tuple[int, ...]
    total: int
    offers: Mapping[int, Offer]


class Keeper:
    """The two caches, of stretches of lists and of single offers; a list fills both."""

    def __init__(self, eligibility: Eligibility, ages: Ages, clock: Clock) -> None:
        """Nothing is kept yet."""
        self._paths: Mapping[int, Workflow] = {}
        self._followed = (eligibility.moment(), paris_day(clock.now()))
        self.withheld: frozenset[int] = frozenset()
        """Ids of objects that their path keeps from being public, whatever else."""
        self._eligibility = eligibility
        self._clock = clock
        self.windows: FreshCache[str, Window] = FreshCache(
            ages,
            clock=clock,
            max_bytes=MOST_WINDOW_BYTES,
            size=lambda window: 1_000 + OFFER_BYTES * len(window.offers),
        )
        self.offers: FreshCache[str, Offer] = FreshCache(ages, clock=clock, max_entries=MOST_OFFERS)

    def window(self, items: Sequence[Raw], total: int) -> Window:
        """A stretch of a list that was read just now; its offers are kept one by one as well."""
        found: dict[int, Offer] = {}
        for item in items:
            offer = self.offer(item)
            if isinstance(offer, Offer):
                found[offer.apidae_id] = offer
                self.offers.put(offer.key, offer)
        return Window(tuple(identity(item) or 0 for item in items), total, found)

    def offer(self, item: Raw) -> Offer | GatewayError | None:
        """The offer of an object that was read just now; None when it is not public, an error if damaged."""
        return judged(item, self._eligibility, self._clock.now(), self._paths.get(identity(item) or 0))

    def follow(self, paths: Mapping[int, Workflow]) -> None:
        """Judge by these paths from now on; what other rules or other paths have judged is forgotten."""
        through, now = self._eligibility.lets_through, self._clock.now()
        if paths is self._paths and (self._eligibility.moment(), paris_day(now)) == self._followed:
            return
        withheld = frozenset(number for number, path in paths.items() if not through(path, now))
        for number in withheld ^ self.withheld:
            self.offers.invalidate(str(number))
        rules = self._eligibility.moment()
        if rules != self._followed[0]:
            self.windows.invalidate_where(lambda _: True)
            self.offers.invalidate_where(lambda _: True)
        self._paths, self.withheld, self._followed = paths, withheld, (rules, paris_day(now))

    def shown(self, offer: Offer, *, stale: bool) -> Offer:
        """The offer as it may be shown now: pictures whose time is over are left out."""
        return shown_at(self._clock.now(), offer, stale=stale)

    async def aclose(self) -> None:
        """Cancel what is being loaded."""
        await self.windows.aclose()
        await self.offers.aclose()


def judged(
    item: Raw, eligibility: Eligibility, fetched_at: datetime, workflow: Workflow | None = None
) -> Offer | GatewayError | None:
    """The offer of an object that was read then; None when it is not public, an error if damaged."""
    verdict = eligibility.verdict(item, workflow)
    if not verdict.is_public:
        return None
    try:
        return offer_of(item, verdict, fetched_at)
    except SourceInvalid as error:
        logger.warning("an object was left out: %s", error.detail)
        return error


def shown_at(now: datetime, offer: Offer, *, stale: bool) -> Offer:
    """The offer as it may be shown: without pictures whose time is over, and marked when it is stale."""
    today = latest_day(now)
    over = any(one.expires and one.expires < today for one in offer.all_pictures)
    if not over and not stale:
        return offer
    shown = copy.copy(offer)
    shown.all_pictures = tuple(
        one for one in offer.all_pictures if one.expires is None or one.expires >= today
    )
    shown.source = replace(offer.source, stale=stale)
    return shown


def latest_day(now: datetime) -> date:
    """The day in France, or already the next one in the last hour of a winter's day: rights end early."""
    return (now + timedelta(hours=2)).date()
