"""The cards of other sources' objects: what posts are matched with, and whose accounts are read."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gateway.errors import GatewayError, SourceError
from gateway.source import Card, Context
from sources.social.matching import COMMUNE, OFFER, SCOUT, TERRITORY

logger = logging.getLogger("sources.social")


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards by owner; None where an owner could not be asked, which is not the same as none."""

    offers: Sequence[Card] | None
    scouts: Sequence[Card] | None
    communes: Sequence[Card] | None = ()
    territories: Sequence[Card] | None = ()


async def read_cards(ctx: Context[Any]) -> Cards:
    """The cards of all public objects that posts can be about."""
    return Cards(
        offers=await cards_of(ctx, OFFER),
        scouts=await cards_of(ctx, SCOUT),
        communes=await cards_of(ctx, COMMUNE),
        territories=await cards_of(ctx, TERRITORY),
    )


async def cards_of(ctx: Context[Any], entity: str) -> list[Card] | None:
    """The cards of one kind; none when nobody owns it here or publishes cards of it."""
    try:
        return [card async for card in ctx.cards(entity)]
    except LookupError:
        return []
    except SourceError as error:
        logger.warning("the cards of %s cannot be read: %s", entity, error.code)
        return None
    except GatewayError:
        return []  # its owner has none in the way it is run
