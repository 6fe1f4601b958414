"""Offers from Apidae Tourisme: what a visitor can do for a day, with its declared commitment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from gateway.errors import SourceDisabled
from gateway.source import Context, Emulator, Entity, Job, Notice, Source
from sources.apidae import (
    changes,
    commands,
    commands_policy,
    links_near,
    links_offer,
    links_path,
    links_progress,
    links_rules,
    links_viewer,
    mutations_forms,
    mutations_path,
    mutations_rules,
    query,
    query_events,
    query_forms,
    query_people,
    query_places,
    query_rules,
)
from sources.apidae.entities import PLACE_ENTITIES
from sources.apidae.exports.hook import Door, hook_routes
from sources.apidae.links import OFFER_LINKS
from sources.apidae.links_places import PLACE_LINKS
from sources.apidae.mirror.mirror import EVERY
from sources.apidae.mirror.model import COLLECTIONS
from sources.apidae.path.demo import plant
from sources.apidae.path.store import COLLECTION as JOURNAL
from sources.apidae.runtime import Runtime, open_source
from sources.apidae.settings import ApidaeSettings
from sources.apidae.types.changes import Change
from sources.apidae.types.connection import OfferConnection
from sources.apidae.types.dossier import OfferDossier
from sources.apidae.types.offer import Activity, Event, Excursion, Family, Offer, Visit
from sources.apidae.types.place import Commune
from sources.apidae.workflow.store import COLLECTION as WORKFLOWS

if TYPE_CHECKING:
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp


RULES_EVERY = 60.0
"""Seconds between two looks: whoever decides begins at once, this is for when they were cut off."""
PATHS_EVERY = 60.0
MOST_PLANTED = 5_000
SELECTIONS_EVERY = 3_600.0
"""Seconds between two readings; Apidae compiles selections once a night."""


async def health(ctx: Context[Runtime]) -> None:
    """One id of whatever the project may see: the key, the project and the search have to work for it.

    A mirror asks the database instead.
    """
    await ctx.runtime.check()


async def sync(ctx: Context[Runtime]) -> str:
    """Bring the mirror up to date, if one is kept."""
    return await ctx.runtime.sync()


async def mend_paths(ctx: Context[Runtime]) -> str:
    """Let the verdicts follow steps after which somebody was cut off, if a mirror is kept."""
    if ctx.runtime.paths is None:
        return "Nothing is kept: there are no paths."
    return f"Judged {await ctx.runtime.paths.mend()} offers again after a step that was cut off."


async def demo(ctx: Context[Runtime]) -> str:
    """What the jobs do first, and offers of one office on the path."""
    told = [await sync(ctx), await read_selections(ctx)]
    if ctx.runtime.paths is not None:
        told.append(await plant(ctx.runtime.paths, await ctx.runtime.paths.owners.first(MOST_PLANTED)))
    return " ".join(told)


async def read_selections(ctx: Context[Runtime]) -> str:
    """Read again which offers editors have put together, if a mirror is kept."""
    if ctx.runtime.mirror is None:
        return "Nothing is kept: there are no collections."
    return f"Read {await ctx.runtime.mirror.read_selections()} selections."


async def apply_rules(ctx: Context[Runtime]) -> str:
    """Judge all offers again if a decision about the rules has not taken effect yet, if any are kept."""
    if ctx.runtime.mirror is None:
        return "Nothing is kept: there is nothing to judge again."
    judged = await ctx.runtime.mirror.judging.run()
    return f"Judged {judged} objects again." if judged else "All objects are judged by the rules of now."


def notices(ctx: Context[Runtime]) -> list[Notice]:
    """The mode, and what somebody should look into."""
    return ctx.runtime.notices()


def routes(context: Callable[[], Context[Runtime]]) -> Sequence[BaseRoute]:
    """The hook of exports; it is as if it were not there while exports, or the source, are off."""

    def door() -> Door | None:
        try:
            upkeep = context().runtime.upkeep
        except SourceDisabled:
            return None
        return upkeep.door if upkeep else None

    return hook_routes(door)


def build_emulator(options: Mapping[str, str]) -> ASGIApp:
    """The stand-in of Apidae."""
    from sources.apidae.emulator import create_app  # noqa: PLC0415  # not loaded where it is not used
    from sources.apidae.emulator.points import MissingData  # noqa: PLC0415  # as above

    try:
        return create_app(options)
    except (MissingData, ValueError) as error:
        raise RuntimeError(str(error)) from None


def emulator_environment(base_url: str) -> dict[str, str]:
    """Settings that point this source at its emulator, with the numbers that the emulator invents."""
    from sources.apidae.emulator import levels, territories  # noqa: PLC0415  # as above
    from sources.apidae.emulator.app import BASE  # noqa: PLC0415  # as above
    from sources.apidae.emulator.generator.extras import NO_CAR_FREE  # noqa: PLC0415  # as above
    from sources.apidae.emulator.generator.selections import EDITORIAL  # noqa: PLC0415  # as above
    from sources.apidae.emulator.options import Options  # noqa: PLC0415  # as above
    from sources.apidae.emulator.supplied import supplied_files  # noqa: PLC0415  # as above

    options = Options.read({})
    departments = territories.DEPARTMENT_IDS.items()
    supplied = supplied_files()
    return {
        **({"APIDAE_PLACES_FILE": str(supplied["places"])} if "places" in supplied else {}),
        **({"APIDAE_STOPS": str(supplied["stops"])} if "stops" in supplied else {}),
        "APIDAE_NO_CAR_FREE_CRITERION": str(NO_CAR_FREE[0]),
        "APIDAE_EDITORIAL_SELECTIONS": ",".join(str(one.id) for one in EDITORIAL),
        "APIDAE_BASE_URL": base_url + BASE.rstrip("/"),
        "APIDAE_API_KEY": options.api_key,
        "APIDAE_PROJECT_ID": str(options.project_id),
        "APIDAE_EXPORT_HOSTS": base_url.partition("://")[2],
        "APIDAE_REGION_TERRITORY": str(territories.REGION_ID),
        "APIDAE_DEPARTMENT_TERRITORIES": ",".join(f"{code}={number}" for code, number in departments),
        "APIDAE_DISTINCTION_LEVELS": ",".join(
            f"{number}={axis}:{level}" for (axis, level), number in levels.DISTINCTION.items()
        ),
    }


source: Source[Runtime] = Source(
    name="apidae",
    title="Apidae Tourisme",
    description="Les offres de tourisme bienveillant de la région, tenues par les offices de tourisme.",
    owner="Partir Ici",
    settings=ApidaeSettings,
    open=open_source,
    health=health,
    notices=notices,
    routes=routes,
    collections=(*COLLECTIONS, WORKFLOWS, JOURNAL),
    entities=(
        Entity(
            name="Offer",
            type=Offer,
            load=query.load_offers,
            cards=query.offer_cards,
            cards_of=query.offer_cards_of,
        ),
        Entity(
            name="Commune",
            type=Commune,
            load=query.load_communes,
            cards=query.commune_cards,
            cards_of=query.commune_cards_of,
        ),
        *PLACE_ENTITIES,
    ),
    fields=(
        query.offers,
        query.offer,
        query.facets,
        query.families,
        query_events.events,
        changes.changes,
        query_rules.phases,
        query_rules.current_phase,
        query_rules.rules_field,
        query_forms.questionnaire,
        query_forms.campaigns,
        query_places.communes,
        query_places.territories,
        query_places.stations,
        query_places.suggest,
        query_people.providers,
        query_people.tourist_offices,
        query_people.editorial_collections,
    ),
    links=(
        *OFFER_LINKS,
        *PLACE_LINKS,
        links_offer.linked,
        links_offer.super_event,
        links_offer.sub_events,
        links_near.related,
        links_near.nearby,
        changes.changed_offers,
        changes.replacing_offers,
        links_viewer.dossiers,
        links_progress.progress,
        links_rules.policy_difference,
        links_rules.phase_preview,
        links_path.paths,
        links_path.journal,
    ),
    mutations=(
        *mutations_path.MUTATIONS,
        *mutations_rules.MUTATIONS,
        mutations_forms.publish_questionnaire,
    ),
    types=(Activity, Change, Event, Excursion, OfferConnection, OfferDossier, Visit, Family),
    jobs=(
        Job(
            name="mirror",
            run=sync,
            every=EVERY,
            description="Brings the mirror up to date with Apidae (only with APIDAE_MODE=mirror).",
            by_hand=commands.by_hand,
        ),
        Job(
            name="rules",
            run=apply_rules,
            every=RULES_EVERY,
            description="Finishes what a decision about the rules has begun (only with APIDAE_MODE=mirror).",
        ),
        Job(
            name="selections",
            run=read_selections,
            every=SELECTIONS_EVERY,
            description="Reads the members of the editorial selections (only with APIDAE_MODE=mirror).",
        ),
        Job(
            name="paths",
            run=mend_paths,
            every=PATHS_EVERY,
            description="Ends steps of offers' paths that were cut off (only with APIDAE_MODE=mirror).",
        ),
    ),
    demo=demo,
    commands=(commands.replacing, commands_policy.command),
    emulator=Emulator(
        build=build_emulator,
        environment=emulator_environment,
        replaced_by="APIDAE_BASE_URL",
        port=8101,
        options=("size", "seed", "today"),
    ),
)
