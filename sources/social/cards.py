"""The cards of offers and scouts: what posts are matched with, and whose accounts are read."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from gateway.errors import SourceError
from gateway.source import Card, Context
from sources.social.captions import fold_handle
from sources.social.matching import OFFER, SCOUT
from sources.social.runtime import Runtime
from sources.social.settings import is_user_name

logger = logging.getLogger("sources.social")


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards of both owners; None where an owner could not be asked, which is not the same as none."""

    offers: Sequence[Card] | None
    scouts: Sequence[Card] | None

    @property
    def scout_handles(self) -> list[str]:
        """Account names of scouts that Instagram could know."""
        handles = (fold_handle(handle) for card in self.scouts or () for handle in card.handles)
        return list(dict.fromkeys(handle for handle in handles if is_user_name(handle)))


async def read_cards(ctx: Context[Runtime]) -> Cards:
    """The cards of all public offers and scouts."""
    return Cards(offers=await _cards(ctx, OFFER), scouts=await _cards(ctx, SCOUT))


async def _cards(ctx: Context[Runtime], entity: str) -> list[Card] | None:
    try:
        return [card async for card in ctx.cards(entity)]
    except LookupError:
        return []  # nobody owns this entity here, or nobody publishes cards of it
    except SourceError as error:
        logger.warning("the cards of %s cannot be read: %s", entity, error.code)
        return None
