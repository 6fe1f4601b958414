"""What a source is given: its settings, what it is opened with, and the request it serves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import msgspec
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    import random

    from gateway.clock import Clock
    from gateway.graph.request import RequestScope
    from gateway.identity import Caller
    from gateway.store import Room
    from gateway.upstream import Policy, Upstream

R = TypeVar("R")


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
