"""The one place that decides which stored posts a request may see: age, moderation, consent of scouts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from gateway.clock import Clock
from gateway.errors import SourceError
from gateway.source import Context
from sources.social.accounts.book import AccountBook
from sources.social.accounts.record import AccountRecord
from sources.social.captions import fold_handle
from sources.social.mapping import SCOUT as SCOUT_ORIGIN
from sources.social.matching import SCOUT
from sources.social.media import Document
from sources.social.once import OncePerRequest

ACCOUNTS_FOR = 30.0
"""Seconds that the list of accounts is believed; posts of one that is not on it are not shown."""


@dataclass(frozen=True, slots=True)
class Visibility:
    """What a request may see: copies read since `shown_since`, none of `hidden` accounts.

    `scouts` are the accounts of scouts that are known and agreed to now; a post of any other scout's
    account is not shown, whoever wrote it there.
    """

    shown_since: datetime
    hidden: frozenset[str] = frozenset()
    scouts: frozenset[str] = field(default=frozenset())

    @property
    def where(self) -> Document:
        """The condition on stored posts; without a withdrawn consent indexes serve it alone."""
        hidden = {"account.key": {"$nin": sorted(self.hidden)}} if self.hidden else {}
        return {"shown": True, "fetchedAt": {"$gte": self.shown_since}, **hidden}

    def allows(self, post: Mapping[str, Any]) -> bool:
        """Whether a post that the condition found may be shown after all."""
        return post["origin"] != SCOUT_ORIGIN or post["account"]["key"] in self.scouts


class Visibilities:
    """Works out once a request what it may see, and remembers for a moment which accounts are scouts'."""

    def __init__(self, book: AccountBook, clock: Clock, forget_seconds: float) -> None:
        """Nothing is asked yet."""
        self._book = book
        self._clock = clock
        self._forget = timedelta(seconds=forget_seconds)
        self._requests: OncePerRequest[Visibility] = OncePerRequest(self._look)
        self._accounts: Sequence[AccountRecord] = ()
        self._read_at = -math.inf

    async def of(self, ctx: Context[Any]) -> Visibility:
        """What this request may see; the same for all its fields."""
        return await self._requests.of(ctx)

    def forget_accounts(self) -> None:
        """Read the accounts again at the next need: some were added or went."""
        self._read_at = -math.inf

    async def _look(self, ctx: Context[Any]) -> Visibility:
        records = await self._scouts_accounts()
        agreed = await _agreed(ctx, [one for one in records if one.scouts])
        shown = {one.key for one in records if one.may_be_read and (one.key in agreed or not one.scouts)}
        hidden = frozenset(one.key for one in records) - shown
        return Visibility(ctx.request.now - self._forget, hidden, frozenset(shown))

    async def _scouts_accounts(self) -> Sequence[AccountRecord]:
        if self._clock.monotonic() - self._read_at > ACCOUNTS_FOR:
            self._accounts = [one for one in await self._book.all() if one.origin == SCOUT_ORIGIN]
            self._read_at = self._clock.monotonic()
        return self._accounts


async def _agreed(ctx: Context[Any], records: Iterable[AccountRecord]) -> set[str]:
    """Accounts whose scout has them on the card now: a card without a consent has no accounts.

    When scouts cannot be asked nobody has agreed.
    """
    asked = list(records)
    keys = sorted({scout for one in asked for scout in one.scouts})
    if not keys:
        return set()
    try:
        cards = await ctx.cards_of(SCOUT, keys)
    except (SourceError, LookupError):
        return set()
    handles = {key: {fold_handle(handle) for handle in card.handles} for key, card in cards.items()}
    return {one.key for one in asked if any(one.meta_id in handles.get(key, ()) for key in one.scouts)}
