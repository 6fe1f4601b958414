"""Which offers a post speaks of, and whose post it is: pure functions over an index of cards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from gateway.source import Card
from sources.social.captions import Said, fold_handle, fold_hashtag, normalise_url


class Reason(Enum):
    """Why a post is linked to an offer or a scout."""

    AUTHOR = "AUTHOR"
    PERMALINK = "PERMALINK"
    MENTION = "MENTION"
    HASHTAG = "HASHTAG"


OF_URL = 1.0
OF_HANDLE = 0.9
OF_NAME = 0.6
OF_HASHTAG = 0.6
LEAST = 0.3
"""A signal's confidence is divided by the number of offers that share it; below this there is no match."""

MOST = 20
"""The most offers that one post is linked to."""

OFFER = "Offer"
SCOUT = "Scout"
COMMUNE = "Commune"
TERRITORY = "Territory"

Signals = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Match:
    """One link found: to which object, why, and how sure (0 to 1)."""

    entity: str
    key: str
    reason: Reason
    confidence: float


@dataclass(frozen=True, slots=True)
class CardIndex:
    """Cards turned round: from a url, handle or hashtag to the keys of the objects that have it."""

    offers_by_url: Signals
    offers_by_handle: Signals
    offers_by_hashtag: Signals
    scouts_by_handle: Signals
    fingerprint: str
    """The same as long as nothing that matters for matching has changed, whatever the cards' order."""


def index_cards(offers: Iterable[Card], scouts: Iterable[Card]) -> CardIndex:
    """The index of all cards."""
    offers, scouts = list(offers), list(scouts)
    return CardIndex(
        offers_by_url=_turned(offers, lambda card: map(normalise_url, card.links)),
        offers_by_handle=_turned(offers, lambda card: map(fold_handle, card.handles)),
        offers_by_hashtag=_turned(offers, lambda card: map(fold_hashtag, card.hashtags)),
        scouts_by_handle=_turned(scouts, lambda card: map(fold_handle, card.handles)),
        fingerprint=_fingerprint(offers, scouts),
    )


def match_offers(said: Said, index: CardIndex) -> list[Match]:
    """The offers a text speaks of, surest first, each once with its surest reason; at most `MOST`."""
    best: dict[str, Match] = {}
    for match in _candidates(said, index):
        known = best.get(match.key)
        if known is None or match.confidence > known.confidence:
            best[match.key] = match
    return sorted(best.values(), key=lambda match: (-match.confidence, match.key))[:MOST]


def match_scouts(handle: str, index: CardIndex) -> list[Match]:
    """The scouts whose account this is."""
    keys = index.scouts_by_handle.get(fold_handle(handle), ())
    return [Match(SCOUT, key, Reason.AUTHOR, 1.0) for key in keys]


def _candidates(said: Said, index: CardIndex) -> Iterator[Match]:
    for keys in _found(said.urls, index.offers_by_url):
        yield from _shared(keys, Reason.PERMALINK, OF_URL)
    for keys in _found(said.handles, index.offers_by_handle):
        yield from _shared(keys, Reason.MENTION, OF_HANDLE)
    for keys in _found(said.names, index.offers_by_handle):
        yield from _shared(keys, Reason.MENTION, OF_NAME)
    for keys in _found(map(fold_hashtag, said.hashtags), index.offers_by_hashtag):
        yield from _shared(keys, Reason.HASHTAG, OF_HASHTAG)


def _found(signals: Iterable[str], known: Signals) -> Iterator[Sequence[str]]:
    return (known[signal] for signal in signals if signal in known)


def _shared(keys: Sequence[str], reason: Reason, certain: float) -> Iterator[Match]:
    confidence = round(certain / len(keys), 2)
    if confidence >= LEAST:
        yield from (Match(OFFER, key, reason, confidence) for key in keys)


def _turned(cards: Iterable[Card], signals: Callable[[Card], Iterable[str | None]]) -> Signals:
    turned: dict[str, dict[str, None]] = {}
    for card in cards:
        for signal in signals(card):
            if signal:
                turned.setdefault(signal, {})[card.key] = None
    return {signal: sorted(keys) for signal, keys in turned.items()}


def _fingerprint(offers: Iterable[Card], scouts: Iterable[Card]) -> str:
    rules = repr((OF_URL, OF_HANDLE, OF_NAME, OF_HASHTAG, LEAST, MOST))
    lines = [rules, *(_line(OFFER, card) for card in offers), *(_line(SCOUT, card) for card in scouts)]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:32]


def _line(entity: str, card: Card) -> str:
    return repr((entity, card.key, sorted(card.links), sorted(card.handles), sorted(card.hashtags)))
