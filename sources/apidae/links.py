"""Links of this source to offers: of communes, territories, those who run them, families, collections."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated

import strawberry

from gateway.errors import GatewayError, LimitExceeded
from gateway.graph.connection import After, Connection, First, check_first
from gateway.source import Context, Keyed, Link, link
from sources.apidae.answering import connection
from sources.apidae.catalogue import By, OfferPage, OfferQuery, Order
from sources.apidae.filters import checked_seed
from sources.apidae.opening import paris_day
from sources.apidae.paging import seed_of
from sources.apidae.runtime import Runtime
from sources.apidae.types.offer import Family, Offer
from sources.apidae.types.words import OfferFamily

MOST_PARENTS = 20
"""Where the first offers of each parent cannot be given in one answer, more parents cost too much."""

Pages = Sequence[Connection[Offer] | None]

Seed = Annotated[
    str | None,
    strawberry.argument(description="Any text; the same one gives the same order. None: that of the day."),
]


@link("Commune", description="Public offers in the commune.", cost=5, name="offers")
async def commune_offers(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 10, after: After = None
) -> Sequence[Connection[Offer] | None]:
    """One question for the whole level; live, while its communes have at most 200 offers, else one for each
    of at most 20 communes."""
    codes = [ctx.runtime.communes.present(parent.key) for parent in parents]
    return await listed_by(By.COMMUNE, codes, ctx, first, after)


def offers_of(kind: str, by: By, where: str) -> Link:
    """The link `offers` of a type whose keys are what offers are listed by."""

    @link(kind, description=f"Public offers {where}.", cost=5, name="offers")
    async def offers(
        parents: Sequence[Keyed], ctx: Context[Runtime], first: First = 10, after: After = None
    ) -> Sequence[Connection[Offer] | None]:
        return await listed_by(by, [parent.key for parent in parents], ctx, first, after)

    made: Link = offers
    return made


epci_offers = offers_of("Epci", By.EPCI, "in the communes of the EPCI")
territory_offers = offers_of("Territory", By.TERRITORY, "in the territory")
provider_offers = offers_of("Provider", By.PROVIDER, "that it runs")
office_offers = offers_of("TouristOffice", By.OFFICE, "whose records it keeps")


@link("Family", description="Public offers of the family.", cost=5, name="offers")
async def family_offers(
    parents: Sequence[Family], ctx: Context[Runtime], first: First = 10, after: After = None
) -> Sequence[Connection[Offer] | None]:
    """One question for the whole level."""
    return await listed_by(By.FAMILY, [parent.key.name for parent in parents], ctx, first, after)


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
) -> Sequence[Connection[Offer] | None]:
    """One question for each collection."""
    check_first(first)
    _check_number(len(parents))
    given = checked_seed(seed) or (seed_of(after) if after else paris_day(ctx.request.now).isoformat())
    queries = [OfferQuery(selection=int(parent.key), order=Order.RANDOM, seed=given) for parent in parents]
    answers = await asyncio.gather(*(_page(query, ctx, first, after) for query in queries))
    return _connections(answers, ctx)


async def listed_by(
    by: By, keys: Sequence[str], ctx: Context[Runtime], first: int, after: str | None
) -> Pages:
    """The first offers of each key in one question where that can be, else one for each of a few keys."""
    check_first(first)
    pages = await ctx.runtime.catalogue.search_by(by, keys, first) if not after else None
    if pages is not None:
        return [connection(pages[key], ctx) for key in keys]
    _check_number(len(keys))
    return _connections(await asyncio.gather(*(_page(by.query(key), ctx, first, after) for key in keys)), ctx)


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


async def _page(
    query: OfferQuery, ctx: Context[Runtime], first: int, after: str | None
) -> OfferPage | GatewayError:
    try:
        return await ctx.runtime.catalogue.search(query, first, after)
    except GatewayError as error:
        return error


OFFER_LINKS: tuple[Link, ...] = (
    commune_offers,
    epci_offers,
    territory_offers,
    provider_offers,
    office_offers,
    family_offers,
    family_counts,
    collection_offers,
)
