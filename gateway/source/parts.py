"""What a source adds to the graph: entities, fields, links, mutations, subscriptions, feeds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.graph.shared import Origin
    from gateway.identity import RoleName
    from gateway.source.context import Card, Context

R = TypeVar("R")
T_co = TypeVar("T_co", covariant=True)

MAX_AGE = 60
"""Seconds that an answer may be kept by caches when the declaration says nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Generic[R]):
    """A type that has keys: other sources may link to it and `node(id:)` finds it.

    `load` takes distinct keys (at most `max_batch`) and returns what it found; a value may be a
    `GatewayError` that costs only its key. Only public objects are returned.
    """

    name: str
    type: type
    load: Callable[[Sequence[str], Context[R]], Awaitable[Mapping[str, Any]]]
    max_batch: int = 200
    cards: Callable[[Context[R]], AsyncIterator[Card]] | None = None
    cards_of: Callable[[Sequence[str], Context[R]], Awaitable[Mapping[str, Card]]] | None = None
    """Cards of a few objects; without it they are picked out of `cards`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RootField:
    """A field of `Query`: `async def name(ctx, **arguments) -> Type | None`.

    `max_age` is how many seconds caches may keep an answer that holds it; 0 forbids it.
    """

    name: str
    resolve: Callable[..., Awaitable[Any]]
    description: str
    cost: int = 1
    max_age: int = MAX_AGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A field on a type, its own or another source's, answered for a whole level at once.

    `batch(parents, ctx, **arguments)` gets the distinct parents of a level (for another source's type
    only `.key` may be read) and returns one answer per parent, in their order: a value, None, or a
    `GatewayError` that costs only that parent.
    """

    on: str
    name: str
    batch: Callable[..., Awaitable[Sequence[Any]]]
    description: str
    cost: int = 1
    max_age: int = MAX_AGE
    """As of a `RootField`; the shortest of all that an operation selects counts."""
    watches: tuple[str, ...] = ("totalCount",)
    """Fields below whose selection changes the work: only they appear in `ctx.selected`."""


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `calls` within `seconds`, by one caller: a subject, or an address for who has no token."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """A field of `Mutation`: `async def name(ctx, **arguments) -> SomePayload | None`.

    The payload extends `gateway.mutations.Payload`. What a person may be told (`refuse`, `BadInput`,
    `NotFound`) becomes its `userErrors`; a `SourceError` is an error of the answer, and the field null.
    """

    name: str
    resolve: Callable[..., Awaitable[Any]]
    description: str
    cost: int = 10
    public: bool = False
    """Whether anybody may call it; else a caller without a token is told `UNAUTHENTICATED`."""
    roles: tuple[RoleName, ...] = ()
    """Who may call it at all: one of these is needed, whatever its scope. Empty: any caller."""
    pace: Pace | None = None
    replay: Callable[..., Awaitable[Any]] | None = None
    """`async def again(ctx, key) -> SomePayload | None`: the payload for the object that was made with
    `ctx.new_key` as its key, None when there is none. With it the field takes an `idempotencyKey`."""


@dataclass(frozen=True, slots=True)
class Happening(Generic[T_co]):
    """One event of a subscription; `mark` lets a caller who was cut off go on after it."""

    value: T_co
    mark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A field of `Subscription`: `async def name(ctx, **arguments) -> AsyncIterator[Happening[Type]]`.

    The function is an async generator, closed when the caller leaves. It begins after `ctx.since` if
    that is set. Who follows a collection uses a `Hub` (`gateway.store.watching`): one stream for all.
    """

    name: str
    follow: Callable[..., AsyncIterator[Happening[Any]]]
    description: str
    cost: int = 1
    roles: tuple[RoleName, ...] = ()
    """Who may follow it: one of these is needed. Empty: anybody."""


@dataclass(frozen=True, slots=True)
class FeedPart:
    """A part of a feed: at most `limit` items of these origins, newest first, keys downwards.

    With `moment` only what lies behind it: older, or of the same millisecond with a lower key than `key`.
    """

    limit: int
    origins: frozenset[Origin]
    moment: datetime | None = None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed(Generic[R]):
    """What a source has for the root field `feed`, which merges all feeds by date.

    `read(part, ctx)` gives public objects of `entity`, whose type implements `FeedItem`, in the order of
    the part.
    """

    entity: str
    read: Callable[[FeedPart, Context[R]], Awaitable[Sequence[Any]]]
