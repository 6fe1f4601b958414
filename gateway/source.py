"""The contract of a source: all that a folder of `sources/` may declare, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import msgspec
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    import argparse
    import random
    from datetime import datetime

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp

    from gateway.clock import Clock
    from gateway.graph.request import RequestScope
    from gateway.graph.shared import Origin
    from gateway.identity import Caller, RoleName
    from gateway.store import CollectionSpec, Migration, Room
    from gateway.upstream import Policy, Upstream

R = TypeVar("R")
T_co = TypeVar("T_co", covariant=True)

MAX_AGE = 60
"""Seconds that an answer may be kept by caches when the declaration says nothing else."""


class SourceSettings(BaseSettings):
    """What a deployer may set: one field per setting, each with a `Field(description=...)`.

    A setting `api_key` of the source `apidae` is read from `APIDAE_API_KEY`. Secrets are `SecretStr`.
    A variable with the source's prefix that no field declares is an error at start.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(
        True, description="Off: the source's fields stay in the schema and answer null, `SOURCE_DISABLED`."
    )


class Keyed(Protocol):
    """All that a source may read of another source's object: the key its owner published."""

    @property
    def key(self) -> str:
        """The owner's stable key, e.g. `"4817"`; never shown to callers as it is."""
        ...


@dataclass(frozen=True, slots=True)
class Card:
    """What the owner of an entity tells other sources about one of its public objects.

    `links` are absolute urls, `handles` account names without `@`, `hashtags` words without `#`,
    `insee` the commune's code, `point` (longitude, latitude) in degrees, `provider` the key of who runs it,
    `office` that of the tourist office which answers for it.
    """

    key: str
    name: str
    links: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    insee: str | None = None
    point: tuple[float, float] | None = None
    provider: str | None = None
    office: str | None = None


class OpenUpstream(Protocol):
    """Makes a client of one upstream service; the gateway closes it."""

    def __call__(self, base_url: str, *, policy: Policy | None = None, **options: Any) -> Upstream: ...


class Marked(Protocol):
    """Gives the keys of an entity's objects that carry a mark (see `Mark`).

    Raises what the source that knows them raises; `SOURCE_DISABLED` when no source does.
    """

    async def __call__(self, entity: str, name: str) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Opening:
    """What the gateway hands to a source when it opens it. Nothing here has been contacted yet."""

    settings: Any
    room: Room
    upstream: OpenUpstream
    clock: Clock
    random: random.Random
    marked: Marked


class Context(msgspec.Struct, Generic[R], frozen=True):
    """What every function of a source receives: its own runtime and the request it serves.

    `selected` holds names of the GraphQL fields asked below this one (empty in jobs): all of them for a
    root field, those it watches for a link. `new_key` is for mutations only: the key that what they make
    must get. `since` is for subscriptions only: the mark of the last event the caller has seen.
    """

    runtime: R
    request: RequestScope
    selected: frozenset[str] = frozenset()
    new_key: str = ""
    since: str | None = None

    @property
    def caller(self) -> Caller:
        """Who asks: anonymous, or a subject with roles. Rights are decided per object, in one module."""
        return self.request.caller

    def picture_url(self, source: str, ref: str, width: int) -> str:
        """The address that never changes of a source's picture; the widths are those of `gateway.media`."""
        return self.request.picture_url(source, ref, width)

    def own_url(self, path: str) -> str:
        """The absolute address of what a route of a source serves, e.g. of `/region/media/band.svg`."""
        return self.request.opened.pictures.beside(path)

    async def load(self, entity: str, key: str) -> Any:
        """One object of any source's entity, or None; batched with its neighbours."""
        return await self.request.load(entity, key)

    async def load_many(self, entity: str, keys: Sequence[str]) -> list[Any]:
        """Objects in the order of `keys`, None for unknown ones; raises the first failure."""
        return await self.request.load_many(entity, keys)

    async def load_lists(self, entity: str, key_lists: Sequence[Sequence[str]]) -> list[list[Any]]:
        """For each list of keys the objects found, in its order, unknown ones left out; one batch for all."""
        found = await self.request.load_many(entity, [key for keys in key_lists for key in keys])
        each = iter(found)
        return [[item for item in (next(each) for _ in keys) if item is not None] for keys in key_lists]

    def cards(self, entity: str) -> AsyncIterator[Card]:
        """Cards of all public objects of an entity, from its owner; for jobs and demo data."""
        return self.request.cards(entity)

    async def withdrawn(self, entity: str, key: str) -> None:
        """Tell all that keep something of an object of this source that it may no longer be used.

        Answers kept by this process go as well. Raises the first failure, after everybody was told.
        """
        await self.request.withdrawn(entity, key)

    async def cards_of(self, entity: str, keys: Sequence[str]) -> Mapping[str, Card]:
        """Cards of the public ones among these objects; for writing down what an object speaks of."""
        return await self.request.cards_of(entity, keys)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Generic[R]):
    """A command of a source: `python -m gateway <name> ...` runs it with the source opened, its collections
    prepared, and no job beside it.

    `configure` declares options; `run(arguments, ctx)` prints and returns the exit code: 0 for success,
    1 for failure, 2 for a mistake of the caller. A `GatewayError` that it raises is printed as one sentence,
    exit 1.
    """

    name: str
    description: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Context[R]], Awaitable[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[R]):
    """Work beside requests: run at start, then every `every` seconds, and by `python -m gateway sync`.

    Returns one sentence that says what was done.
    """

    name: str
    run: Callable[[Context[R]], Awaitable[str]]
    every: float
    description: str
    by_hand: Command[R] | None = None
    """What `python -m gateway sync <source> [options]` does in the place of all jobs of the source; its name
    is not used."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a picture turned out to be: pixels of the original, dominant colour as `#rrggbb`."""

    width: int
    height: int
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures(Generic[R]):
    """Pictures that the gateway serves under addresses that never change: see `Context.picture_url`.

    `hosts(settings)` are the hosts they come from: `*.name` for all below it by https, `http://host:port`
    for exactly that one, which may be an emulator on this machine. `resolve(ref, ctx, fresh)` tells where
    the original is now, None when it must not be shown any more; it is asked for every request, and with
    `fresh` once after an address has died. `seen` is told what a picture is when it was fetched.
    """

    hosts: Callable[[Any], Sequence[str]]
    resolve: Callable[[str, Context[R], bool], Awaitable[str | None]]
    seen: Callable[[str, PictureFacts, Context[R]], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Generic[R]):
    """What a source knows of another source's objects: the keys of those to which something applies.

    `keys` gives them all, e.g. of the offers that public content mentions. The owner of the entity asks
    for them by entity and name (`Opening.marked`), so that neither source knows the other. The gateway
    reads them again after half a minute at the latest.
    """

    name: str
    on: str
    keys: Callable[[Context[R]], AsyncIterator[str]]
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """A stand-in of the upstream that speaks its protocol on loopback, for demo, tests and benchmarks.

    `build(options)` makes the ASGI app (it may raise `RuntimeError` with a sentence for the operator);
    `environment(base_url)` gives the settings that point the source at it; the emulator is not started
    when the variable named by `replaced_by` is set. `options` are the names of text options that
    `{SOURCE}_EMULATOR_{OPTION}` variables may carry; tests fix `seed`, `size`, `today`, `now`.
    """

    build: Callable[[Mapping[str, str]], ASGIApp]
    environment: Callable[[str], Mapping[str, str]]
    replaced_by: str
    port: int
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Raw objects of the upstream and the function that reads one of them, for the standard tests.

    `read` gives an object, or None for one that must be left out; it raises nothing but `SourceInvalid`.
    """

    name: str
    raw: Callable[[], Sequence[Any]]
    read: Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What an operator should know of a source that works: one public sentence under a stable code.

    `alert`: somebody has to look into it.
    """

    code: str
    text: str
    alert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Generic[R]):
    """One content source: the value of `source` in `sources/<name>/source.py` or of an entry point."""

    name: str
    title: str
    description: str
    owner: str
    settings: type[SourceSettings]
    open: Callable[[Opening], AbstractAsyncContextManager[R]]
    health: Callable[[Context[R]], Awaitable[None]]
    """Asks the upstream the cheapest real question; returns, or raises a `SourceError`."""
    collections: Sequence[CollectionSpec] = ()
    migrations: Sequence[Migration] = ()
    entities: Sequence[Entity[R]] = ()
    fields: Sequence[RootField] = ()
    links: Sequence[Link] = ()
    mutations: Sequence[Mutation] = ()
    subscriptions: Sequence[Subscription] = ()
    feeds: Sequence[Feed[R]] = ()
    let_go: Callable[[str, str, Context[R]], Awaitable[None]] | None = None
    """`async def let_go(entity, key, ctx)`: another source's object is no longer to be used: drop now what
    is kept of it. Told by its owner with `ctx.withdrawn`, and told again when somebody failed."""
    types: Sequence[type] = ()
    """Types reached only through an interface, e.g. the kinds of an offer."""
    routes: Callable[[Callable[[], Context[R]]], Sequence[BaseRoute]] | None = None
    jobs: Sequence[Job[R]] = ()
    pictures: Pictures[R] | None = None
    emulator: Emulator | None = None
    demo: Callable[[Context[R]], Awaitable[str]] | None = None
    """Fills demo content in place of the first run of its jobs; may be run again; returns one sentence."""
    marks: Sequence[Mark[R]] = ()
    """What it knows of other sources' objects."""
    samples: Sequence[Sample] = ()
    """Raw objects for the standard tests, which damage them (see docs/testing.md)."""
    notices: Callable[[Context[R]], Sequence[Notice]] | None = None
    """What the operator should know now: shown by `/health/ready`, the home page and the demo's banner.
    Contacts nothing."""
    commands: Sequence[Command[R]] = ()
    """More commands of `python -m gateway`; their names are those of no other command."""
    brings_content: bool = True
    """False for what the gateway itself keeps: it is not named among the sources of content."""


Function = TypeVar("Function", bound=Callable[..., Any])


def root_field(
    *, description: str, cost: int = 1, max_age: int = MAX_AGE, name: str | None = None
) -> Callable[[Any], RootField]:
    """Turn `async def offers(ctx, first: int = 20) -> OfferConnection | None` into a field of `Query`."""

    def wrap(function: Callable[..., Awaitable[Any]]) -> RootField:
        return RootField(
            name=name or function.__name__,
            resolve=function,
            description=description,
            cost=cost,
            max_age=max_age,
        )

    return wrap


def link(
    on: str,
    *,
    description: str,
    cost: int = 1,
    max_age: int = MAX_AGE,
    name: str | None = None,
    watches: tuple[str, ...] = ("totalCount",),
) -> Callable[[Any], Link]:
    """Turn `async def stories(parents, ctx, first: int = 5) -> Sequence[Stories | None]` into a link."""

    def wrap(function: Callable[..., Awaitable[Sequence[Any]]]) -> Link:
        return Link(
            on=on,
            name=name or function.__name__,
            batch=function,
            description=description,
            cost=cost,
            max_age=max_age,
            watches=watches,
        )

    return wrap


def mutation(
    *,
    description: str,
    cost: int = 10,
    public: bool = False,
    roles: Sequence[RoleName] = (),
    pace: Pace | None = None,
    replay: Callable[..., Awaitable[Any]] | None = None,
    name: str | None = None,
) -> Callable[[Any], Mutation]:
    """Turn `async def publish(ctx, input: Draft) -> PublishPayload | None` into a field of `Mutation`."""

    def wrap(function: Callable[..., Awaitable[Any]]) -> Mutation:
        return Mutation(
            name=name or function.__name__,
            resolve=function,
            description=description,
            cost=cost,
            public=public,
            roles=tuple(roles),
            pace=pace,
            replay=replay,
        )

    return wrap


def subscription(
    *, description: str, cost: int = 1, roles: Sequence[RoleName] = (), name: str | None = None
) -> Callable[[Any], Subscription]:
    """Turn `async def told(ctx) -> AsyncIterator[Happening[Story]]` into a field of `Subscription`."""

    def wrap(function: Callable[..., AsyncIterator[Happening[Any]]]) -> Subscription:
        return Subscription(
            name=name or function.__name__,
            follow=function,
            description=description,
            cost=cost,
            roles=tuple(roles),
        )

    return wrap
