"""What the Region says and edits: texts of the site, organisations, editorial collections, messages."""

from __future__ import annotations

from gateway.source import Context, Entity, Source
from sources.region import mutations_collections as editing
from sources.region import mutations_messages as writing
from sources.region import query
from sources.region import query_collections as collections
from sources.region.command import COMMAND
from sources.region.demo import demo
from sources.region.model import COLLECTIONS
from sources.region.routes import routes
from sources.region.runtime import Runtime, open_source
from sources.region.settings import RegionSettings
from sources.region.types import EditorialCollection, Organization, Page


async def health(ctx: Context[Runtime]) -> None:
    """Texts are in memory; collections and messages are in the database."""
    await ctx.runtime.collections.find_one({}, projection={"_id": 1})


source: Source[Runtime] = Source(
    name="region",
    title="La Région",
    description="Les pages du site, les organismes, ses sélections, les messages qu’on lui envoie.",
    owner="Région Auvergne-Rhône-Alpes",
    settings=RegionSettings,
    open=open_source,
    health=health,
    collections=COLLECTIONS,
    entities=(
        Entity(name="Page", type=Page, load=query.load_pages),
        Entity(name="Organization", type=Organization, load=query.load_organizations),
        Entity(name="EditorialCollection", type=EditorialCollection, load=collections.load_collections),
    ),
    fields=(
        query.site,
        query.page,
        query.pages,
        query.faq,
        query.organizations,
        query.media_kit,
        collections.editorial_collections,
        collections.editorial_collection,
        collections.highlights,
    ),
    links=(
        collections.collection_offers,
        collections.office,
        collections.own_collections,
        writing.own_messages,
    ),
    mutations=(
        writing.contact,
        writing.close_message,
        editing.create_collection,
        editing.update_collection,
        editing.publish_collection,
        editing.unpublish_collection,
    ),
    routes=routes,
    commands=(COMMAND,),
    demo=demo,
)
