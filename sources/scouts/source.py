"""Scouts (éclaireurs): inhabitants who share what they know of their country, kept in MongoDB."""

from __future__ import annotations

from gateway.source import Context, Entity, Source
from sources.scouts import links, query
from sources.scouts.demo import demo
from sources.scouts.migrations import MIGRATIONS
from sources.scouts.model import COLLECTIONS
from sources.scouts.runtime import Runtime, open_source
from sources.scouts.settings import ScoutsSettings
from sources.scouts.types import (
    Article,
    Community,
    Itinerary,
    ItineraryStop,
    PhotoSet,
    Scout,
    ScoutContent,
    Story,
    Tip,
)


async def health(ctx: Context[Runtime]) -> None:
    """Everything is read from the database."""
    await ctx.runtime.store.ping()


source: Source[Runtime] = Source(
    name="scouts",
    title="Éclaireurs",
    description="Les récits, les astuces et les photos des habitants, et les communautés qui les réunissent.",
    owner="Partir Ici",
    settings=ScoutsSettings,
    open=open_source,
    health=health,
    collections=COLLECTIONS,
    migrations=MIGRATIONS,
    entities=(
        Entity(name="Community", type=Community, load=query.load_communities),
        Entity(name="Scout", type=Scout, load=query.load_scouts, max_batch=500, cards=query.scout_cards),
        Entity(name="ScoutContent", type=ScoutContent, load=query.load_contents),
    ),
    fields=(query.communities, query.community, query.scouts, query.scout, query.scout_contents),
    links=(
        links.offer_contents,
        links.commune_contents,
        links.scout_contents,
        links.scout_communities,
        links.community_scouts,
        links.author,
        links.mentions,
        links.communes,
        links.stop_offer,
        links.stop_commune,
    ),
    types=(Story, Tip, Article, PhotoSet, Itinerary, ItineraryStop),
    demo=demo,
)
