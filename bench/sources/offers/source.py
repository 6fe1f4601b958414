"""The source of offers: root fields, the entity, and what is kept of the upstream's answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Annotated

import strawberry
from pydantic import Field

from bench.sources.offers.raw import read_facets, read_objects, read_page
from bench.sources.offers.types import Facet, Offer, OfferPage
from gateway.cache import Ages, FreshCache, Gathering, LoadMany
from gateway.errors import BadInput, GatewayError
from gateway.source import Context, Entity, Opening, Source, SourceSettings, root_field
from gateway.upstream import Policy, Upstream

MOST = 1_000

Count = Annotated[int, strawberry.argument(description=f"How many offers, 1 to {MOST}.")]
Start = Annotated[int, strawberry.argument(description="How many offers to pass over.")]
Key = Annotated[str, strawberry.argument(description="The number of the offer upstream.")]


class OffersSettings(SourceSettings):
    """Settings of the source."""

    base_url: str = Field("http://127.0.0.1:1", description="The upstream.")
    keep_seconds: float = Field(0, description="How long answers are kept; 0: not at all.")
    shared: bool = Field(True, description="Whether requests at the same moment share calls.")


class Runtime:
    """The client and, when answers are kept, the two caches."""

    def __init__(self, upstream: Upstream, settings: OffersSettings) -> None:
        """Nothing is contacted."""
        ages = Ages(soft=settings.keep_seconds, hard=settings.keep_seconds)
        self.upstream = upstream
        self.keeps = settings.keep_seconds > 0
        self.pages: FreshCache[tuple[int, int], OfferPage] = FreshCache(ages)
        self.offers: FreshCache[str, Offer] = FreshCache(ages)
        self._read: LoadMany[str, Offer] = Gathering(self._ask).load if settings.shared else self._ask

    async def page(self, start: int, first: int) -> OfferPage | None:
        """A stretch of the list, from the upstream or kept."""
        if not self.keeps:
            return await self._read_page(start, first)
        found = await self.pages.get((start, first), lambda: self._read_page(start, first))
        return found.value if found else None

    async def load(self, keys: Sequence[str]) -> Mapping[str, Offer | GatewayError | None]:
        """Offers by key."""
        if not self.keeps:
            return await self._read(keys)
        return await self.offers.values(keys, self._read)

    async def _read_page(self, start: int, first: int) -> OfferPage:
        answer = await self.upstream.get("offers", {"start": start, "count": first})
        page = read_page(answer.body)
        items = [Offer(key=str(raw.id), raw=raw) for raw in page.objetsTouristiques]
        if self.keeps:
            for offer in items:
                self.offers.put(offer.key, offer)
        return OfferPage(total_count=page.numFound, items=items)

    async def _ask(self, keys: Sequence[str]) -> Mapping[str, Offer | GatewayError | None]:
        answer = await self.upstream.post_json("objects", {"ids": keys})
        found = read_objects(answer.body).objetsTouristiques
        return {str(raw.id): Offer(key=str(raw.id), raw=raw) for raw in found}


@asynccontextmanager
async def open_source(opening: Opening) -> AsyncIterator[Runtime]:
    """The runtime; nothing is contacted."""
    settings: OffersSettings = opening.settings
    yield Runtime(opening.upstream(settings.base_url, policy=Policy(concurrency=100)), settings)


@root_field(description="A page of offers.", cost=5)
async def offers(ctx: Context[Runtime], first: Count = 50, start: Start = 0) -> OfferPage | None:
    """One call."""
    if not 1 <= first <= MOST:
        raise BadInput("INVALID_ARGUMENT", f"first must lie between 1 and {MOST}.", argument="first")
    page = await ctx.runtime.page(start, first)
    if page is not None:
        ctx.request.prime(Offer.entity, page.items)
    return page


@root_field(description="How many offers have each value.", cost=5)
async def facets(ctx: Context[Runtime]) -> list[Facet] | None:
    """One call."""
    answer = await ctx.runtime.upstream.get("facets")
    return read_facets(answer.body).facets  # type: ignore[return-value]  # shown as it was decoded


@root_field(description="One offer.", cost=2)
async def offer(ctx: Context[Runtime], key: Key) -> Offer | None:
    """One call."""
    found: Offer | None = await ctx.load(Offer.entity, key)
    return found


async def load_offers(
    keys: Sequence[str], ctx: Context[Runtime]
) -> Mapping[str, Offer | GatewayError | None]:
    """Offers by key, in one call."""
    return await ctx.runtime.load(keys)


async def health(ctx: Context[Runtime]) -> None:
    """One object."""
    await ctx.runtime.upstream.get("stats")


source: Source[Runtime] = Source(
    name="offers",
    title="Offres du banc d’essai",
    description="Des offres prises à l’émulateur d’Apidae.",
    owner="bench",
    settings=OffersSettings,
    open=open_source,
    health=health,
    entities=(Entity(name="Offer", type=Offer, load=load_offers, max_batch=MOST),),
    fields=(offers, offer, facets),
)
