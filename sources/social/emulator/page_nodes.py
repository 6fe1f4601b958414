"""The Facebook Page and its posts as nodes, with reactions, comments and attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sources.social.emulator import defaults, errors
from sources.social.emulator.attachment_nodes import ATTACHMENT, attachments_of
from sources.social.emulator.clock import graph_time
from sources.social.emulator.comments import comments_of
from sources.social.emulator.instagram_nodes import INSTAGRAM
from sources.social.emulator.lists import Edge, between, listing, read_limit
from sources.social.emulator.nodes import ABSENT, NodeKind, render
from sources.social.emulator.page_content import REACTIONS

if TYPE_CHECKING:
    from sources.social.emulator.fields import Selection
    from sources.social.emulator.models import PagePost, World
    from sources.social.emulator.state import Reading

_STATUS: Final = {
    "photo": "added_photos",
    "album": "added_photos",
    "video": "added_video",
    "link": "shared_story",
    "status": "mobile_status_update",
}


def _attachments(reading: Reading, post: PagePost, asked: Selection) -> Any:
    rows = [render(reading, ATTACHMENT, item, asked.children) for item in attachments_of(post)]
    return {"data": rows} if rows else ABSENT


def _reactions(_: Reading, post: PagePost, asked: Selection) -> Any:
    """Count reactions, of one type when asked; the persons behind them are never given."""
    read_limit(asked.args, 100)
    kind = "LIKE" if asked.name == "likes" else asked.args.get("type")
    if kind is not None and kind not in (*REACTIONS, "NONE", "CARE"):
        raise errors.bad_parameter(
            "Param type must be one of {NONE, LIKE, LOVE, WOW, HAHA, SAD, ANGRY, CARE}"
        )
    total = sum(post.reactions.values()) if kind is None else post.reactions.get(kind, 0)
    return _summary(asked, [], {"total_count": total, "viewer_reaction": "NONE"})


def _comments(reading: Reading, post: PagePost, asked: Selection) -> Any:
    """List comments; a user token gets an empty list and no error, as recorded."""
    if reading.token.kind == "user":
        return _summary(asked, [], {"order": "ranked", "total_count": 0, "can_comment": False})
    found = comments_of(post, reading.emulator.clock.now())
    edge = Edge(post.id, "comments", PAGE_COMMENT)
    answer = listing(reading, edge, asked, found)
    facts = {"order": "chronological", "total_count": post.comments, "can_comment": True}
    return answer | _summary(asked, answer["data"], facts)


def _summary(asked: Selection, rows: list[Any], facts: dict[str, Any]) -> dict[str, Any]:
    """Add a ``summary`` when asked: all of it for ``true``, else the named part."""
    wanted = asked.args.get("summary", "false")
    if wanted in {"false", "0", ""}:
        return {"data": rows}
    chosen = (
        facts
        if wanted in {"true", "1"}
        else {name: facts[name] for name in wanted.split(",") if name in facts}
    )
    return {"data": rows, "summary": chosen}


def _message_tags(_: Reading, post: PagePost) -> Any:
    rows = [
        {"id": tag.id, "name": tag.name, "type": "page", "offset": tag.offset, "length": len(tag.name)}
        for tag in post.tags
    ]
    return rows or ABSENT


def _picture(reading: Reading, post: PagePost) -> Any:
    return reading.file_url(post.pictures[0]) if post.pictures else ABSENT


PAGE_COMMENT: Final = NodeKind(
    "Comment",
    {
        "id": lambda _, comment: comment.id,
        "message": lambda _, comment: comment.text,
        "created_time": lambda _, comment: graph_time(comment.created),
        "like_count": lambda _reading, _comment: 0,
    },
    default=("created_time", "message", "id"),
)
POST: Final = NodeKind(
    "Post",
    {
        "id": lambda _, post: post.id,
        "created_time": lambda _, post: graph_time(post.created),
        "from": lambda _, post: {"name": post.author_name, "id": post.author_id},
        "full_picture": _picture,
        "icon": lambda _, post: ABSENT if post.kind == "status" else _icon(post),
        "is_expired": lambda _reading, _post: False,
        "is_hidden": lambda _reading, _post: False,
        "is_published": lambda _, post: post.published,
        "message": lambda _, post: post.message or ABSENT,
        "message_tags": _message_tags,
        "permalink_url": lambda _, post: post.permalink,
        "picture": _picture,
        "shares": lambda _, post: {"count": post.shares} if post.shares else ABSENT,
        "status_type": lambda _, post: _STATUS[post.kind],
        "story": lambda _reading, _post: ABSENT,
        "updated_time": lambda reading, post: graph_time(min(post.updated, reading.emulator.clock.now())),
    },
    {"attachments": _attachments, "comments": _comments, "likes": _reactions, "reactions": _reactions},
    default=("created_time", "message", "id"),
)


def _icon(post: PagePost) -> str:
    return f"https://www.facebook.com/images/icons/{'photo' if post.kind == 'album' else post.kind}.gif"


def _published(reading: Reading, world: World, asked: Selection) -> Any:
    edge = Edge(world.page_id, asked.name, POST, old_paging=True)
    posts = world.page_posts if asked.name == "published_posts" else between(asked.args, world.page_posts)
    return listing(reading, edge, asked, posts)


def _feed(reading: Reading, world: World, asked: Selection) -> Any:
    """List the wall: the Page's posts, drafts among them, and its visitors'."""
    posts = sorted(world.wall(), key=lambda post: post.created, reverse=True)
    edge = Edge(world.page_id, "feed", POST, old_paging=True)
    return listing(reading, edge, asked, between(asked.args, posts))


def _visitors(reading: Reading, world: World, asked: Selection) -> Any:
    posts = between(asked.args, world.visitor_posts) if asked.name == "visitor_posts" else []
    return listing(reading, Edge(world.page_id, asked.name, POST), asked, posts)


def _instagram(reading: Reading, world: World, asked: Selection) -> Any:
    return render(reading, INSTAGRAM, world.instagram, asked.children)


def _subscriptions(reading: Reading, _: World, __: Selection) -> Any:
    emulator = reading.emulator
    subscribed = sorted(emulator.webhooks.page_fields)
    if not subscribed:
        return {"data": []}
    row = {"id": emulator.options.app_id, "name": defaults.APP_NAME, "subscribed_fields": subscribed}
    return {"data": [row]}


PAGE: Final = NodeKind(
    "Page",
    {
        "id": lambda _, world: world.page_id,
        "about": lambda _reading, _world: "Des vacances près de chez soi, avec celles et ceux qui y vivent.",
        "access_token": lambda reading, _: reading.emulator.options.page_token,
        "category": lambda _reading, _world: "Tourisme",
        "category_list": lambda _reading, _world: [{"id": "1500", "name": "Tourisme"}],
        "fan_count": lambda _, world: world.fans,
        "followers_count": lambda _, world: world.fans + 137,
        "link": lambda _, world: f"https://www.facebook.com/{world.page_id}",
        "name": lambda _reading, _world: defaults.PAGE_NAME,
        "picture": lambda reading, world: {
            "data": {
                "height": 320,
                "width": 320,
                "is_silhouette": False,
                "url": reading.file_url(world.page_picture),
            }
        },
        "tasks": lambda _reading, _world: ["ANALYZE", "MODERATE", "CREATE_CONTENT", "MANAGE"],
        "username": lambda _reading, _world: defaults.PAGE_USERNAME,
    },
    {
        "feed": _feed,
        "instagram_business_account": _instagram,
        "posts": _published,
        "published_posts": _published,
        "subscribed_apps": _subscriptions,
        "tagged": _visitors,
        "visitor_posts": _visitors,
    },
    default=("name", "id"),
)


def _accounts(reading: Reading, _: str, asked: Selection) -> Any:
    """List the Pages of a user, with the Page token in each row."""
    world = reading.emulator.library.world
    row = render(reading, ACCOUNT, world, asked.children)
    return {"data": [row], "paging": {"cursors": {"before": "MTAy", "after": "MTAy"}}}


ACCOUNT: Final = NodeKind(
    "Page",
    PAGE.fields,
    PAGE.edges,
    default=("access_token", "category", "category_list", "name", "id", "tasks"),
)
USER: Final = NodeKind(
    "User",
    {"id": lambda _, user: user, "name": lambda _reading, _user: defaults.USER_NAME},
    {"accounts": _accounts},
    default=("name", "id"),
)
