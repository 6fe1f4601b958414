"""What people decide about posts: which offer they are about, what is hidden, what stands on top."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from gateway.graph.ids import key_of
from gateway.identity import RoleName
from gateway.mutations import Payload, refuse
from gateway.source import Context, mutation
from sources.social import rights
from sources.social.asking import shown, target_of
from sources.social.judging import CONFIRMED, LINKED, REJECTED
from sources.social.linking import judge_again
from sources.social.matching import OFFER
from sources.social.media import Document
from sources.social.moderation.showing import Rules
from sources.social.runtime import Runtime
from sources.social.types import SocialPost

DECIDERS: tuple[RoleName, ...] = ("REGION_ADMIN", "DEPARTMENT_AGENCY", "OFFICE", "PROVIDER")
MODERATORS: tuple[RoleName, ...] = ("REGION_ADMIN", "COMMUNITY_MANAGER")


@strawberry.type(description="A post after a change.")
class SocialPostPayload(Payload):
    """Of every mutation about a post."""

    post: SocialPost | None = strawberry.field(
        description="The post as it is now; null when nothing was done, or when it is hidden now.",
        default=None,
    )


@strawberry.input(description="A post and an object it is about.")
class SocialMatchInput:
    """Which link is meant."""

    post: strawberry.ID = strawberry.field(description="The post.")
    target: strawberry.ID = strawberry.field(description="The offer, commune or territory.")


@strawberry.input(description="A post and the offer it is about.")
class LinkPostInput:
    """What is to be linked."""

    post: strawberry.ID = strawberry.field(description="The post.")
    offer: strawberry.ID = strawberry.field(description="The offer.")


@strawberry.input(description="Whether a post is hidden.")
class HidePostInput:
    """What is to be hidden."""

    post: strawberry.ID = strawberry.field(description="The post.")
    hidden: bool = strawberry.field(
        description="False shows it again, also one that waits for approval or holds a blocked word.",
        default=True,
    )


@strawberry.input(description="Whether a post stands on top.")
class PinPostInput:
    """What is to be pinned."""

    post: strawberry.ID = strawberry.field(description="The post.")
    target: strawberry.ID | None = strawberry.field(
        description="On the list of this offer, commune or territory; leave out for the list of all posts.",
        default=None,
    )
    pinned: bool = strawberry.field(description="False takes it down again.", default=True)


LinkPostArgument = Annotated[LinkPostInput, strawberry.argument(description="Which post, which offer.")]
SocialMatchArgument = Annotated[
    SocialMatchInput, strawberry.argument(description="Which post, which object.")
]
HidePostArgument = Annotated[HidePostInput, strawberry.argument(description="Which post, hidden or not.")]
PinPostArgument = Annotated[PinPostInput, strawberry.argument(description="Which post, on which list.")]


@mutation(
    description="Say that a post is about an offer. It stays so whatever is matched later.",
    name="linkPostToOffer",
    roles=DECIDERS,
)
async def link_post_to_offer(ctx: Context[Runtime], input: LinkPostArgument) -> SocialPostPayload | None:
    """The post with its link."""
    key = key_of(input.offer, OFFER, argument="input.offer")
    return await _judged(ctx, input.post, (OFFER, key), {"verdict": LINKED})


@mutation(
    description="Say that a match is right. It stays so whatever is matched later.",
    name="confirmMatch",
    roles=DECIDERS,
)
async def confirm_match(ctx: Context[Runtime], input: SocialMatchArgument) -> SocialPostPayload | None:
    """The post; `NOT_FOUND` when there is no such match."""
    target = target_of(input.target, "input.target")
    return await _judged(ctx, input.post, target, {"verdict": CONFIRMED}, must_match=True)


@mutation(
    description="Say that a match is wrong. It never comes back by itself.",
    name="rejectMatch",
    roles=DECIDERS,
)
async def reject_match(ctx: Context[Runtime], input: SocialMatchArgument) -> SocialPostPayload | None:
    """The post without the match."""
    target = target_of(input.target, "input.target")
    return await _judged(ctx, input.post, target, {"verdict": REJECTED})


@mutation(
    description="Hide a post from everybody, or show it again. The network keeps it.",
    name="hidePost",
    roles=MODERATORS,
)
async def hide_post(ctx: Context[Runtime], input: HidePostArgument) -> SocialPostPayload | None:
    """The post when it is shown, null when it is hidden."""
    rights.moderate(ctx.caller).enforce("input.post")
    decided = {"hidden": input.hidden, "by": _subject(ctx), "at": ctx.request.now}
    return await _moderated(ctx, input.post, decided)


@mutation(
    description="Put a post on top of the list of all posts, or of the list of one object.",
    name="pinPost",
    roles=(*MODERATORS, "DEPARTMENT_AGENCY", "OFFICE", "PROVIDER"),
)
async def pin_post(ctx: Context[Runtime], input: PinPostArgument) -> SocialPostPayload | None:
    """The post."""
    if input.target is None:
        rights.moderate(ctx.caller).enforce("input.post")
        return await _moderated(
            ctx, input.post, {"pinned": input.pinned, "by": _subject(ctx), "at": ctx.request.now}
        )
    target = target_of(input.target, "input.target")
    said = {"pinned": 1 if input.pinned else 0}
    return await _judged(ctx, input.post, target, said, must_match=True)


async def _judged(
    ctx: Context[Runtime], post: str, target: tuple[str, str], said: Document, *, must_match: bool = False
) -> SocialPostPayload:
    found = await _visible(ctx, key_of(post, SocialPost.entity, argument="input.post"))
    cards = await ctx.cards_of(target[0], [target[1]])
    rights.judge(ctx.caller, target[0], cards.get(target[1])).enforce("input.target")
    store = ctx.runtime.store
    if must_match and await store.match_of(found["_id"], target) is None:
        refuse("NOT_FOUND", "input.target")
    await store.judge(found["_id"], target, {**said, "by": _subject(ctx), "at": ctx.request.now})
    await judge_again(ctx.runtime, found["_id"])
    return await _payload(ctx, found["_id"])


async def _moderated(ctx: Context[Runtime], post: str, decided: Document) -> SocialPostPayload:
    key = key_of(post, SocialPost.entity, argument="input.post")
    record = await ctx.runtime.store.account_of(key)
    known = await ctx.runtime.book.get(record) if record else None
    if known is None:
        refuse("NOT_FOUND", "input.post")
    rules = Rules(ctx.runtime.settings.blocked, approved=known.approved)
    await ctx.runtime.store.moderate(key, decided, rules)
    return await _payload(ctx, key)


async def _visible(ctx: Context[Runtime], key: str) -> Document:
    found = await ctx.runtime.store.by_keys([key], await ctx.runtime.visibilities.of(ctx))
    if not found:
        refuse("NOT_FOUND", "input.post")
    return found[0]


async def _payload(ctx: Context[Runtime], key: str) -> SocialPostPayload:
    found = await ctx.runtime.store.by_keys([key], await ctx.runtime.visibilities.of(ctx))
    posts: list[Any] = shown(ctx, found)
    return SocialPostPayload(post=posts[0] if posts else None)


def _subject(ctx: Context[Runtime]) -> str:
    return ctx.caller.subject or ""
