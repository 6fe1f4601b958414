"""Control of single posts: add, edit, delete; the Page's webhooks hear of its own."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from sources.social.emulator.doors import ControlError, Handler
from sources.social.emulator.instagram_content import build_post
from sources.social.emulator.models import InstagramPost, PagePost
from sources.social.emulator.page_content import build_page_post
from sources.social.emulator.sender import instagram_mention, page_change

if TYPE_CHECKING:
    from starlette.requests import Request

    from sources.social.emulator.library import Post
    from sources.social.emulator.state import Emulator

EDITS = {"caption", "hide_likes", "drop_media_url"}
_NEW = 500_000  # places in an account that the first content never reaches


def post_routes() -> list[tuple[str, str, Handler]]:
    """Give the control routes of posts."""
    return [
        ("/posts", "POST", _add),
        ("/posts/{id}", "GET", _show),
        ("/posts/{id}", "POST", _edit),
        ("/posts/{id}", "DELETE", _delete),
    ]


def _find(emulator: Emulator, request: Request) -> Post:
    post = emulator.library.posts.get(request.path_params["id"])
    if post is None:
        raise ControlError("no such post", 404)
    return post


async def _show(emulator: Emulator, request: Request, _: dict[str, Any]) -> Any:
    return _summary(_find(emulator, request))


async def _add(emulator: Emulator, _: Request, wanted: dict[str, Any]) -> Any:
    """Publish a post now on ``account``: ``page``, ``instagram`` or a scout's name."""
    name, caption = wanted.get("account"), wanted.get("caption")
    if not isinstance(name, str) or not isinstance(caption, str | None):
        raise ControlError('the body is {"account": "page" | "instagram" | username, "caption"?: text}')
    library, seed, now = emulator.library, emulator.options.seed, emulator.clock.now()
    world = library.world
    index = _NEW + library.added
    rng = Random(f"{seed}|new|{index}")
    post: Post
    if name == "page":
        post = build_page_post(seed, world.page_id, index, now, None, rng)
        post.message, post.tags, post.updated = caption, (), now
    else:
        account = world.instagram if name == "instagram" else library.account(name)
        if account is None:
            raise ControlError("no such account", 404)
        post = build_post(seed, account, index, now, None, rng)
        post.caption, post.drop_media_url = caption, False
        post.tags_us = account is not world.instagram and f"@{world.instagram.username}" in (caption or "")
    library.add(post)
    await _tell(emulator, post, "add")
    return _summary(post)


async def _edit(emulator: Emulator, request: Request, wanted: dict[str, Any]) -> Any:
    """Change the caption (null for none), hide the likes, or drop the media url."""
    post = _find(emulator, request)
    if unknown := sorted(wanted.keys() - EDITS):
        raise ControlError(f"unknown key: {', '.join(unknown)}")
    if not isinstance(wanted.get("caption"), str | None):
        raise ControlError("caption is a text or null")
    for name in ("hide_likes", "drop_media_url"):
        if name not in wanted:
            continue
        if isinstance(post, PagePost) or not isinstance(wanted[name], bool):
            raise ControlError(f"{name} is true or false, for Instagram posts")
        setattr(post, name, wanted[name])
    if "caption" in wanted:
        if isinstance(post, PagePost):
            post.message, post.updated, post.tags = wanted["caption"], emulator.clock.now(), ()
        else:
            post.caption = wanted["caption"]
    await _tell(emulator, post, "edited")
    return _summary(post)


async def _delete(emulator: Emulator, request: Request, _: dict[str, Any]) -> Any:
    post = _find(emulator, request)
    emulator.library.delete(post.id)
    await _tell(emulator, post, "remove")
    return {"ok": True, "deleted": post.id}


async def _tell(emulator: Emulator, post: Post, verb: str) -> None:
    """Send what Meta sends: changes of the Page's feed, and new mentions; nothing for other media."""
    now = int(emulator.now())
    hooks, secret = emulator.webhooks, emulator.options.app_secret
    if isinstance(post, PagePost):
        value: dict[str, Any] = {"post_id": post.id, "from": {"id": post.author_id, "name": post.author_name}}
        if verb != "remove" and post.message:
            value["message"] = post.message
        if "feed" in hooks.page_fields:
            await hooks.send(secret, [page_change("feed", emulator.options.page_id, verb, value, now)], now)
    elif verb == "add" and post.tags_us:
        await hooks.send(secret, [instagram_mention(emulator.options.ig_user_id, post.id, now)], now)


def _summary(post: Post) -> dict[str, Any]:
    caption = post.caption if isinstance(post, InstagramPost) else post.message
    account = post.account.username if isinstance(post, InstagramPost) else "page"
    mention = {"key": post.mention.card.key, "kind": post.mention.kind} if post.mention else None
    return {"id": post.id, "account": account, "kind": post.kind, "caption": caption, "mention": mention}
