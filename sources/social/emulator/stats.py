"""Statistics of the content: how many posts of which sort, and which posts mention which card."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sources.social.emulator.library import Post
    from sources.social.emulator.models import World


def statistics(world: World) -> dict[str, Any]:
    """Count posts by source, kind and mention; list post ids by card key and kind of mention."""
    media, wall = list(world.media()), list(world.page_posts)
    posts: list[Post] = [*wall, *media]
    mentions = _mentions(posts)
    kinds = Counter(post.mention.kind if post.mention else "general" for post in posts)
    return {
        "counts": {
            "posts": len(posts),
            "page": len(wall),
            "instagram": len(world.instagram.posts),
            "scouts": sum(len(scout.posts) for scout in world.scouts.values()),
            "visitors": len(world.visitor_posts),
            "unpublished": len(world.unpublished),
            "by_mention": dict(kinds),
            "by_kind": dict(Counter(post.kind for post in posts)),
            "cards_mentioned": len(mentions),
        },
        "scouts": {name: len(scout.posts) for name, scout in world.scouts.items()},
        "mentions": mentions,
        "general": [post.id for post in posts if post.mention is None],
    }


def _mentions(posts: list[Post]) -> dict[str, dict[str, list[str]]]:
    """List post ids by the key of the mentioned card, then by kind of mention."""
    found: dict[str, dict[str, list[str]]] = {}
    for post in posts:
        if post.mention is not None:
            found.setdefault(post.mention.card.key, {}).setdefault(post.mention.kind, []).append(post.id)
    return found
