"""Keeps the links from posts to offers and scouts in step with what was read and with the cards."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gateway.clock import Clock
from gateway.source import Context
from sources.social.cards import Cards, read_cards
from sources.social.mapping import SCOUT
from sources.social.matching import CardIndex, Match, index_cards, match_post, match_scouts
from sources.social.media import Document

if TYPE_CHECKING:
    from sources.social.runtime import Runtime

PART = 200


class CardMemory:
    """The index of the cards that were read last: cards change seldom and there are very many."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self.index: CardIndex | None = None
        self.offers = 0
        self._read_at = -math.inf

    def is_fresh(self, clock: Clock, seconds: float) -> bool:
        """Whether cards were read within the last `seconds`."""
        return clock.monotonic() - self._read_at < seconds

    async def keep(self, cards: Cards, clock: Clock) -> None:
        """Index these cards."""
        self.index = await asyncio.to_thread(
            index_cards, cards.offers or (), cards.scouts or (), cards.communes or (), cards.territories or ()
        )
        self.offers = len(cards.offers or ())
        self._read_at = clock.monotonic()


async def link_posts(ctx: Context[Runtime], *, anew: bool = False) -> str:
    """Match every post that changed, or all of them when the cards changed; one sentence.

    Cards are read when the last ones are old, or `anew`. Without any offer to match with the links stay as
    they are: an owner that knows nothing yet must not empty the pages of all offers.
    """
    runtime, memory = ctx.runtime, ctx.runtime.cards
    if anew or not memory.is_fresh(runtime.clock, runtime.settings.sync_seconds):
        cards = await read_cards(ctx)
        if not cards.offers or None in (cards.scouts, cards.communes, cards.territories):
            return "Links left as they are: not all cards could be read."
        await memory.keep(cards, runtime.clock)
    if memory.index is None:
        return "Links left as they are: no cards were read yet."
    posts = links = 0
    while part := await runtime.store.unmatched(memory.index.fingerprint, PART):
        matched = await asyncio.to_thread(_matched, part, memory.index)
        await runtime.store.link(matched, memory.index.fingerprint)
        posts += len(part)
        links += sum(len(matches) for _, matches in matched)
    return f"Matched {posts} posts with {memory.offers} offers: {links} links."


async def link_again(runtime: Runtime, keys: Sequence[str]) -> None:
    """Match posts that were read singly with the cards of the last cycle; without cards the next one does."""
    index = runtime.cards.index
    if index is not None:
        posts = await runtime.store.unmatched_of(keys)
        await runtime.store.link(await asyncio.to_thread(_matched, posts, index), index.fingerprint)


async def judge_again(runtime: Runtime, key: str) -> None:
    """Work out the links of one post anew, with what people said about them."""
    index = runtime.cards.index
    posts = await runtime.store.to_match([key])
    if index is not None:
        await runtime.store.link(await asyncio.to_thread(_matched, posts, index), index.fingerprint)
        return
    known = await runtime.store.found_matches(key)
    await runtime.store.link([(post, known) for post in posts], "")


def _matched(posts: Sequence[Document], index: CardIndex) -> list[tuple[Document, list[Match]]]:
    return [(post, matches_of(post, index)) for post in posts]


def matches_of(post: Document, index: CardIndex) -> list[Match]:
    """All links of a stored post; what an institution published is no scout's, whoever claims its account."""
    found = match_post(post["caption"], post["attached"], index)
    if post["origin"] == SCOUT:
        found += match_scouts(post["account"]["handle"], index)
    return found
