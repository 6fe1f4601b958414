"""The mirror while it can answer, Apidae while it cannot: before the first fill, without a database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence

from gateway.errors import BadInput, SourceTimeout, SourceUnavailable
from gateway.source import Card
from sources.apidae.catalogue import By, Catalogue, Counts, Loaded, OfferPage, OfferQuery
from sources.apidae.types.discovery import FacetKey

AWAY = (SourceUnavailable, SourceTimeout)
"""What the mirror raises when its database does not answer or it was never filled."""


class MirrorOrLive:
    """Asks `live` whenever the mirror is away; see `Catalogue`.

    A cursor leads on in the catalogue that gave it out. Of the mirror's own ones Apidae knows nothing: they
    raise what the mirror raises until it is back.
    """

    def __init__(self, mirror: Catalogue, live: Catalogue) -> None:
        """Contacts nothing."""
        self.mirror = mirror
        self.live = live

    async def search(
        self, query: OfferQuery, first: int, after: str | None = None, *, backward: bool = False
    ) -> OfferPage:
        """See `Catalogue.search`."""
        try:
            return await self.mirror.search(query, first, after, backward=backward)
        except (*AWAY, BadInput) as error:
            if isinstance(error, BadInput) and (error.code != "INVALID_CURSOR" or not after):
                raise
            try:
                return await self.live.search(query, first, after, backward=backward)
            except BadInput:
                raise error from None

    async def counts(self, query: OfferQuery, keys: Sequence[FacetKey]) -> Mapping[FacetKey, Counts]:
        """See `Catalogue.counts`; Apidae cannot count, so there is nothing behind the mirror."""
        return await self.mirror.counts(query, keys)

    async def search_by(self, by: By, keys: Sequence[str], first: int) -> Mapping[str, OfferPage] | None:
        """See `Catalogue.search_by`."""
        try:
            return await self.mirror.search_by(by, keys, first)
        except AWAY:
            if by is not By.COMMUNE:
                raise
            return await self.live.search_by(by, keys, first)

    async def load(self, keys: Sequence[str]) -> Loaded:
        """See `Catalogue.load`."""
        try:
            return await self.mirror.load(keys)
        except AWAY:
            return await self.live.load(keys)

    async def point_of(self, insee: str) -> tuple[float, float] | None:
        """See `Catalogue.point_of`."""
        try:
            return await self.mirror.point_of(insee)
        except AWAY:
            return await self.live.point_of(insee)

    async def cards(self) -> AsyncIterator[Card]:
        """See `Catalogue.cards`; once it has begun, the catalogue is not changed."""
        begun = False
        try:
            async for card in self.mirror.cards():
                begun = True
                yield card
        except AWAY:
            if begun:
                raise
        else:
            return
        async for card in self.live.cards():
            yield card
