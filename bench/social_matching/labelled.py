"""The labelled set: cards of invented offers and real places, posts and what each is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gateway.source import Card
from sources.social.matching import COMMUNE, OFFER, TERRITORY, CardIndex, index_cards

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Labelled:
    """One post of the set; `about` are (entity, key)."""

    language: str
    caption: str
    attached: tuple[str, ...]
    about: frozenset[tuple[str, str]]


def index() -> CardIndex:
    """The index of all cards of the set."""
    cards: dict[str, list[Card]] = {OFFER: [], COMMUNE: [], TERRITORY: []}
    for kind, key, name, *rest in _rows("cards.tsv"):
        insee, links, handles, hashtags = [*rest, "", "", "", ""][:4]
        cards[kind].append(
            Card(
                key,
                name,
                links=tuple(links.split()),
                handles=tuple(handles.split()),
                hashtags=tuple(hashtags.split()),
                insee=insee or None,
            )
        )
    return index_cards(cards[OFFER], [], cards[COMMUNE], cards[TERRITORY])


def posts() -> list[Labelled]:
    """All posts, in the order of the file."""
    return [
        Labelled(language, caption.replace("\\n", "\n"), tuple(attached.split()), frozenset(_about(about)))
        for language, about, attached, caption in _rows("posts.tsv")
    ]


def _about(text: str) -> Iterator[tuple[str, str]]:
    for key in text.split():
        if key.isdecimal():
            yield COMMUNE, key
        else:
            yield (OFFER if key[1:].isdecimal() else TERRITORY), key


def _rows(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")
