"""Fields of Instagram media, of albums' children and of comments, for the owner and for others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sources.social.emulator import errors
from sources.social.emulator.clock import graph_time
from sources.social.emulator.comments import Comment, comments_of
from sources.social.emulator.ids import digits
from sources.social.emulator.lists import Edge, listing
from sources.social.emulator.nodes import ABSENT, NodeKind, render

if TYPE_CHECKING:
    from sources.social.emulator.fields import Selection
    from sources.social.emulator.models import Child, InstagramPost
    from sources.social.emulator.state import Reading

_AT: Final = re.compile(r"@(?=\w)")


def _caption(reading: Reading, post: InstagramPost) -> Any:
    """Give the caption; others' captions lose their ``@``."""
    if post.caption is None:
        return ABSENT
    return _AT.sub("", post.caption) if reading.public else post.caption


def _likes(_: Reading, post: InstagramPost) -> Any:
    return ABSENT if post.hide_likes else post.likes


def _media_url(reading: Reading, post: InstagramPost) -> Any:
    if post.drop_media_url:
        return ABSENT
    return reading.file_url(post.video or post.picture)


def _thumbnail(reading: Reading, post: InstagramPost) -> Any:
    if reading.public and reading.emulator.modes.discovery_thumbnail == "refused":
        raise errors.unknown_field("thumbnail_url", "Media")
    return reading.file_url(post.picture) if post.kind == "VIDEO" else ABSENT


def _reel(value: Any, post: InstagramPost) -> Any:
    return value if post.product == "REELS" else ABSENT


def _audio(_: Reading, post: InstagramPost) -> Any:
    return _reel("MUSIC" if post.licensed_audio else "ORIGINAL_SOUND", post)


def _or_absent(value: Any) -> Any:
    return ABSENT if value is None else value


def _children(reading: Reading, post: InstagramPost, asked: Selection) -> Any:
    if post.kind != "CAROUSEL_ALBUM":
        return ABSENT
    rows = [(post, child) for child in post.children]
    return {"data": [render(reading, CHILD, row, asked.children) for row in rows]}


def _comments(reading: Reading, post: InstagramPost, asked: Selection) -> Any:
    found = comments_of(post, reading.emulator.clock.now())
    return listing(reading, Edge(post.id, "comments", COMMENT, maximum=50), asked, found)


def _insights(_reading: Reading, _post: InstagramPost, _asked: Selection) -> Any:
    raise errors.no_permission()


_PUBLIC: Final = {
    "id": lambda _, post: post.id,
    "alt_text": lambda _, post: _or_absent(post.alt_text),
    "caption": _caption,
    "comments_count": lambda _, post: post.comments,
    "is_shared_to_feed": lambda _, post: _reel(True, post),
    "like_count": _likes,
    "media_audio_type": _audio,
    "media_product_type": lambda _, post: post.product,
    "media_type": lambda _, post: post.kind,
    "media_url": _media_url,
    "owner": lambda reading, post: ABSENT if reading.public else {"id": post.account.id},
    "permalink": lambda _, post: post.permalink,
    "reposts_count": lambda _, post: post.likes // 40,
    "shortcode": lambda _, post: post.shortcode,
    "thumbnail_url": _thumbnail,
    "timestamp": lambda _, post: graph_time(post.created),
    "total_comments_count": lambda _, post: post.comments,
    "total_like_count": _likes,
    "username": lambda _, post: post.account.username,
}
_OWNER_ONLY: Final = {
    "boost_eligibility_info": lambda _, post: {"eligible_to_boost": post.kind == "IMAGE"},
    "copyright_check_information": lambda _, post: _reel({"status": {"status": "completed"}}, post),
    "ig_id": lambda _, post: digits(19, "legacy", post.id),
    "is_ai_generated": lambda _reading, _post: False,
    "is_comment_enabled": lambda _reading, _post: True,
    "legacy_instagram_media_id": lambda _, post: digits(19, "legacy", post.id),
    "saved_count": lambda _, post: post.likes // 12,
    "shares_count": lambda _, post: post.likes // 20,
    "total_views_count": lambda _, post: _reel(post.views, post),
}

MEDIA: Final = NodeKind(
    "Media",
    {**_PUBLIC, **_OWNER_ONLY},
    {
        "children": _children,
        "comments": _comments,
        "insights": _insights,
        "collaborators": lambda _reading, _post, _asked: {"data": []},
    },
)
DISCOVERED_MEDIA: Final = NodeKind(
    "Media",
    {**_PUBLIC, "view_count": lambda _, post: _reel(post.views, post)},
    {"children": _children},
)
# Posts found by hashtag come without author.
HASHTAG_MEDIA: Final = NodeKind(
    "Media",
    {
        name: field
        for name, field in _PUBLIC.items()
        if name in {"id", "caption", "comments_count", "like_count", "permalink", "timestamp"}
        or name in {"media_type", "media_url"}
    },
    {"children": _children},
)


def _child_url(reading: Reading, row: tuple[InstagramPost, Child]) -> Any:
    return reading.file_url(row[1].video or row[1].picture)


def _child_thumbnail(reading: Reading, row: tuple[InstagramPost, Child]) -> Any:
    return reading.file_url(row[1].picture) if row[1].video else ABSENT


CHILD: Final = NodeKind(
    "Media",
    {
        "id": lambda _, row: row[1].id,
        "alt_text": lambda _, row: _or_absent(row[1].alt_text),
        "media_type": lambda _, row: "VIDEO" if row[1].video else "IMAGE",
        "media_url": _child_url,
        "thumbnail_url": _child_thumbnail,
        "timestamp": lambda _, row: graph_time(row[0].created),
        "username": lambda _, row: row[0].account.username,
        "owner": lambda reading, row: ABSENT if reading.public else {"id": row[0].account.id},
    },
)


def _comment_time(_: Reading, comment: Comment) -> str:
    return graph_time(comment.created)


COMMENT: Final = NodeKind(
    "Comment",
    {
        "id": lambda _, comment: comment.id,
        "text": lambda _, comment: comment.text,
        "timestamp": _comment_time,
        "username": lambda _, comment: comment.username,
        "like_count": lambda _reading, _comment: 0,
    },
    default=("id", "text", "timestamp"),
)
