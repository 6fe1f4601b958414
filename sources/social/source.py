"""Posts of Instagram and Facebook: read into the database every few minutes, linked to offers and scouts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gateway.source import Context, Emulator, Entity, Job, Source
from sources.social import links, mutations, query
from sources.social.accounts.command import COMMAND
from sources.social.demo import demo
from sources.social.feed import FEED
from sources.social.hooks.inbox import work_off
from sources.social.hooks.routes import routes as hooks_routes
from sources.social.letting_go import let_go
from sources.social.migrations import MIGRATIONS
from sources.social.model import COLLECTIONS
from sources.social.pictures import PICTURES
from sources.social.runtime import Runtime, open_source
from sources.social.settings import SocialSettings
from sources.social.sync import sync
from sources.social.types import SocialPost

if TYPE_CHECKING:
    from starlette.types import ASGIApp


async def health(ctx: Context[Runtime]) -> None:
    """Posts are read from the database; a network that fails makes them stale, not the source down."""
    await ctx.runtime.store.ping()


def build_emulator(options: Mapping[str, str]) -> ASGIApp:
    """The stand-in of the Graph API."""
    from sources.social.emulator import create_app  # noqa: PLC0415  # not loaded where it is not used

    try:
        return create_app(options)
    except ValueError as error:
        raise RuntimeError(str(error)) from None


def emulator_environment(base_url: str) -> dict[str, str]:
    """Settings that point this source at its emulator; scouts' accounts are told by the scouts' own cards."""
    from sources.social.emulator import defaults  # noqa: PLC0415  # as above

    return {
        "SOCIAL_BASE_URL": base_url,
        "SOCIAL_CDN": base_url,
        "SOCIAL_APP_ID": defaults.APP_ID,
        "SOCIAL_APP_SECRET": defaults.APP_SECRET,
        "SOCIAL_PAGE_ID": defaults.PAGE_ID,
        "SOCIAL_PAGE_TOKEN": defaults.PAGE_TOKEN,
        "SOCIAL_IG_USER_ID": defaults.IG_USER_ID,
    }


source: Source[Runtime] = Source(
    name="social",
    title="Instagram et Facebook",
    description="Les publications de la Région, des offices de tourisme et des éclaireurs sur les réseaux.",
    owner="Partir Ici",
    settings=SocialSettings,
    open=open_source,
    health=health,
    collections=COLLECTIONS,
    migrations=MIGRATIONS,
    entities=(Entity(name="SocialPost", type=SocialPost, load=query.load_posts, max_batch=500),),
    fields=(query.social_posts, query.social_accounts, query.social_embed),
    feeds=(FEED,),
    let_go=let_go,
    links=(
        links.offer_posts,
        links.commune_posts,
        links.territory_posts,
        links.scout_posts,
        links.mentions,
        links.communes,
        links.matches,
    ),
    mutations=(
        mutations.link_post_to_offer,
        mutations.confirm_match,
        mutations.reject_match,
        mutations.hide_post,
        mutations.pin_post,
    ),
    routes=hooks_routes,
    pictures=PICTURES,
    jobs=(
        Job(
            name="changes",
            run=work_off,
            every=30.0,
            description="Does what webhooks told and what could not be done at once.",
        ),
        Job(
            name="sync",
            run=sync,
            every=60.0,
            description="Reads the accounts that are due, usually SOCIAL_SYNC_SECONDS after the last time.",
        ),
    ),
    commands=(COMMAND,),
    emulator=Emulator(
        build=build_emulator,
        environment=emulator_environment,
        replaced_by="SOCIAL_BASE_URL",
        port=8102,
        options=("seed", "posts", "now", "cdn_base", "require_proof"),
    ),
    demo=demo,
)
