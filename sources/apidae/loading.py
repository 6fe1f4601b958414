"""Offers by their numbers for links: many at once, without those that are not public or damaged."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from gateway.errors import SourceInvalid
from gateway.source import Context
from sources.apidae.runtime import Runtime
from sources.apidae.types.offer import Offer


async def offers_by_key(ctx: Context[Runtime], keys: Iterable[str]) -> dict[str, Offer]:
    """The offers that are public now; raises when the source cannot be asked."""
    wanted = list(dict.fromkeys(keys))
    loaded = await asyncio.gather(*(ctx.load(Offer.entity, key) for key in wanted), return_exceptions=True)
    offers: dict[str, Offer] = {}
    for key, one in zip(wanted, loaded, strict=True):
        if isinstance(one, BaseException) and not isinstance(one, SourceInvalid):
            raise one
        if isinstance(one, Offer):  # a damaged one is left out: it costs none of its neighbours
            offers[key] = one
    return offers
