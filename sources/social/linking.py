"""Keeps the links from posts to offers and scouts in step with what was read and with the cards."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sources.social.captions import read_text
from sources.social.cards import Cards
from sources.social.mapping import SCOUT
from sources.social.matching import CardIndex, Match, index_cards, match_offers, match_scouts
from sources.social.media import Document
from sources.social.runtime import Runtime

PART = 200


async def link_posts(runtime: Runtime, cards: Cards) -> str:
    """Match every post that changed, or all of them when the cards changed; one sentence.

    Without any offer to match with the links stay as they are: an owner that knows nothing yet
    must not empty the pages of all offers.
    """
    if not cards.offers or cards.scouts is None:
        return "Links left as they are: not all cards could be read."
    index = await asyncio.to_thread(index_cards, cards.offers, cards.scouts)
    posts = links = 0
    while part := await runtime.store.unmatched(index.fingerprint, PART):
        matched = await asyncio.to_thread(_matched, part, index)
        await runtime.store.link(matched, index.fingerprint)
        posts += len(part)
        links += sum(len(matches) for _, matches in matched)
    return f"Matched {posts} posts with {len(cards.offers)} offers: {links} links."


def _matched(posts: Sequence[Document], index: CardIndex) -> list[tuple[Document, list[Match]]]:
    return [(post, matches_of(post, index)) for post in posts]


def matches_of(post: Document, index: CardIndex) -> list[Match]:
    """All links of a stored post; what an institution published is no scout's, whoever claims its account."""
    found = match_offers(read_text(post["caption"], post["attached"]), index)
    if post["origin"] == SCOUT:
        found += match_scouts(post["account"]["handle"], index)
    return found
