"""Documents of the posts in a list of rows: moderation and links that still hold are carried over."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sources.social.keeper import Known
from sources.social.mapping import Account, map_post
from sources.social.media import Document
from sources.social.moderation.showing import Rules, decide

logger = logging.getLogger("sources.social")


def documents_of(
    rows: Sequence[Any], account: Account, known: Mapping[str, Known], now: datetime, rules: Rules
) -> list[Document]:
    """Documents of all usable rows, each post once; links stay valid where nothing was said anew."""
    posts: dict[str, Document] = {}
    for row in rows:
        post = map_post(row, account, now)
        if post is None:
            continue
        before = known.get(post["_id"])
        same = before is not None and before.said == post["said"]
        posts[post["_id"]] = {
            **post,
            "accountOk": True,
            "matched": before.matched if before is not None and same else None,
            "about": before.kept["about"] if before else [],
            "facts": before.kept["facts"] if before else {},
            **decide(post, before.kept["moderation"] if before else {}, rules),
        }
    if len(posts) < len(rows):
        logger.info("%d rows of %s were left out", len(rows) - len(posts), account.key)
    return list(posts.values())
