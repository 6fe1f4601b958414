"""A tiny source that owns offers and scouts, in the place of the real ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

import strawberry

from gateway.graph.node import Node
from gateway.source import Card, Context, Entity, Source, SourceSettings, root_field


@dataclass
class Shelf:
    """What the tiny owner of offers and scouts has; `failure` makes every question to it fail."""

    offers: list[Card] = field(default_factory=list)
    scouts: list[Card] = field(default_factory=list)
    communes: list[Card] = field(default_factory=list)
    territories: list[Card] = field(default_factory=list)
    failure: Exception | None = None
    asked: list[Sequence[str]] = field(default_factory=list)

    def check(self) -> None:
        if self.failure:
            raise self.failure


@strawberry.type(description="An offer.")
class Offer(Node):
    entity: ClassVar[str] = "Offer"
    name: str = strawberry.field(description="Its name.")


@strawberry.type(description="A scout.")
class Scout(Node):
    entity: ClassVar[str] = "Scout"


@strawberry.type(description="A commune.")
class Commune(Node):
    entity: ClassVar[str] = "Commune"
    name: str = strawberry.field(description="Its name.")


@strawberry.type(description="A territory.")
class Territory(Node):
    entity: ClassVar[str] = "Territory"


async def load_communes(keys: Sequence[str], ctx: Context[Shelf]) -> Mapping[str, Commune]:
    found = ctx.runtime.communes
    return {card.key: Commune(key=card.key, name=card.name) for card in found if card.key in keys}


async def load_territories(keys: Sequence[str], ctx: Context[Shelf]) -> Mapping[str, Territory]:
    return {card.key: Territory(key=card.key) for card in ctx.runtime.territories if card.key in keys}


async def commune_cards(ctx: Context[Shelf]) -> AsyncIterator[Card]:
    for card in ctx.runtime.communes:
        yield card


async def territory_cards(ctx: Context[Shelf]) -> AsyncIterator[Card]:
    for card in ctx.runtime.territories:
        yield card


async def load_offers(keys: Sequence[str], ctx: Context[Shelf]) -> Mapping[str, Offer]:
    ctx.runtime.check()
    ctx.runtime.asked.append(keys)
    return {card.key: Offer(key=card.key, name=card.name) for card in ctx.runtime.offers if card.key in keys}


async def load_scouts(keys: Sequence[str], ctx: Context[Shelf]) -> Mapping[str, Scout]:
    return {card.key: Scout(key=card.key) for card in ctx.runtime.scouts if card.key in keys}


async def offer_cards(ctx: Context[Shelf]) -> AsyncIterator[Card]:
    ctx.runtime.check()
    for card in ctx.runtime.offers:
        yield card


async def scout_cards(ctx: Context[Shelf]) -> AsyncIterator[Card]:
    ctx.runtime.check()
    for card in ctx.runtime.scouts:
        yield card


@root_field(description="All offers.")
async def offers(ctx: Context[Shelf]) -> list[Offer] | None:
    return [Offer(key=card.key, name=card.name) for card in ctx.runtime.offers]


@root_field(description="All scouts.")
async def scouts(ctx: Context[Shelf]) -> list[Scout] | None:
    return [Scout(key=card.key) for card in ctx.runtime.scouts]


@asynccontextmanager
async def _open(_: Any) -> AsyncIterator[Shelf]:
    yield Shelf()


async def _health(_: Any) -> None:
    return None


OWNER: Source[Shelf] = Source(
    name="owner",
    title="Owner",
    description="Tiny.",
    owner="tests",
    settings=SourceSettings,
    open=_open,
    health=_health,
    entities=(
        Entity(name="Offer", type=Offer, load=load_offers, cards=offer_cards),
        Entity(name="Scout", type=Scout, load=load_scouts, cards=scout_cards),
        Entity(name="Commune", type=Commune, load=load_communes, cards=commune_cards),
        Entity(name="Territory", type=Territory, load=load_territories, cards=territory_cards),
    ),
    fields=(offers, scouts),
)
