"""Cards turned round: from what a post may say to the objects that are meant by it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gateway.source import Card
from sources.social.captions import fold_handle, fold_hashtag, fold_text, normalise_url
from sources.social.matching.names import index_names
from sources.social.matching.places import PlaceName
from sources.social.matching.signals import COMMUNE, OFFER, SCOUT, TERRITORY
from sources.social.matching.tokens import NameTree, words_of

RULES = "2"
"""Changes with the rules of matching: all posts are then matched anew."""

Signals = Mapping[str, Sequence[str]]

FORMS = {"le": ("le", "au", "du"), "les": ("les", "aux", "des"), "la": ("la",), "l": ("l",)}
"""What becomes of the article of a name in a sentence."""

RANGES = ("massif du ", "massif des ", "massif de la ", "monts du ", "monts de la ", "pays de ", "pays du ")


@dataclass(frozen=True, slots=True)
class CardIndex:
    """All cards, by url, handle, hashtag and name."""

    offers_by_url: Signals
    offers_by_handle: Signals
    offers_by_hashtag: Signals
    scouts_by_handle: Signals
    fingerprint: str
    """The same as long as nothing that matters for matching has changed, whatever the cards' order."""
    offer_names: NameTree = field(default_factory=NameTree)
    place_names: NameTree = field(default_factory=NameTree)
    place_hashtags: Mapping[str, Sequence[PlaceName]] = field(default_factory=dict)
    commune_of: Mapping[str, str] = field(default_factory=dict)
    """The commune in which an offer lies, by the offer's key."""


def index_cards(
    offers: Iterable[Card],
    scouts: Iterable[Card],
    communes: Iterable[Card] = (),
    territories: Iterable[Card] = (),
) -> CardIndex:
    """The index of all cards."""
    offers, scouts = list(offers), list(scouts)
    communes, territories = list(communes), list(territories)
    places = [name for card in communes for name in _commune_names(card)]
    places += [name for card in territories for name in _region_names(card)]
    return CardIndex(
        offers_by_url=_turned(offers, lambda card: map(normalise_url, card.links)),
        offers_by_handle=_turned(offers, lambda card: map(fold_handle, card.handles)),
        offers_by_hashtag=_turned(offers, lambda card: map(fold_hashtag, card.hashtags)),
        scouts_by_handle=_turned(scouts, lambda card: map(fold_handle, card.handles)),
        fingerprint=_fingerprint({OFFER: offers, SCOUT: scouts, COMMUNE: communes, TERRITORY: territories}),
        offer_names=index_names(offers),
        place_names=_tree(places),
        place_hashtags=_hashtags(places),
        commune_of={card.key: card.insee for card in offers if card.insee},
    )


def _commune_names(card: Card) -> Iterable[PlaceName]:
    words = words_of(card.name)
    if not words:
        return
    forms = FORMS.get(words[0]) if len(words) > 1 else None
    rest = words[1:] if forms else words
    needs_article = forms if forms and len(rest) == 1 else ()
    yield PlaceName(COMMUNE, card.key, "-".join(rest), _has_accents(card.name), needs_article)


def _region_names(card: Card) -> Iterable[PlaceName]:
    short = fold_text(card.name)
    for prefix in RANGES:
        short = short.removeprefix(prefix)
    words = words_of(short)
    if words and words[0] in FORMS:
        words = words[1:]
    if words:
        yield PlaceName(TERRITORY, card.key, "-".join(words), _has_accents(card.name), is_region=True)


def _tree(places: Iterable[PlaceName]) -> NameTree:
    tree = NameTree()
    for place in places:
        tree.add(place.name.split("-"), place)
    return tree


def _hashtags(places: Iterable[PlaceName]) -> dict[str, list[PlaceName]]:
    """Places by their hashtags: with and without the article, which people leave out."""
    found: dict[str, list[PlaceName]] = {}
    for place in places:
        bare = place.name.replace("-", "")
        for tag in {bare, *(f"{article}{bare}" for article in ("le", "la", "les"))}:
            found.setdefault(tag, []).append(place)
    return found


def _has_accents(name: str) -> bool:
    return fold_text(name) != name.casefold()


def _turned(cards: Iterable[Card], signals: Callable[[Card], Iterable[str | None]]) -> Signals:
    turned: dict[str, dict[str, None]] = {}
    for card in cards:
        for signal in signals(card):
            if signal:
                turned.setdefault(signal, {})[card.key] = None
    return {signal: sorted(keys) for signal, keys in turned.items()}


def _fingerprint(cards: Mapping[str, Sequence[Card]]) -> str:
    lines = [RULES, *(_line(entity, card) for entity, some in cards.items() for card in some)]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:32]


def _line(entity: str, card: Card) -> str:
    said: tuple[object, ...] = (sorted(card.links), sorted(card.handles), sorted(card.hashtags))
    if entity != SCOUT:  # scouts are known by their accounts only
        said = (*said, card.name, card.insee)
    return repr((entity, card.key, said))
