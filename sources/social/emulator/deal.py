"""Deals cards to posts: who mentions which offer, by url, handle or hashtag, or none at all."""

from __future__ import annotations

from itertools import cycle
from random import Random
from typing import TYPE_CHECKING, Final

from sources.social.emulator.models import Card, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sources.social.emulator.models import MentionKind

# Of six posts two carry a url, two a handle, one a hashtag, one nothing but places.
PATTERN: Final[tuple[MentionKind, ...]] = ("url", "url", "handle", "handle", "hashtag", "general")


class Deal:
    """Walks over the cards in a shuffled order per kind, so that each gets its turn."""

    def __init__(self, seed: str, cards: Sequence[Card]) -> None:
        """Shuffle the cards that have a url, a handle or a hashtag; cards may be none."""
        self._seed = seed
        self._turns: dict[str, Iterator[tuple[Card, str]]] = {}
        for kind in ("url", "handle", "hashtag"):
            pairs = [(card, value) for card in cards for value in _values(card, kind)]
            if pairs:
                Random(f"{seed}|{kind}").shuffle(pairs)
                self._turns[kind] = cycle(pairs)

    def mentions(self, owner: str, count: int) -> list[Mention | None]:
        """Give ``count`` mentions for the posts of an owner; None is a post about places only."""
        kinds = [PATTERN[index % len(PATTERN)] for index in range(count)]
        Random(f"{self._seed}|{owner}|kinds").shuffle(kinds)
        return [self._next(kind) for kind in kinds]

    def _next(self, kind: MentionKind) -> Mention | None:
        if kind not in self._turns:
            return None
        card, value = next(self._turns[kind])
        return Mention(card, kind, value)


def _values(card: Card, kind: str) -> tuple[str, ...]:
    return {"url": card.urls, "handle": card.handles, "hashtag": card.hashtags}[kind]
