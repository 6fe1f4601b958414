"""Links of this source to offers: of communes, territories, those who run them, families, collections."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

import strawberry

from gateway.errors import GatewayError, LimitExceeded
from gateway.graph.connection import After, Before, First, Last, Window, check_window
from gateway.source import Context, Keyed, Link, link
from sources.apidae.answering import connection, facets_of
from sources.apidae.catalogue import By, OfferPage, OfferQuery, Order
from sources.apidae.checks import checked_seed
from sources.apidae.filters import FacetKeys
from sources.apidae.mirror.fallback import AWAY
from sources.apidae.opening import paris_day
from sources.apidae.paging import seed_of
from sources.apidae.runtime import Runtime
from sources.apidae.types.connection import Facet, OfferConnection
from sources.apidae.types.offer import Family, Offer
from sources.apidae.types.organisations import Provider
from sources.apidae.types.words import OfferFamily

MOST_PARENTS = 20
"""Where the first offers of each parent cannot be given in one answer, more parents cost too much."""

Pages = Sequence[OfferConnection | None]

Seed = Annotated[
    str | None,
    strawberry.argument(description="Any text; the same one gives the same order. None: that of the day."),
]


@link("Commune", description="Public offers in the commune.", cost=5, name="offers")
async def commune_offers(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    first: First = 10,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Sequence[OfferConnection | None]:
    """One question for the whole level; live, while its communes have at most 200 offers, else one for each
    of at most 20 communes."""
    codes = [ctx.runtime.communes.present(parent.key) for parent in parents]
    return await listed_by(By.COMMUNE, codes, ctx, check_window(first, after, last, before))


def offers_of(kind: str, by: By, where: str) -> Link:
    """The link `offers` of a type whose keys are what offers are listed by."""

    @link(kind, description=f"Public offers {where}.", cost=5, name="offers")
    async def offers(
        parents: Sequence[Keyed],
        ctx: Context[Runtime],
        first: First = 10,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Sequence[OfferConnection | None]:
        window = check_window(first, after, last, before)
        return await listed_by(by, [parent.key for parent in parents], ctx, window)

    made: Link = offers
    return made


epci_offers = offers_of("Epci", By.EPCI, "in the communes of the EPCI")
territory_offers = offers_of("Territory", By.TERRITORY, "in the territory")
provider_offers = offers_of("Provider", By.PROVIDER, "that it runs")
office_offers = offers_of("TouristOffice", By.OFFICE, "whose records it keeps")


@link("Offer", description="Who runs it.", name="provider")
async def offer_provider(parents: Sequence[Offer], ctx: Context[Runtime]) -> Sequence[Provider | None]:
    """As all its offers tell of it; as the offer alone does where no mirror is kept or can be read."""
    cards = [parent.provider for parent in parents]
    if ctx.runtime.mirror and any(cards):
        with suppress(*AWAY):
            known = (await ctx.runtime.directory()).providers
            return [one and (known.get(one.key) or one) for one in cards]
    return cards


@link("Family", description="Public offers of the family.", cost=5, name="offers")
async def family_offers(
    parents: Sequence[Family],
    ctx: Context[Runtime],
    first: First = 10,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Sequence[OfferConnection | None]:
    """One question for the whole level."""
    window = check_window(first, after, last, before)
    return await listed_by(By.FAMILY, [parent.key.name for parent in parents], ctx, window)


@link("Family", description="How many public offers the family has.", name="offersCount")
async def family_counts(parents: Sequence[Family], ctx: Context[Runtime]) -> Sequence[int | None]:
    """All families are counted at once where a mirror is kept."""
    if ctx.runtime.mirror:
        counts = (await ctx.runtime.directory()).families
        return [counts.get(parent.key, 0) for parent in parents]
    return await asyncio.gather(*(_count(parent.key, ctx) for parent in parents))


async def _count(family: OfferFamily, ctx: Context[Runtime]) -> int:
    return (await ctx.runtime.catalogue.search(OfferQuery(families_any=(family,)), 1)).total


@link(
    "Collection",
    description="Its public offers, in an order by chance that changes every day: nobody is always last.",
    cost=5,
    name="offers",
)
async def collection_offers(
    parents: Sequence[Keyed],
    ctx: Context[Runtime],
    first: First = 10,
    after: After = None,
    seed: Seed = None,
    last: Last = None,
    before: Before = None,
) -> Sequence[OfferConnection | None]:
    """A few commands for the whole level; behind a cursor one question for each of a few collections."""
    window = check_window(first, after, last, before)
    given = checked_seed(seed) or _seed_of(window, ctx)
    queries = [OfferQuery(selection=int(parent.key), order=Order.RANDOM, seed=given) for parent in parents]
    if ctx.runtime.mirror and window.cursor is None and not window.backward:
        pages = await ctx.runtime.mirror.catalogue.search_all(queries, window.count)
        return [connection(page, ctx) for page in pages]
    _check_number(len(parents))
    answers = await asyncio.gather(*(_page(query, ctx, window) for query in queries))
    return _connections(answers, ctx)


@link("OfferConnection", description="How many offers of the whole list have which values.", cost=3)
async def facets(
    parents: Sequence[OfferConnection], ctx: Context[Runtime], by: FacetKeys
) -> Sequence[list[Facet] | None]:
    """Counts under the filter of each list."""
    counts = [await ctx.runtime.catalogue.counts(parent.query, by) for parent in parents]
    return [facets_of(each, by, ctx) for each in counts]


async def listed_by(by: By, keys: Sequence[str], ctx: Context[Runtime], window: Window) -> Pages:
    """The first offers of each key in one question where that can be, else one for each of a few keys."""
    together = window.cursor is None and not window.backward
    pages = await ctx.runtime.catalogue.search_by(by, keys, window.count) if together else None
    if pages is not None:
        return [connection(pages[key], ctx) for key in keys]
    _check_number(len(keys))
    return _connections(await asyncio.gather(*(_page(by.query(key), ctx, window) for key in keys)), ctx)


def _connections(answers: Sequence[OfferPage | GatewayError], ctx: Context[Runtime]) -> Pages:
    return [one if isinstance(one, GatewayError) else connection(one, ctx) for one in answers]  # type: ignore[misc]  # an error stands for one parent


def _check_number(parents: int) -> None:
    if parents > MOST_PARENTS:
        raise LimitExceeded(
            "LIMIT_ITEMS",
            limit=MOST_PARENTS,
            actual=parents,
            message="Too many lists of offers at once; ask for fewer.",
        )


def _seed_of(window: Window, ctx: Context[Runtime]) -> str:
    """That of the cursor, else one for the day."""
    if not window.cursor:
        return paris_day(ctx.request.now).isoformat()
    return seed_of(window.cursor, window.argument)


async def _page(query: OfferQuery, ctx: Context[Runtime], window: Window) -> OfferPage | GatewayError:
    try:
        return await ctx.runtime.catalogue.search(
            query, window.count, window.cursor, backward=window.backward
        )
    except GatewayError as error:
        return error


OFFER_LINKS: tuple[Link, ...] = (
    offer_provider,
    commune_offers,
    epci_offers,
    territory_offers,
    provider_offers,
    office_offers,
    family_offers,
    family_counts,
    collection_offers,
    facets,
)
