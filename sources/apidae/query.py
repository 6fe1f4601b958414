"""The root fields of this source, and how its entities are found again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Annotated, Any

import strawberry

from gateway.errors import BadInput
from gateway.graph.connection import After, Before, First, Last, check_window
from gateway.graph.ids import key_of
from gateway.source import Card, Context, root_field
from sources.apidae.answering import NAME, connection, facets_of
from sources.apidae.cards import card_of_offer
from sources.apidae.filters import FacetKeys, Filter, Seed, Sort
from sources.apidae.mapping.slug import number_of
from sources.apidae.runtime import Runtime
from sources.apidae.types.connection import Facet, OfferConnection
from sources.apidae.types.offer import Family, Offer
from sources.apidae.types.place import Commune
from sources.apidae.types.words import OfferFamily

COMMUNES_AT_ONCE = 200

OfferId = Annotated[strawberry.ID | None, strawberry.argument(description="The `id` of the offer.")]
OfferSlug = Annotated[
    str | None, strawberry.argument(description="The `slug` of the offer; an older one finds it too.")
]
ApidaeId = Annotated[int | None, strawberry.argument(description="The number of the offer in Apidae.")]


@root_field(description="Public offers that fit a filter, page by page.", cost=5)
async def offers(
    ctx: Context[Runtime],
    filter: Filter = None,
    sort: Sort = None,
    first: First = 20,
    after: After = None,
    seed: Seed = None,
    last: Last = None,
    before: Before = None,
) -> OfferConnection | None:
    """The mirror's memory answers it; in the mode `live` one call of Apidae does."""
    window = check_window(first, after, last, before)
    query = await ctx.runtime.asker.query(filter, sort, seed, window.cursor, window.argument)
    page = await ctx.runtime.catalogue.search(query, window.count, window.cursor, backward=window.backward)
    return connection(page, ctx)


@root_field(description="How many public offers have which values, under a filter.", cost=5)
async def facets(ctx: Context[Runtime], by: FacetKeys, filter: Filter = None) -> list[Facet] | None:
    """Counts without a list."""
    query = await ctx.runtime.asker.query(filter)
    return facets_of(await ctx.runtime.catalogue.counts(query, by), by, ctx)


@root_field(description="One offer, found by exactly one of the arguments; null unless it is public.", cost=2)
async def offer(
    ctx: Context[Runtime], id: OfferId = None, slug: OfferSlug = None, apidae_id: ApidaeId = None
) -> Offer | None:
    """One offer."""
    key = key_of_one(id, slug, apidae_id)
    found: Offer | None = await ctx.load(Offer.entity, key) if key else None
    if key and found is None and (other := await ctx.runtime.standing_in(key)):
        found = await ctx.load(Offer.entity, other)
    return found


def key_of_one(id: OfferId, slug: OfferSlug, apidae_id: ApidaeId) -> str | None:
    """The key that exactly one of these tells; None when it cannot be that of an offer."""
    if sum(given is not None for given in (id, slug, apidae_id)) != 1:
        raise BadInput("INVALID_ARGUMENT", "Exactly one of id, slug and apidaeId is wanted.", argument="id")
    if id is not None:
        return key_of(id, Offer.entity)
    number = apidae_id if slug is None else number_of(slug)
    return str(number) if number and number > 0 else None


@root_field(description="The five families of Partir Ici, in the order in which they are shown.")
async def families(ctx: Context[Runtime]) -> list[Family] | None:  # noqa: ARG001  # the contract of a root field
    """All families; nobody is asked."""
    return [Family(key=family) for family in OfferFamily]


async def load_offers(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:
    """Public offers by key, in one call for those that are not kept."""
    found = await ctx.runtime.catalogue.load(keys)
    if found.stale:
        ctx.request.stale.add(NAME)
    return found.offers


async def load_communes(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:
    """Communes of the region by INSEE code."""
    return await ctx.runtime.communes.load(keys)


def offer_cards(ctx: Context[Runtime]) -> AsyncIterator[Card]:
    """Cards of all public offers."""
    return ctx.runtime.catalogue.cards()


async def offer_cards_of(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Card]:
    """Cards of the public ones among these offers."""
    found = await ctx.runtime.catalogue.load(keys)
    return {key: card_of_offer(one) for key, one in found.offers.items() if isinstance(one, Offer)}


async def commune_cards(ctx: Context[Runtime]) -> AsyncIterator[Card]:
    """Cards of the communes that have public offers, by INSEE code."""
    codes = sorted({card.insee async for card in ctx.runtime.catalogue.cards() if card.insee})
    for start in range(0, len(codes), COMMUNES_AT_ONCE):
        found = await ctx.runtime.communes.load(codes[start : start + COMMUNES_AT_ONCE])
        for code, commune in sorted(found.items()):
            if isinstance(commune, Commune):
                yield Card(key=code, name=commune.name, insee=code)


async def commune_cards_of(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Card]:
    """Cards of communes of the region, whether they have offers or not."""
    found = await ctx.runtime.communes.load(keys)
    places = ctx.runtime.ground.places
    return {
        code: Card(key=code, name=one.name, insee=code, point=places.middle_of(code))
        for code, one in found.items()
        if isinstance(one, Commune)
    }
