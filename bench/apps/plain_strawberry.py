"""Plain Strawberry as its documentation shows it: types, resolvers, its own DataLoader, its ASGI view."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.schema.config import StrawberryConfig

from bench.apps import plain_mapping as mapping
from bench.apps.plain_types import SCALARS, Account, Bucket, Facet, Offer, OfferPage, Post
from bench.apps.reaching import KEEPS_ENTITIES, Reach, reaching
from bench.apps.running import serve


class Kept:
    """Objects in memory in the mode `entities`; keys that are missing are read in one call."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._known: dict[Any, Any] = {}

    def put(self, key: Any, value: Any) -> None:
        """Keep a value if this mode keeps any."""
        if KEEPS_ENTITIES:
            self._known[key] = value

    def get(self, key: Any) -> Any:
        """A kept value or None."""
        return self._known.get(key)

    async def through(self, keys: Sequence[str], read: Any) -> list[Any]:
        """Values aligned with the keys."""
        if not KEEPS_ENTITIES:
            found = await read(keys)
            return [found.get(key) for key in keys]
        if missing := [key for key in keys if key not in self._known]:
            self._known.update(await read(missing))
        return [self._known.get(key) for key in keys]


PAGES, OFFERS, POSTS, ACCOUNTS = Kept(), Kept(), Kept(), Kept()


class Loaders:
    """The loaders of one request."""

    def __init__(self, reach: Reach) -> None:
        """Needs a running loop."""
        self.reach = reach
        self.offers: DataLoader[str, Offer | None] = DataLoader(self._offers)
        self.posts: DataLoader[str, list[Post]] = DataLoader(self._posts)
        self.accounts: DataLoader[str, Account | None] = DataLoader(self._accounts)

    async def page(self, start: int, first: int) -> OfferPage:
        """A page of offers."""
        if known := PAGES.get((start, first)):
            kept: OfferPage = known
            return kept
        body = await self.reach.page(start, first)
        page = OfferPage(
            total_count=body["numFound"], items=[mapping.offer_of(raw) for raw in body["objetsTouristiques"]]
        )
        for offer in page.items:
            OFFERS.put(offer.key, offer)
        PAGES.put((start, first), page)
        return page

    async def _offers(self, keys: list[str]) -> list[Offer | None]:
        async def read(ids: Sequence[str]) -> dict[str, Offer]:
            return {str(raw["id"]): mapping.offer_of(raw) for raw in await self.reach.objects(ids)}

        return await OFFERS.through(keys, read)

    async def _posts(self, keys: list[str]) -> list[list[Post]]:
        async def read(ids: Sequence[str]) -> dict[str, list[Post]]:
            found = await self.reach.posts(ids)
            return {key: [mapping.post_of(raw) for raw in found.get(key, ())] for key in ids}

        return await POSTS.through(keys, read)

    async def _accounts(self, keys: list[str]) -> list[Account | None]:
        async def read(ids: Sequence[str]) -> dict[str, Account]:
            return {raw["id"]: mapping.account_of(raw) for raw in await self.reach.accounts(ids)}

        return await ACCOUNTS.through(keys, read)


@strawberry.type
class Query:
    """What can be asked."""

    @strawberry.field
    async def offers(self, info: strawberry.Info, first: int = 50, start: int = 0) -> OfferPage | None:
        page: OfferPage = await info.context["loaders"].page(start, first)
        return page

    @strawberry.field
    async def offer(self, info: strawberry.Info, key: str) -> Offer | None:
        found: Offer | None = await info.context["loaders"].offers.load(key)
        return found

    @strawberry.field
    async def facets(self, info: strawberry.Info) -> list[Facet] | None:
        found = await info.context["loaders"].reach.facets()
        return [
            Facet(
                key=one["facet"],
                buckets=[Bucket(value=each["value"], count=each["nb"]) for each in one["values"]],
            )
            for one in found
        ]


class View(GraphQL[Any, Any]):
    """Strawberry's view, with loaders for each request."""

    reach: Reach

    async def get_context(self, request: Any, response: Any) -> Any:
        """Loaders of one request."""
        return {"request": request, "response": response, "loaders": Loaders(self.reach)}


view = View(strawberry.Schema(Query, config=StrawberryConfig(scalar_map=SCALARS)), graphql_ide=None)


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    """Open the session of the upstream."""
    async with reaching() as reach:
        view.reach = reach
        yield


if __name__ == "__main__":
    serve(Starlette(routes=[Route("/graphql", view)], lifespan=lifespan))
