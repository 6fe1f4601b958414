"""Scouts (éclaireurs): inhabitants who share what they know of their country, kept in MongoDB."""

from __future__ import annotations

from gateway.source import Context, Entity, Source
from sources.scouts import links, live, query
from sources.scouts.command import COMMAND
from sources.scouts.demo import demo
from sources.scouts.feed import FEED
from sources.scouts.marks import MARKS
from sources.scouts.migrations import MIGRATIONS
from sources.scouts.model import COLLECTIONS
from sources.scouts.mutations import communities, contents, persons
from sources.scouts.own import links as own
from sources.scouts.own import viewer
from sources.scouts.own.perks import PerkClaim, ScoutPerk
from sources.scouts.own.types import ManagedContent, ScoutAccount, ScoutMembership
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
from sources.scouts.upkeep import UPKEEP

PUBLIC_LINKS = (
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
)
OWN_LINKS = (
    viewer.account,
    viewer.own_contents,
    viewer.to_review,
    viewer.open_problems,
    viewer.perks,
    viewer.claims,
    viewer.consents,
    viewer.managed_communities,
    viewer.community_members,
    own.content,
    own.content_community,
    own.content_author,
    own.history,
    own.memberships,
    own.public_memberships,
    own.membership_community,
    own.membership_scout,
    own.perk_communities,
    own.perk_offer,
    own.remaining,
    own.own_claim,
    own.claim_perk,
)
OWN_TYPES = (ManagedContent, ScoutAccount, ScoutMembership, ScoutPerk, PerkClaim)
MUTATIONS = (
    persons.sign_scout_charter,
    contents.publish_content,
    contents.update_content,
    contents.withdraw_content,
    contents.link_content_to_offer,
    contents.contest_decision,
    communities.invite_scout,
    communities.approve_scout,
    communities.moderate_content,
    communities.create_perk,
    persons.claim_perk,
    persons.give_consent,
    persons.withdraw_consent,
    persons.request_erasure,
    persons.export_my_data,
    persons.report_problem,
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
        Entity(
            name="Scout",
            type=Scout,
            load=query.load_scouts,
            max_batch=500,
            cards=query.scout_cards,
            cards_of=query.scout_cards_of,
        ),
        Entity(name="ScoutContent", type=ScoutContent, load=query.load_contents),
    ),
    fields=(
        query.communities,
        query.community,
        query.scouts,
        query.scout,
        query.scout_contents,
        persons.problem_report,
    ),
    feeds=(FEED,),
    links=(*PUBLIC_LINKS, *OWN_LINKS),
    mutations=MUTATIONS,
    subscriptions=(live.content_published,),
    marks=MARKS,
    types=(Story, Tip, Article, PhotoSet, Itinerary, ItineraryStop, *OWN_TYPES),
    jobs=(UPKEEP,),
    commands=(COMMAND,),
    demo=demo,
)
