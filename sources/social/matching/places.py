"""Whether a name in a text means the place: grammar around it, products named after it, other evidence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sources.social.matching.tokens import Found, Words
from sources.social.matching.words import (
    ABROAD,
    AFTER_PLACE,
    AFTER_PRODUCT,
    AMBIGUOUS,
    BEFORE_REGION,
    IN_PLACE,
    LINKING,
    PLACE_NOUNS,
    PRODUCTS,
)

SHORT_NAME = 3
SURE, LIKELY, POSSIBLE = 0.9, 0.7, 0.5


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One way to write the name of a commune or territory.

    `articles` must stand before it when the name has an article; `is_ambiguous` names mean other things
    too; `is_region` names take an article in a sentence.
    """

    entity: str
    key: str
    name: str
    accents: bool
    articles: Collection[str] = ()
    is_region: bool = False

    @property
    def is_ambiguous(self) -> bool:
        """Whether the name alone says little."""
        return self.name in AMBIGUOUS or len(self.name) <= SHORT_NAME


def confidence_of(words: Words, found: Found, place: PlaceName, *, supported: bool) -> float:
    """How sure it is that the place is meant, 0 when it is not.

    `supported`: something else in the post points there, such as an offer of the place.
    """
    first = words.tokens[found.first]
    if not first.is_capital or _is_elsewhere(words, found) or _is_product(words, found):
        return 0.0
    if place.is_region:
        return _region(words, found, place, supported=supported)
    if place.articles:
        return _with_article(words, found, place, supported=supported)
    return _commune(words, found, place, supported=supported)


def _commune(words: Words, found: Found, place: PlaceName, *, supported: bool) -> float:
    if _is_in_place(words, found):
        return SURE
    first = words.tokens[found.first]
    has_its_accents = place.accents and first.raw.casefold() != first.folded
    if supported or has_its_accents or not place.is_ambiguous:
        return LIKELY
    return POSSIBLE if words.is_french and _opens_a_sentence(words, found) else 0.0


def _with_article(words: Words, found: Found, place: PlaceName, *, supported: bool) -> float:
    if words.before(found.first) not in place.articles and not supported:
        return 0.0
    return LIKELY if not place.is_ambiguous or words.is_french else 0.0


def _region(words: Words, found: Found, place: PlaceName, *, supported: bool) -> float:
    before = words.before(found.first)
    if before in BEFORE_REGION:
        return SURE
    if before in LINKING:
        return 0.0
    return LIKELY if supported or not place.is_ambiguous else 0.0


def _is_in_place(words: Words, found: Found) -> bool:
    before = words.before(found.first)
    if before in IN_PLACE:
        return True
    if before in LINKING:
        noun = words.before(found.first, 2)
        # `le marché de Die`, or `De Die à Crest` at the beginning
        return noun in PLACE_NOUNS or (noun == "" and words.after(found.last) in IN_PLACE)
    return False


def _is_product(words: Words, found: Found) -> bool:
    before, two_before = words.before(found.first), words.before(found.first, 2)
    if before in PRODUCTS or (words.after(found.last) in AFTER_PRODUCT and not words.ends(found.last)):
        return True
    if before not in LINKING:
        return False
    # `lentilles vertes du Puy`: the product may have an adjective
    return two_before in PRODUCTS or words.before(found.first, 3) in PRODUCTS


def _is_elsewhere(words: Words, found: Found) -> bool:
    return words.after(found.last) in ABROAD


def _opens_a_sentence(words: Words, found: Found) -> bool:
    if not words.begins(found.first):
        return False
    gap = words.gap(found.last)
    return any(sign in gap for sign in ",:.!") or words.after(found.last) in AFTER_PLACE - {"d", "la", "le"}
