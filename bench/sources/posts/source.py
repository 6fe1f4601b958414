"""The source of posts: two links, each one call for a whole level."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any

import strawberry
from pydantic import Field

from bench.sources.posts.raw import RawAccount, RawPost, read_accounts, read_posts
from bench.sources.posts.types import Account, Media, Post
from gateway.cache import Ages, FreshCache, Gathering, LoadMany
from gateway.errors import GatewayError
from gateway.graph.scalars import URL
from gateway.source import Context, Entity, Keyed, Opening, Source, SourceSettings, link
from gateway.upstream import Policy, Upstream

Most = Annotated[int, strawberry.argument(description="How many posts at most.")]
MEDIA = {member.value: member for member in Media}
Posts = list[Post]


class PostsSettings(SourceSettings):
    """Settings of the source."""

    base_url: str = Field("http://127.0.0.1:1", description="The upstream.")
    keep_seconds: float = Field(0, description="How long answers are kept; 0: not at all.")
    shared: bool = Field(True, description="Whether requests at the same moment share calls.")


class Runtime:
    """The client and, when answers are kept, the two caches."""

    def __init__(self, upstream: Upstream, settings: PostsSettings) -> None:
        """Nothing is contacted."""
        ages = Ages(soft=settings.keep_seconds, hard=settings.keep_seconds)
        self.upstream = upstream
        self.keeps = settings.keep_seconds > 0
        self.posts: FreshCache[str, Posts] = FreshCache(ages)
        self.accounts: FreshCache[str, Account] = FreshCache(ages)
        self._read_posts: LoadMany[str, Posts] = self._ask_posts
        self._read_accounts: LoadMany[str, Account] = self._ask_accounts
        if settings.shared:
            self._read_posts = Gathering(self._ask_posts).load
            self._read_accounts = Gathering(self._ask_accounts).load

    async def posts_of(self, offers: Sequence[str]) -> Mapping[str, Posts | GatewayError | None]:
        """The posts about each offer."""
        if not self.keeps:
            return await self._read_posts(offers)
        return await self.posts.values(offers, self._read_posts)

    async def load(self, keys: Sequence[str]) -> Mapping[str, Account | GatewayError | None]:
        """Accounts by key."""
        if not self.keeps:
            return await self._read_accounts(keys)
        return await self.accounts.values(keys, self._read_accounts)

    async def _ask_posts(self, offers: Sequence[str]) -> Mapping[str, Posts | GatewayError | None]:
        answer = await self.upstream.post_json("posts", {"offers": offers})
        return {key: list(map(post_of, posts)) for key, posts in read_posts(answer.body).posts.items()}

    async def _ask_accounts(self, keys: Sequence[str]) -> Mapping[str, Account | GatewayError | None]:
        answer = await self.upstream.post_json("accounts", {"ids": keys})
        return {raw.id: account_of(raw) for raw in read_accounts(answer.body).accounts}


def post_of(raw: RawPost) -> Post:
    """A post of the upstream."""
    return Post(
        key=raw.id,
        account_key=raw.owner.id,
        media=MEDIA[raw.media_type],
        text=raw.caption,
        permalink=URL(raw.permalink),
        published_at=raw.timestamp[:19] + "Z",
        likes=raw.like_count,
    )


def account_of(raw: RawAccount) -> Account:
    """An account of the upstream."""
    return Account(key=raw.id, handle=raw.username, name=raw.name, followers=raw.followers_count)


@asynccontextmanager
async def open_source(opening: Opening) -> AsyncIterator[Runtime]:
    """The runtime; nothing is contacted."""
    settings: PostsSettings = opening.settings
    yield Runtime(opening.upstream(settings.base_url, policy=Policy(concurrency=100)), settings)


@link("Offer", description="Posts about the offer, newest first.", cost=2)
async def posts(
    parents: Sequence[Keyed], ctx: Context[Runtime], first: Most = 2
) -> Sequence[list[Post] | None]:
    """One call for all offers."""
    found = await ctx.runtime.posts_of([parent.key for parent in parents])
    answers = [found.get(parent.key) or [] for parent in parents]
    return [one if isinstance(one, GatewayError) else one[:first] for one in answers]  # type: ignore[misc]  # an error stands for one parent


@link("Post", description="The account that made it.")
async def account(parents: Sequence[Post], ctx: Context[Runtime]) -> Sequence[Account | None]:
    """One call for all posts."""
    return await ctx.load_many(Account.entity, [post.account_key for post in parents])


async def load_accounts(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:
    """Accounts by key, in one call."""
    return await ctx.runtime.load(keys)


async def load_posts(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:  # noqa: ARG001  # the contract of an entity
    """Posts are reached by their offers only."""
    return {}


async def health(ctx: Context[Runtime]) -> None:
    """The cheapest question."""
    await ctx.runtime.upstream.get("stats")


source: Source[Runtime] = Source(
    name="posts",
    title="Publications du banc d’essai",
    description="Des publications inventées.",
    owner="bench",
    settings=PostsSettings,
    open=open_source,
    health=health,
    entities=(
        Entity(name="Account", type=Account, load=load_accounts, max_batch=1000),
        Entity(name="Post", type=Post, load=load_posts),
    ),
    links=(posts, account),
)
