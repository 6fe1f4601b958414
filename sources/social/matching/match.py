"""What a post is about and whose it is: pure functions over an index of cards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sources.social.captions import Said, fold_handle, fold_hashtag, read_text
from sources.social.matching.index import CardIndex, Signals
from sources.social.matching.names import named_offers
from sources.social.matching.places import POSSIBLE, PlaceName, confidence_of
from sources.social.matching.signals import COMMUNE, OFFER, SCOUT, Match, Reason
from sources.social.matching.tokens import Words, read_words
from sources.social.matching.words import PLACE_NOUNS

OF_URL = 1.0
OF_HANDLE = 0.9
OF_NAME = 0.6
OF_HASHTAG = 0.6
LEAST = 0.3
"""A signal's confidence is divided by the number of offers that share it; below this there is no match."""

ALONE = {Reason.HASHTAG: OF_HASHTAG, Reason.PERMALINK: OF_URL}
"""The confidence of a signal that one offer has alone."""

MOST = 20
"""The most objects of one kind that one post is linked to."""


def match_post(caption: str | None, attached: Sequence[str], index: CardIndex) -> list[Match]:
    """All that a post is about, surest first, each object once with its surest reason."""
    said, words = read_text(caption, attached), read_words(caption)
    signalled = list(_signalled(said, index))
    named = _communes_named(words, index)
    offers = _best([*_told_apart(signalled, named, index), *_named(words, index, named)])
    about = {index.commune_of.get(match.key, "") for match in offers if match.confidence >= POSSIBLE}
    return [*offers, *_places(words, said, index, about)]


def match_offers(said: Said, index: CardIndex) -> list[Match]:
    """The offers that urls, handles and hashtags speak of, surest first; at most `MOST`."""
    return _best(_signalled(said, index))


def match_scouts(handle: str, index: CardIndex) -> list[Match]:
    """The scouts whose account this is."""
    keys = index.scouts_by_handle.get(fold_handle(handle), ())
    return [Match(SCOUT, key, Reason.AUTHOR, 1.0) for key in keys]


def _signalled(said: Said, index: CardIndex) -> Iterator[Match]:
    for keys in _found(said.urls, index.offers_by_url):
        yield from _shared(keys, Reason.PERMALINK, OF_URL)
    for keys in _found(said.handles, index.offers_by_handle):
        yield from _shared(keys, Reason.MENTION, OF_HANDLE)
    for keys in _found(said.names, index.offers_by_handle):
        yield from _shared(keys, Reason.MENTION, OF_NAME)
    for keys in _found(map(fold_hashtag, said.hashtags), index.offers_by_hashtag):
        yield from _shared(keys, Reason.HASHTAG, OF_HASHTAG)


def _told_apart(matches: Iterable[Match], communes: Collection[str], index: CardIndex) -> Iterator[Match]:
    """Of offers that share a hashtag or url only those that lie in a commune which the text names."""
    matches = list(matches)
    near = {match.key for match in matches if index.commune_of.get(match.key) in communes}
    for match in matches:
        shared = match.confidence < {Reason.HASHTAG: OF_HASHTAG, Reason.PERMALINK: OF_URL}.get(
            match.reason, 0
        )
        if not shared or not near or match.key in near:
            yield match


def _named(words: Words, index: CardIndex, communes: Collection[str]) -> Iterator[Match]:
    for name, confidence in named_offers(words, index.offer_names, communes):
        yield Match(OFFER, name.key, Reason.NAME, confidence)


def _communes_named(words: Words, index: CardIndex) -> set[str]:
    """Communes that a text could mean: enough to tell two offers of one name apart."""
    return {
        place.key
        for found in index.place_names.find(words)
        for place in found.values
        if place.entity == COMMUNE and words.tokens[found.first].is_capital
    }


def _places(words: Words, said: Said, index: CardIndex, about: Collection[str]) -> list[Match]:
    """Communes and territories; `about` are the communes of the offers in the post."""
    sure: list[Match] = []
    doubtful: list[tuple[PlaceName, Match]] = []
    for found in index.place_names.find(words):
        for place in found.values:
            confidence = confidence_of(words, found, place, supported=place.key in about)
            supported = confidence_of(words, found, place, supported=True)
            if confidence:
                sure.append(Match(place.entity, place.key, Reason.PLACE, confidence))
            elif supported:
                doubtful.append((place, Match(place.entity, place.key, Reason.PLACE, POSSIBLE)))
    sure += _by_hashtag(words, said, index, about)
    # one place that is certain supports its neighbours in the same sentence or two
    others = {match.key for match in sure}
    sure += [match for place, match in doubtful if others and not place.is_region and words.is_french]
    return _best(sure)


def _by_hashtag(words: Words, said: Said, index: CardIndex, about: Collection[str]) -> Iterator[Match]:
    speaks_of_a_place = any(token.folded in PLACE_NOUNS for token in words.tokens) or len(said.hashtags) > 1
    for hashtag in said.hashtags:
        for place in index.place_hashtags.get(fold_hashtag(hashtag), ()):
            exact = place.accents and fold_hashtag(hashtag) != hashtag.casefold()
            if exact or not place.is_ambiguous or place.key in about or speaks_of_a_place:
                yield Match(place.entity, place.key, Reason.HASHTAG, OF_HASHTAG)


def _found(signals: Iterable[str], known: Signals) -> Iterator[Sequence[str]]:
    return (known[signal] for signal in signals if signal in known)


def _shared(keys: Sequence[str], reason: Reason, certain: float) -> Iterator[Match]:
    confidence = round(certain / len(keys), 2)
    if confidence >= LEAST:
        yield from (Match(OFFER, key, reason, confidence) for key in keys)


def _best(matches: Iterable[Match]) -> list[Match]:
    best: dict[tuple[str, str], Match] = {}
    for match in matches:
        known = best.get((match.entity, match.key))
        if known is None or match.confidence > known.confidence:
            best[match.entity, match.key] = match
    ordered = sorted(best.values(), key=lambda match: (-match.confidence, match.entity, match.key))
    return ordered[:MOST]
