"""A small world for tests of the scouts: documents to vary, and a source that owns offers and communes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import strawberry

from gateway.clock import ManualClock
from gateway.graph.compose import ComposedSchema, compose
from gateway.graph.connection import Connection, Edge, First, page_info
from gateway.graph.ids import encode_id
from gateway.graph.node import Node
from gateway.graph.request import RequestScope
from gateway.opened import OpenedSources, open_sources
from gateway.source import Card, Context, Entity, Source, SourceSettings, root_field
from gateway.store import Store
from sources.scouts import policy
from sources.scouts.composing import composed, consents_of, event, memberships_of, signatures_of
from sources.scouts.folding import fold, words_of
from sources.scouts.model import CONSENTS, MEMBERSHIPS, SIGNATURES
from sources.scouts.settings import ScoutsSettings
from sources.scouts.source import source as scouts_source
from sources.scouts.store import Filling, ScoutStore

NOW = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
OFFERS = {
    "5001": ("Sentier des bergers de Mens", "38226"),
    "5002": ("Cave coopérative de Die", "26113"),
    "5003": ("Terre et feu chez Malo", "38226"),
}
COMMUNES = {"38226": "Mens", "26113": "Die"}


@strawberry.interface(description="An offer.")
class Offer(Node):
    entity: ClassVar[str] = "Offer"
    name: str = strawberry.field(description="Its name.")


@strawberry.type(description="A walk.")
class Walk(Offer):
    pass


@strawberry.type(description="A commune.")
class Commune(Node):
    entity: ClassVar[str] = "Commune"
    name: str = strawberry.field(description="Its name.")


@dataclass
class Catalogue:
    offers: dict[str, tuple[str, str]] = field(default_factory=lambda: dict(OFFERS))
    communes: dict[str, str] = field(default_factory=lambda: dict(COMMUNES))
    providers: dict[str, str] = field(default_factory=lambda: {"5001": "7001", "5003": "7001"})
    points: dict[str, tuple[float, float]] = field(default_factory=lambda: {"5001": (5.76, 44.82)})


@root_field(description="Offers.")
async def offers(ctx: Context[Catalogue], first: First = 20) -> Connection[Offer] | None:
    chosen = sorted(ctx.runtime.offers)[:first]
    edges = [Edge(cursor=key, node=Walk(key=key, name=ctx.runtime.offers[key][0])) for key in chosen]
    return Connection(edges=edges, page_info=page_info(chosen, more=False, before=False))


async def load_offers(keys: Sequence[str], ctx: Context[Catalogue]) -> Mapping[str, Any]:
    return {key: Walk(key=key, name=ctx.runtime.offers[key][0]) for key in keys if key in ctx.runtime.offers}


async def load_communes(keys: Sequence[str], ctx: Context[Catalogue]) -> Mapping[str, Any]:
    known = ctx.runtime.communes
    return {key: Commune(key=key, name=known[key]) for key in keys if key in known}


async def offer_cards(ctx: Context[Catalogue]) -> AsyncIterator[Card]:
    for key, (name, insee) in ctx.runtime.offers.items():
        yield Card(
            key=key,
            name=name,
            insee=insee,
            point=ctx.runtime.points.get(key),
            provider=ctx.runtime.providers.get(key),
        )


async def commune_cards(ctx: Context[Catalogue]) -> AsyncIterator[Card]:
    for key, name in ctx.runtime.communes.items():
        yield Card(key=key, name=name, insee=key)


async def _healthy(ctx: Context[Catalogue]) -> None:
    return None


def catalogue_source(catalogue: Catalogue, *, name_communes: bool = True) -> Source[Catalogue]:
    @asynccontextmanager
    async def opening(_: Any) -> AsyncIterator[Catalogue]:
        yield catalogue

    return Source(
        name="catalogue",
        title="Offres",
        description="Offers for tests.",
        owner="tests",
        settings=SourceSettings,
        open=opening,
        health=_healthy,
        entities=(
            Entity(name="Offer", type=Offer, load=load_offers, cards=offer_cards),
            Entity(
                name="Commune",
                type=Commune,
                load=load_communes,
                cards=commune_cards if name_communes else None,
            ),
        ),
        fields=(offers,),
        types=(Walk,),
    )


@dataclass
class World:
    """Both sources composed and open, with the scouts' database at hand."""

    schema: ComposedSchema
    opened: OpenedSources
    scouts: ScoutStore
    catalogue: Catalogue

    def context(self, source: str = "scouts") -> Context[Any]:
        return self.opened.job_context(self.opened.by_name[source])

    async def ask(self, query: str, locales: Sequence[str] = (), **variables: Any) -> Any:
        scope = RequestScope(self.opened, locales)
        return await self.schema.execute(query, context_value=scope, variable_values=variables)

    async def data(self, query: str, locales: Sequence[str] = (), **variables: Any) -> Any:
        result = await self.ask(query, locales, **variables)
        assert result.errors is None, result.errors
        return result.data

    async def codes(self, query: str, **variables: Any) -> list[str]:
        result = await self.ask(query, **variables)
        return [error.original_error.code for error in result.errors or ()]


@asynccontextmanager
async def open_world(
    store: Store,
    *,
    catalogue: Catalogue | None = None,
    settings: ScoutsSettings | None = None,
    name_communes: bool = True,
) -> AsyncIterator[World]:
    known = catalogue or Catalogue()
    other = catalogue_source(known, name_communes=name_communes)
    declared = [(scouts_source, settings or ScoutsSettings()), (other, SourceSettings())]
    async with open_sources(declared, store=store, clock=ManualClock(NOW)) as opened:
        yield World(
            schema=compose([scouts_source, other]),
            opened=opened,
            scouts=opened.by_name["scouts"].runtime().store,
            catalogue=known,
        )


def a_community(key: str, **changes: Any) -> Any:
    name = changes.pop("name", f"Communauté {key}")
    made = {
        "_id": key,
        "version": 1,
        "slug": key.lower(),
        "name": name,
        "sortName": fold(name),
        "description": {"fr": "Des habitants."},
        "territory": {"name": "Trièves", "departments": ["38"]},
        "url": None,
        "manager": "Une association",
        "review": "AFTER",
        "state": "ACTIVE",
    }
    return made | changes


def a_scout(key: str, *communities: str, withdrawn: Sequence[str] = (), **changes: Any) -> Any:
    name = changes.pop("name", f"Éclaireuse {key}")
    made = {
        "_id": key,
        "version": 1,
        "subject": f"sub-{key}",
        "publicName": name,
        "sortName": fold(name),
        "words": words_of(name, "Trièves"),
        "kind": "RESIDENT",
        "bio": {"fr": "J’habite ici."},
        "homes": list(communities or ("c1",)),
        "knows": [{"name": "Trièves", "departments": ["38"]}],
        "handles": {"instagram": f"{key}.exemple"},
        "portrait": a_picture(f"{key}.jpg"),
        "charter": {"version": "1", "signedAt": NOW - timedelta(days=800)},
        "consents": [
            {
                "purpose": purpose,
                "version": "1",
                "givenAt": NOW - timedelta(days=800),
                "withdrawnAt": NOW if purpose in withdrawn else None,
            }
            for purpose in ("PUBLISH", "PORTRAIT", "SOCIAL_IMPORT")
        ],
        "state": "APPROVED",
    }
    return made | changes


def a_picture(name: str) -> dict[str, Any]:
    return {
        "url": f"https://photos.example/{name}",
        "credit": "Malo",
        "licence": "CC-BY-4.0",
        "alt": "Un chemin",
        "peopleShown": False,
    }


def a_content(key: str, scout: str = "s1", *, minutes: int = 0, **changes: Any) -> Any:
    """A published story, `minutes` before now."""
    state, at = changes.get("state", "PUBLISHED"), NOW - timedelta(minutes=minutes)
    made = {
        "_id": key,
        "version": 1,
        "kind": "STORY",
        "scout": scout,
        "community": "c1",
        "title": {"fr": f"Titre {key}"},
        "source": {"fr": f"Texte {key}"},
        "locale": "fr",
        "createdAt": at,
        "updatedAt": at,
        "postedAt": at,
        "offers": ["5001"],
        "communes": ["38226"],
        "pictures": [],
        "licence": "CC-BY-4.0",
        "commercialDisclosure": "NONE",
        "state": "PUBLISHED",
        "last": event("CREATE", at, by=f"sub-{scout}", role="SCOUT", before=None, after=state),
    }
    return composed(made | changes)


def a_perk(key: str, *communities: str, **changes: Any) -> dict[str, Any]:
    """A perk that is open, with ten places."""
    made = {
        "_id": key,
        "version": 1,
        "kind": "OTHER",
        "communities": list(communities or ("c1",)),
        "title": {"fr": f"Avantage {key}"},
        "description": {},
        "offer": None,
        "provider": None,
        "quota": 10,
        "opensAt": NOW - timedelta(days=30),
        "closesAt": NOW + timedelta(days=3650),
        "createdBy": "manager",
        "createdAt": NOW - timedelta(days=30),
    }
    return made | changes


async def fill(
    store: ScoutStore, communities: Sequence[Any], scouts: Sequence[Any], contents: Sequence[Any]
) -> None:
    """Save what the policy says about these documents."""
    seen, shown = policy.with_visibility(communities, scouts, contents)
    records = {
        MEMBERSHIPS: [one for scout in seen for one in memberships_of(scout, NOW - timedelta(days=900))],
        CONSENTS: [one for scout in seen for one in consents_of(scout["_id"], scout["consents"])],
        SIGNATURES: [one for scout in seen for one in signatures_of(scout)],
    }
    await store.save(Filling(communities, seen, shown, records))


def gid(entity: str, key: str) -> str:
    return encode_id(entity, key)
