"""What a service needs to work: who asks, the books, the time, and cards of other sources' objects."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from gateway.clock import milliseconds
from gateway.identity import Caller
from gateway.mutations import refuse
from gateway.source import Card, Context
from sources.scouts import rights
from sources.scouts.books import Books
from sources.scouts.documents import ScoutDocument
from sources.scouts.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Desk:
    """One caller at work. `new_key` is for what this call creates."""

    ctx: Context[Runtime]
    books: Books
    random: random.Random

    @classmethod
    def of(cls, ctx: Context[Runtime]) -> Desk:
        """The desk of a request."""
        return cls(ctx, ctx.runtime.store.books, ctx.runtime.random)

    @property
    def caller(self) -> Caller:
        """Who asks."""
        return self.ctx.caller

    @property
    def subject(self) -> str:
        """The caller's account; a mutation that is not public always has one."""
        return self.caller.subject or ""

    @property
    def now(self) -> datetime:
        """When, in milliseconds as the database keeps it."""
        return milliseconds(self.ctx.request.now)

    @property
    def new_key(self) -> str:
        """The key of what is created."""
        return self.ctx.new_key

    async def cards(self, entity: str, keys: Sequence[str], field: str) -> Mapping[str, Card]:
        """Cards of objects of other sources; refuses with `NOT_FOUND` when one is not public."""
        wanted = list(dict.fromkeys(keys))
        found = await self.ctx.cards_of(entity, wanted) if wanted else {}
        if any(key not in found for key in wanted):
            refuse("NOT_FOUND", field)
        return found

    async def me(self) -> ScoutDocument:
        """The caller as a scout who may act as one."""
        scout = await self.books.scout_of(self.subject)
        rights.act_as(self.caller, scout).enforce()
        return scout or _gone()


def _gone() -> NoReturn:
    refuse("NOT_FOUND")
