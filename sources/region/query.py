"""Root fields about the site: its texts, who stands behind it, its media kit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import strawberry

from gateway.errors import BadInput
from gateway.graph.connection import After, Connection, First, check_first, page_in_memory
from gateway.source import Context, root_field
from sources.region.actors import ACTORS, ActorKind
from sources.region.mapping import (
    OFFICE,
    asset_of,
    entry_of,
    office_of,
    organization_of,
    organizations_of,
    page_of_text,
    site_of,
)
from sources.region.runtime import Runtime
from sources.region.types import FaqEntry, MediaAsset, Organization, Page, Site

KEPT_SECONDS = 300
MEDIA_PATH = "/region/media/"
RANKS = {"REGION": "0", "DEPARTMENT_AGENCY": "1", "TOURIST_OFFICE": "2"}

Audience = Annotated[
    ActorKind | None, strawberry.argument(description="Only texts for these, and those for everybody.")
]
Slug = Annotated[str | None, strawberry.argument(description="The `slug` of the page.")]
Kinds = Annotated[list[ActorKind] | None, strawberry.argument(description="Only bodies of these kinds.")]


@root_field(description="The site as a whole: its name, its languages, its channels.", max_age=KEPT_SECONDS)
async def site(ctx: Context[Runtime]) -> Site | None:
    """From the texts."""
    return site_of(ctx.runtime.book.site)


@root_field(
    description="A page of the site: by `slug`, or the first one for an `audience`; null when there is none.",
    max_age=KEPT_SECONDS,
)
async def page(ctx: Context[Runtime], slug: Slug = None, audience: Audience = None) -> Page | None:
    """From the texts."""
    if slug is None and audience is None:
        raise BadInput("INVALID_ARGUMENT", "One of slug and audience is wanted.", argument="slug")
    wanted = audience.name if audience else None
    found = [one for one in ctx.runtime.book.pages if one.is_for(wanted) and slug in {None, one.key}]
    # what is written for an audience comes before what is for everybody
    found.sort(key=lambda one: not one.audiences)
    return page_of_text(found[0]) if found else None


@root_field(description="All pages of the site, in their order.", max_age=KEPT_SECONDS)
async def pages(ctx: Context[Runtime], audience: Audience = None) -> list[Page] | None:
    """From the texts."""
    wanted = audience.name if audience else None
    return [page_of_text(one) for one in ctx.runtime.book.pages if one.is_for(wanted)]


@root_field(description="Questions that are often asked, in their order.", max_age=KEPT_SECONDS)
async def faq(ctx: Context[Runtime], audience: Audience = None) -> list[FaqEntry] | None:
    """From the texts."""
    wanted = audience.name if audience else None
    return [entry_of(one) for one in ctx.runtime.book.faq if one.is_for(wanted)]


@root_field(
    description="What those who speak of the platform may use, each with its licence.",
    max_age=KEPT_SECONDS,
    name="mediaKit",
)
async def media_kit(ctx: Context[Runtime]) -> list[MediaAsset] | None:
    """From the texts."""
    return [
        asset_of(one, ctx.own_url(f"{MEDIA_PATH}{one.file}") if one.file else str(one.url))
        for one in ctx.runtime.book.assets
    ]


@root_field(
    description="Who stands behind the platform: the Region, the agencies of the departments, then the "
    "tourist offices that keep the records of public offers, each by name.",
    cost=2,
)
async def organizations(
    ctx: Context[Runtime], kinds: Kinds = None, first: First = 20, after: After = None
) -> Connection[Organization] | None:
    """From the texts, and from the owner of tourist offices."""
    check_first(first)
    wanted = frozenset(kind.name for kind in kinds) if kinds else frozenset(ACTORS)
    found = organizations_of(ctx.runtime.book, wanted)
    if "TOURIST_OFFICE" in wanted:
        found += [office_of(card) async for card in ctx.cards("TouristOffice")]
    listed = sorted(((_place(one), one) for one in found), key=lambda one: one[0])
    return page_in_memory("organizations", listed, first, after)


async def load_pages(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:
    """Pages by slug."""
    found = {key: ctx.runtime.book.page(key) for key in keys}
    return {key: page_of_text(one) for key, one in found.items() if one}


async def load_organizations(keys: Sequence[str], ctx: Context[Runtime]) -> Mapping[str, Any]:
    """Bodies by key."""
    found = {one.key: organization_of(one) for one in ctx.runtime.book.organizations if one.key in keys}
    offices = [key.removeprefix(OFFICE) for key in keys if key.startswith(OFFICE)]
    if offices:
        cards = await ctx.cards_of("TouristOffice", offices)
        found |= {f"{OFFICE}{key}": office_of(card) for key, card in cards.items()}
    return found


def _place(one: Organization) -> tuple[str, str]:
    return f"{RANKS[one.kind.name]} {one.name.casefold()}"[:200], one.key
