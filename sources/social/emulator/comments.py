"""Comments under a post, made when they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from sources.social.emulator import words
from sources.social.emulator.ids import digits

if TYPE_CHECKING:
    from sources.social.emulator.library import Post

MOST = 50


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of an invented person."""

    id: str
    text: str
    created: datetime
    username: str


def comments_of(post: Post, now: datetime) -> list[Comment]:
    """Give at most fifty comments of a post, newest first, none from the future."""
    rng = Random(f"comments|{post.id}")
    found = [
        Comment(
            id="179" + digits(14, post.id, "comment", index),
            text=rng.choice(words.COMMENTS),
            created=post.created + timedelta(minutes=rng.randint(2, 9_000)),
            username=f"voyageur.demo.{rng.randint(1, 400)}",
        )
        for index in range(min(MOST, post.comments))
    ]
    known = [comment for comment in found if comment.created <= now]
    return sorted(known, key=lambda comment: comment.created, reverse=True)
