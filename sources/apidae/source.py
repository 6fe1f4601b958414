"""Offers from Apidae Tourisme: what a visitor can do for a day, with its declared commitment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gateway.source import Context, Emulator, Entity, Job, Notice, Source
from sources.apidae import commands, links, links_near, links_offer, query, query_events
from sources.apidae.mirror.mirror import EVERY
from sources.apidae.mirror.model import COLLECTIONS
from sources.apidae.runtime import Runtime, open_source
from sources.apidae.settings import ApidaeSettings
from sources.apidae.types.connection import OfferConnection
from sources.apidae.types.offer import Activity, Event, Excursion, Offer, Visit
from sources.apidae.types.place import Commune

if TYPE_CHECKING:
    from starlette.types import ASGIApp


async def health(ctx: Context[Runtime]) -> None:
    """One id of whatever the project may see: the key, the project and the search have to work for it.

    A mirror asks the database instead.
    """
    await ctx.runtime.check()


async def sync(ctx: Context[Runtime]) -> str:
    """Bring the mirror up to date, if one is kept."""
    return await ctx.runtime.sync()


def notices(ctx: Context[Runtime]) -> list[Notice]:
    """The mode, and what somebody should look into."""
    return ctx.runtime.notices()


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
    from sources.apidae.emulator.options import Options  # noqa: PLC0415  # as above

    options = Options.read({})
    departments = territories.DEPARTMENT_IDS.items()
    return {
        "APIDAE_BASE_URL": base_url + BASE.rstrip("/"),
        "APIDAE_API_KEY": options.api_key,
        "APIDAE_PROJECT_ID": str(options.project_id),
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
    collections=COLLECTIONS,
    entities=(
        Entity(name="Offer", type=Offer, load=query.load_offers, cards=query.offer_cards),
        Entity(name="Commune", type=Commune, load=query.load_communes, cards=query.commune_cards),
    ),
    fields=(query.offers, query.offer, query.facets, query.families, query_events.events),
    links=(
        links.commune_offers,
        links.facets,
        links_offer.linked,
        links_offer.super_event,
        links_offer.sub_events,
        links_near.related,
        links_near.nearby,
    ),
    types=(Activity, Event, Excursion, OfferConnection, Visit),
    jobs=(
        Job(
            name="mirror",
            run=sync,
            every=EVERY,
            description="Brings the mirror up to date with Apidae (only with APIDAE_MODE=mirror).",
            by_hand=commands.by_hand,
        ),
    ),
    emulator=Emulator(
        build=build_emulator,
        environment=emulator_environment,
        replaced_by="APIDAE_BASE_URL",
        port=8101,
        options=("size", "seed", "today"),
    ),
)
