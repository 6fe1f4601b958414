"""Offers by their names in a text: capitals, rare words and the commune decide how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gateway.source import Card
from sources.social.captions import fold_text
from sources.social.matching.tokens import Found, NameTree, Words, words_of
from sources.social.matching.words import ARTICLES, EMPTY

WITH_PLACE, ALONE, IN_LOWER_CASE = 0.9, 0.7, 0.4
RARE_NAMES, RARE_SHARE = 3, 0.002
"""A word is rare that stands in so many names, or in so small a share of all names."""

LONG_WORD = 5


@dataclass(frozen=True, slots=True)
class OfferName:
    """The name of an offer: which words have a capital, and whether a rare one tells it apart."""

    key: str
    insee: str | None
    capitals: tuple[bool, ...]
    content: tuple[str, ...]
    is_rare: bool


def index_names(offers: Sequence[Card]) -> NameTree:
    """A tree of the names that have at least two words with a meaning."""
    tree, counts = NameTree(), Counter(word for card in offers for word in set(_content(card.name)))
    rare = max(RARE_NAMES, RARE_SHARE * len(offers))
    for card in offers:
        words, content = _core(card.name), _content(card.name)
        if len(content) >= 2:
            capitals = _capitals(card.name, len(words))
            is_rare = any(counts[word] <= rare for word in content)
            tree.add(words, OfferName(card.key, card.insee, capitals, tuple(content), is_rare))
    return tree


def named_offers(words: Words, tree: NameTree, places: Collection[str]) -> Iterator[tuple[OfferName, float]]:
    """Offers that a text names, with their confidence; `places` are the communes it speaks of.

    Of several with one name those are meant that lie in such a commune; without one nobody knows.
    """
    for found in tree.find(words):
        names: Sequence[OfferName] = found.values
        near = [name for name in names if name.insee in places]
        if len(names) > 1 and len(near) != 1:
            continue
        name = (near or names)[0]
        if confidence := _confidence(words, found, name, is_near=bool(near)):
            yield name, confidence


def _confidence(words: Words, found: Found, name: OfferName, *, is_near: bool) -> float:
    if not (is_near or name.is_rare):
        return 0.0
    written = words.tokens[found.first : found.last + 1]
    wanted = zip(written, name.capitals, strict=True)
    if all(token.is_capital for token, capital in wanted if capital):
        return WITH_PLACE if is_near else ALONE
    # a name in lower case is a phrase that anybody may write, unless its words are long
    if all(len(word) >= LONG_WORD for word in name.content):
        return IN_LOWER_CASE
    return 0.0


def _core(name: str) -> list[str]:
    """The words of a name without the article before it, which sentences change."""
    words = words_of(name)
    return words[1:] if len(words) > 2 and words[0] in ARTICLES else words


def _content(name: str) -> list[str]:
    return [word for word in words_of(name) if word not in EMPTY and len(word) > 2]


def _capitals(name: str, count: int) -> tuple[bool, ...]:
    """Which words of the core have a capital; of a name in capitals throughout none counts."""
    shouted = name.isupper()
    raw = list(_raw_words(name))[-count:]
    return tuple(not shouted and word[:1].isupper() and fold_text(word) not in EMPTY for word in raw)


def _raw_words(name: str) -> Iterable[str]:
    word = ""
    for sign in f"{name} ":
        if sign.isalnum():
            word += sign
        elif word:
            yield word
            word = ""
