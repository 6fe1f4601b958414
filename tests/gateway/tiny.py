"""Two tiny sources that link to each other: what tests of the gateway compose instead of the real ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

import strawberry

from gateway.clock import ManualClock
from gateway.errors import SourceUnavailable
from gateway.graph.connection import Connection, Edge, First, check_first, page_info
from gateway.graph.node import Node
from gateway.graph.reading import Reader, field_for_reader
from gateway.graph.text import Texts, localized
from gateway.opened import OpenedSource, OpenedSources
from gateway.source import (
    Card,
    Context,
    Entity,
    Keyed,
    Link,
    RootField,
    Source,
    SourceSettings,
    link,
    root_field,
)


@dataclass
class Shelf:
    """A runtime that records what was asked of it and fails on demand."""

    asked: list[tuple[Any, ...]] = field(default_factory=list)
    failure: Exception | None = None

    def note(self, *what: Any) -> None:
        self.asked.append(what)
        if self.failure:
            raise self.failure


@strawberry.interface(description="A place that makes food.")
class Farm(Node):
    entity: ClassVar[str] = "Farm"
    names: strawberry.Private[Texts]
    name = localized(lambda one: one.names, description="Its name.", required=True)

    @field_for_reader(description="A greeting, as often as wanted.")
    def greeting(self, reader: Reader, times: First = 1) -> list[str]:
        return [f"{reader.locales[0]} {reader.now.year}"] * check_first(times, "times")


@strawberry.type(description="A farm.")
class Dairy(Farm):
    cows: int = strawberry.field(description="How many cows.")


@strawberry.type(description="A mill.")
class Mill(Farm):
    pass


@strawberry.type(description="A tale about farms.")
class Tale(Node):
    entity: ClassVar[str] = "Tale"
    title: str = strawberry.field(description="Its title.")
    farms: strawberry.Private[list[str]]


def farm(key: str) -> Farm:
    names = {"fr": f"Ferme {key}", "en": f"Farm {key}"}
    return Mill(key=key, names=names) if int(key) % 2 else Dairy(key=key, names=names, cows=int(key))


async def load_farms(keys: Sequence[str], ctx: Context[Shelf]) -> Mapping[str, Any]:
    ctx.runtime.note("farms", *keys)
    return {key: farm(key) for key in keys if key.isdigit() and int(key) < 100}


async def farm_cards(ctx: Context[Shelf]) -> AsyncIterator[Card]:
    for number in range(3):
        yield Card(key=str(number), name=f"Ferme {number}")


@root_field(description="All farms.", cost=2)
async def farms(ctx: Context[Shelf], first: First = 3) -> Connection[Farm] | None:
    check_first(first)
    ctx.runtime.note("search", first, sorted(ctx.selected))
    edges = [Edge(cursor=str(number), node=farm(str(number))) for number in range(first)]
    return Connection(edges=edges, page_info=page_info([e.cursor for e in edges], more=True, before=False))


async def load_tales(keys: Sequence[str], ctx: Context[Shelf]) -> Mapping[str, Any]:
    ctx.runtime.note("tales", *keys)
    return {}


@link("Farm", description="Tales about it.", cost=3)
async def tales(
    parents: Sequence[Keyed], ctx: Context[Shelf], first: First = 2
) -> Sequence[list[Tale] | None]:
    ctx.runtime.note("tales of", [parent.key for parent in parents], first)
    return [
        [Tale(key=f"{parent.key}-{n}", title="Conte", farms=[parent.key, "404"]) for n in range(first)]
        for parent in parents
    ]


@link("Tale", description="Farms it tells of.")
async def about(parents: Sequence[Tale], ctx: Context[Shelf]) -> Sequence[list[Farm] | None]:
    return list(await ctx.load_lists("Farm", [tale.farms for tale in parents]))


@asynccontextmanager
async def _open(_: Any) -> AsyncIterator[Shelf]:
    yield Shelf()


async def _healthy(ctx: Context[Shelf]) -> None:
    ctx.runtime.note("health")


def tiny_source(name: str, **parts: Any) -> Source[Shelf]:
    return Source(
        name=name,
        title=name.title(),
        description=f"Tiny {name}.",
        owner="tests",
        settings=SourceSettings,
        open=_open,
        health=_healthy,
        **parts,
    )


def farm_source(**more: Any) -> Source[Shelf]:
    fields: Sequence[RootField] = (farms,)
    entity = Entity(name="Farm", type=Farm, load=load_farms, cards=farm_cards, max_batch=10)
    return tiny_source("farming", entities=(entity,), fields=fields, types=(Dairy, Mill), **more)


def tale_source(**more: Any) -> Source[Shelf]:
    links: Sequence[Link] = (tales, about)
    return tiny_source(
        "telling", entities=(Entity(name="Tale", type=Tale, load=load_tales),), links=links, **more
    )


def opened(*sources: Source[Shelf], disabled: Sequence[str] = ()) -> tuple[OpenedSources, dict[str, Shelf]]:
    """Sources opened without a database or an upstream, and their shelves by source name."""
    shelves = {source.name: Shelf() for source in sources}
    made = [
        OpenedSource(source, SourceSettings(enabled=source.name not in disabled), shelves[source.name])
        for source in sources
    ]
    return OpenedSources(made, ManualClock()), shelves


def outage() -> SourceUnavailable:
    return SourceUnavailable("The source is away.")
