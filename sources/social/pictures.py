"""Pictures of posts for the gateway's proxy: where they are now, and what they turned out to be."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.errors import SourceError
from gateway.source import Context, PictureFacts, Pictures
from sources.social.media import Document, read_ref
from sources.social.runtime import Runtime
from sources.social.settings import SocialSettings
from sources.social.times import aware

HOSTS = ("*.cdninstagram.com", "*.fbcdn.net")


def hosts(settings: SocialSettings) -> Sequence[str]:
    """The two families of Meta's hosts, or those of an emulator."""
    return settings.cdn.split() or HOSTS


async def resolve(ref: str, ctx: Context[Runtime], fresh: bool) -> str | None:  # the contract
    """Where a picture is; None when its post may not be shown. A dead address is refreshed at the network."""
    named = read_ref(ref)
    if named is None:
        return None
    key, place = named
    visibility = await ctx.runtime.visibilities.of(ctx)
    posts = await ctx.runtime.store.by_keys([key], visibility)
    if not posts or not (url := _url(posts[0], place)):
        return None
    if fresh or _is_dead(posts[0], place, ctx):
        return await _refreshed(ctx, posts[0], place) or url
    return url


async def _refreshed(ctx: Context[Runtime], post: Document, place: int) -> str | None:
    name = post["_id"].partition(":")[2]
    found = (await ctx.runtime.on_demand.refresh(post["account"]["key"], [name])).get(name)
    return None if found is None or isinstance(found, SourceError) else _url(found, place)


async def seen(ref: str, facts: PictureFacts, ctx: Context[Runtime]) -> None:
    """Keep size and colour with the post."""
    if named := read_ref(ref):
        known = {"width": facts.width, "height": facts.height, "colour": facts.colour}
        await ctx.runtime.store.see_picture(named[0], str(named[1]), known)


def _url(post: Document, place: int) -> str | None:
    media = post["media"]
    return media[place]["preview"] if place < len(media) else None


def _is_dead(post: Document, place: int, ctx: Context[Runtime]) -> bool:
    expires = post["media"][place]["previewExpires"]
    return expires is not None and aware(expires) <= ctx.request.now


PICTURES: Pictures[Runtime] = Pictures(hosts=hosts, resolve=resolve, seen=seen)
