"""Our Instagram account as a node, discovery of other accounts through it, and hashtags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sources.social.emulator import errors
from sources.social.emulator.hashtags import carrying
from sources.social.emulator.lists import (
    Edge,
    Window,
    between,
    cursor_of,
    find_window,
    listing,
    neighbour,
)
from sources.social.emulator.media_nodes import DISCOVERED_MEDIA, HASHTAG_MEDIA, MEDIA
from sources.social.emulator.nodes import ABSENT, NodeKind, render

if TYPE_CHECKING:
    from sources.social.emulator.fields import Selection
    from sources.social.emulator.models import Account
    from sources.social.emulator.state import Reading

DAY = 86_400


def _media(reading: Reading, account: Account, asked: Selection) -> Any:
    edge = Edge(account.id, "media", MEDIA)
    return listing(reading, edge, asked, between(asked.args, account.posts))


def _tags(reading: Reading, account: Account, asked: Selection) -> Any:
    """List others' posts that tag our account, newest first."""
    found = [post for post in reading.emulator.library.world.media() if post.tags_us]
    found.sort(key=lambda post: post.created, reverse=True)
    return listing(reading.of_others(), Edge(account.id, "tags", DISCOVERED_MEDIA), asked, found)


def _stories(reading: Reading, account: Account, asked: Selection) -> Any:
    oldest = reading.now - DAY
    living = [story for story in account.stories if story.created.timestamp() > oldest]
    return listing(reading, Edge(account.id, "stories", MEDIA), asked, living)


def _mentioned_media(reading: Reading, _: Account, asked: Selection) -> Any:
    """Answer one post that mentions us, whose id came by webhook."""
    identifier = asked.args.get("media_id", "")
    for post in reading.emulator.library.world.media():
        if post.id == identifier and post.tags_us:
            return render(reading.of_others(), DISCOVERED_MEDIA, post, asked.children)
    raise errors.missing_object(identifier)


def _recent_hashtags(reading: Reading, _: Account, __: Selection) -> Any:
    rows = reading.emulator.hashtags.recent(reading.now)
    return {"data": [{"id": identifier, "name": name} for identifier, name in rows]}


def _discovery(reading: Reading, _: Account, asked: Selection) -> Any:
    """Answer a professional account by its name, with its media; unknown and personal ones look the same."""
    username = asked.args.get("username")
    if not username:
        raise errors.bad_parameter("The parameter username is required")
    reading.emulator.journal.discovery[username.lower()[:60]] += 1
    account = reading.emulator.library.account(username)
    if account is None:
        raise errors.unknown_discovery(username)
    return render(reading.of_others(), DISCOVERED, account, asked.children)


def _discovered_media(reading: Reading, account: Account, asked: Selection) -> Any:
    """List another account's media: no ``next``; after the last page no ``after``, or one to nothing."""
    items = account.posts
    window = find_window(reading, asked.args, items, 100, hollow=False)
    rows = [
        render(reading, DISCOVERED_MEDIA, post, asked.children) for post in items[window.start : window.stop]
    ]
    cursors = _discovery_cursors(reading, account, window) if rows else {}
    return {"data": rows, "paging": {"cursors": cursors}} if cursors else {"data": rows}


def _discovery_cursors(reading: Reading, account: Account, window: Window) -> dict[str, str]:
    cursors = {}
    if window.start:
        cursors["before"] = cursor_of(reading, account.posts[window.start])
    more = window.stop < len(account.posts)
    if more or int(account.id) % 2:
        cursors["after"] = cursor_of(reading, account.posts[window.stop - 1])
    return cursors


_PROFILE: Final = {
    "id": lambda _, account: account.id,
    "biography": lambda _, account: account.biography,
    "followers_count": lambda _, account: account.followers,
    "follows_count": lambda _, account: account.follows,
    "media_count": lambda _, account: len(account.posts),
    "name": lambda _, account: account.name,
    "profile_picture_url": lambda reading, account: reading.file_url(account.picture),
    "username": lambda _, account: account.username,
    "website": lambda _, account: account.website or ABSENT,
}
DISCOVERED: Final = NodeKind("IGUser", _PROFILE, {"media": _discovered_media})
INSTAGRAM: Final = NodeKind(
    "IGUser",
    _PROFILE,
    {
        "business_discovery": _discovery,
        "media": _media,
        "mentioned_media": _mentioned_media,
        "recently_searched_hashtags": _recent_hashtags,
        "stories": _stories,
        "tags": _tags,
    },
)


def _tagged_posts(edge: str) -> Any:
    """Make the edge ``recent_media`` (last 24 hours) or ``top_media``."""

    def read(reading: Reading, tag: tuple[str, str], asked: Selection) -> Any:
        emulator = reading.emulator
        if asked.args.get("user_id") != emulator.options.ig_user_id:
            raise errors.bad_parameter("The parameter user_id is required")
        emulator.hashtags.read(tag[0], reading.now)
        posts = carrying(tag[1], emulator.library.world.media())
        if edge == "recent_media":
            oldest = reading.now - DAY
            posts = [post for post in posts if post.created.timestamp() > oldest]
        place = Edge(tag[0], edge, HASHTAG_MEDIA, maximum=50)
        window = find_window(reading, asked.args, posts, 50, hollow=False)
        rows = [
            render(reading.of_others(), HASHTAG_MEDIA, post, asked.children)
            for post in posts[window.start : window.stop]
        ]
        if window.stop >= len(posts):
            return {"data": rows}
        after = cursor_of(reading, posts[window.stop - 1])
        following = neighbour(reading, place, asked, after=after)
        return {"data": rows, "paging": {"cursors": {"after": after}, "next": following}}

    return read


HASHTAG: Final = NodeKind(
    "Hashtag",
    {"id": lambda _, tag: tag[0], "name": lambda _, tag: tag[1]},
    {"recent_media": _tagged_posts("recent_media"), "top_media": _tagged_posts("top_media")},
)
