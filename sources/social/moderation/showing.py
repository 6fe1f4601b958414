"""Whether a stored post is shown: moderation of it, approval of its account, words that are not wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sources.social.captions import fold_text

HIDDEN, BY_AUTHOR = "HIDDEN", "HIDDEN_BY_AUTHOR"
AWAITS_APPROVAL, BLOCKED_WORD = "AWAITS_APPROVAL", "BLOCKED_WORD"


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides besides the post itself: unwanted words, and whether its account is trusted."""

    blocked: frozenset[str] = frozenset()
    approved: bool = True


def decide(post: Mapping[str, Any], moderation: Mapping[str, Any], rules: Rules) -> dict[str, Any]:
    """The fields `shown`, `hiddenFor`, `pinned` and `moderation` of a post.

    `moderation` is what people decided: `hidden` (false: looked at and approved), `pinned`, and
    `byAuthor` when the author hid it on the network.
    """
    reasons = list(_reasons(post, moderation, rules))
    return {
        "moderation": dict(moderation),
        "shown": not reasons,
        "hiddenFor": reasons,
        "pinned": 1 if moderation.get("pinned") else 0,
    }


def _reasons(post: Mapping[str, Any], moderation: Mapping[str, Any], rules: Rules) -> Iterable[str]:
    if moderation.get("byAuthor"):
        yield BY_AUTHOR
    if moderation.get("hidden"):
        yield HIDDEN
    if moderation.get("hidden") is False:
        return  # somebody looked at it and wants it shown
    if not rules.approved:
        yield AWAITS_APPROVAL
    if holds_blocked(post["caption"], rules.blocked):
        yield BLOCKED_WORD


def holds_blocked(text: str | None, blocked: frozenset[str]) -> bool:
    """Whether a text has one of the words or phrases, whatever its case and accents."""
    if not text or not blocked:
        return False
    plain = f" {_words(text)} "
    return any(f" {word} " in plain for word in blocked)


def read_blocked(text: str) -> frozenset[str]:
    """Words and phrases written by commas."""
    return frozenset(words for part in text.split(",") if (words := _words(part)))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold_text(text)))
