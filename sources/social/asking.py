"""What the arguments of lists of posts mean, and how a page of them is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import strawberry

from gateway.errors import BadInput
from gateway.graph.connection import Connection, Edge, check_first, decode_cursor, encode_cursor, page_info
from gateway.graph.ids import decode_id
from gateway.graph.shared import Origin
from gateway.source import Context
from sources.social.captions import fold_handle, fold_hashtag
from sources.social.matching import COMMUNE, OFFER, SCOUT, TERRITORY
from sources.social.runtime import Runtime
from sources.social.store import Place, Wanted
from sources.social.types import Network, SocialPost, post_of

LIST = "socialPosts"
LATEST_MS = 32_503_680_000_000
"""The year 3000: no cursor of ours lies behind it."""

TARGETS = (OFFER, COMMUNE, TERRITORY, SCOUT)
LONGEST_WORD = 200

Networks = Annotated[
    list[Network] | None, strawberry.argument(description="Only posts of these networks; leave out for all.")
]


@strawberry.input(description="Which posts; all conditions that are given must hold.")
class SocialPostFilter:
    """Conditions on posts."""

    about: strawberry.ID | None = strawberry.field(
        description="The id of an offer, commune, territory or scout that they are about.", default=None
    )
    hashtag: str | None = strawberry.field(
        description="A hashtag, with or without `#`; case and accents do not matter.", default=None
    )
    account: str | None = strawberry.field(description="User name of the account.", default=None)
    origin: Origin | None = strawberry.field(description="Who speaks.", default=None)


Filter = Annotated[
    SocialPostFilter | None, strawberry.argument(description="Only some posts; leave out for all.")
]


async def wanted_posts(
    ctx: Context[Runtime],
    networks: Sequence[Network] | None,
    first: int,
    after: str | None,
    filter: SocialPostFilter | None = None,
) -> Wanted:
    """What the arguments of a list ask for; one more than `first`, to know whether more follow."""
    check_first(first)
    if networks is not None and not networks:
        raise BadInput(
            "INVALID_ARGUMENT",
            "networks must name at least one network.",
            hint="Leave the argument out for posts of all networks.",
            argument="networks",
        )
    asked = filter or SocialPostFilter()
    place = _place(after) if after is not None else None
    about = target_of(asked.about, "filter.about") if asked.about else None
    tag = fold_hashtag(_word(asked.hashtag, "filter.hashtag")) if asked.hashtag is not None else None
    handle = fold_handle(_word(asked.account, "filter.account")) if asked.account is not None else None
    return Wanted(
        visibility=await ctx.runtime.visibilities.of(ctx),
        limit=first + 1,
        place=place,
        networks=frozenset(network.name for network in networks or Network),
        about=await _public(about, ctx) if about else None,
        tag=tag,
        handle=handle,
        origin=asked.origin.name if asked.origin else None,
    )


def target_of(text: str, argument: str) -> tuple[str, str]:
    """Entity and key of an object that posts can be about."""
    entity, key = decode_id(text)
    if entity not in TARGETS:
        raise BadInput(
            "INVALID_ID", f"A post is about one of {', '.join(TARGETS)}, not {entity}.", argument=argument
        )
    return entity, key


async def _public(target: tuple[str, str], ctx: Context[Runtime]) -> tuple[str, str]:
    """The target; in the place of one that is not public, one that no post is about."""
    return target if await ctx.load(*target) is not None else (target[0], "")


def page_of(
    ctx: Context[Runtime], documents: Sequence[Mapping[str, Any]], first: int, *, before: bool
) -> Connection[SocialPost]:
    """A page of at most `first` posts; a document more says that the list goes on."""
    posts = shown(ctx, documents[:first])
    cursors = [encode_cursor(LIST, int(post.pinned), post.posted_ms, post.key) for post in posts]
    edges = [Edge(cursor=cursor, node=post) for cursor, post in zip(cursors, posts, strict=True)]
    return Connection(edges=edges, page_info=page_info(cursors, more=len(documents) > first, before=before))


def shown(ctx: Context[Runtime], documents: Sequence[Mapping[str, Any]]) -> list[SocialPost]:
    """Objects of stored posts; tells the request when one of them is stale."""
    now = ctx.request.now
    stale_before = now - timedelta(seconds=ctx.runtime.settings.stale_seconds)

    def picture(ref: str, width: int) -> str:
        return ctx.picture_url("social", ref, width)

    posts = [post_of(document, now=now, stale_before=stale_before, picture=picture) for document in documents]
    if any(post.stale for post in posts):
        ctx.request.stale.add("social")
    return posts


def _word(text: str, argument: str) -> str:
    if not 0 < len(text.strip()) <= LONGEST_WORD or "\0" in text:
        raise BadInput("INVALID_ARGUMENT", f"1 to {LONGEST_WORD} characters are wanted.", argument=argument)
    return text


def _place(after: str) -> Place:
    pinned, milliseconds, key = decode_cursor(after, LIST, int, int, str)
    if not 0 <= milliseconds <= LATEST_MS or pinned not in {0, 1}:
        raise BadInput("INVALID_CURSOR", "This cursor does not belong to this list.", argument="after")
    return Place(pinned, datetime.fromtimestamp(milliseconds / 1000, UTC), key)
