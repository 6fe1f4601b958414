"""Writes titles and bodies: sentences of a theme, a season and a kind of content around an offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sources.scouts.demo.grammar import at, of, quoted
from sources.scouts.demo.themes.anything import (
    CLOSINGS,
    LINKING,
    OPENINGS,
    TOLD_CLOSINGS,
    TOLD_OPENINGS,
    TOLD_TITLES,
)
from sources.scouts.demo.themes.choosing import theme_of
from sources.scouts.demo.themes.theme import Line, Theme
from sources.scouts.documents import ContentKindName, TextsDocument

_SEASONS = ("winter", "spring", "summer", "autumn")


@dataclass(frozen=True, slots=True)
class Subject:
    """An offer to write about: its key and name; commune, point and provider where they are known."""

    key: str
    name: str
    insee: str | None
    commune: str | None
    point: tuple[float, float] | None = None
    provider: str | None = None

    @property
    def theme(self) -> Theme:
        """What it is about, by its name."""
        return theme_of(self.name)

    def fill(self, sentence: str) -> str:
        """The sentence with the names in it, and a capital where a name opened it in small letters."""
        text = sentence.format(
            offre=quoted(self.name),
            commune=self.commune or "le village",
            a_commune=at(self.commune) if self.commune else "au village",
            de_commune=of(self.commune) if self.commune else "du village",
        )
        return _spaced(text[:1].upper() + text[1:])


def season_of(moment: datetime) -> str:
    """The season of a date; winter is December to February."""
    return _SEASONS[moment.month % 12 // 3]


def write_title(random: Random, subject: Subject) -> TextsDocument:
    """A French title."""
    return {"fr": subject.fill(random.choice(subject.theme.titles))}


class _Pen:
    """Draws sentences, none twice in one text."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._written: set[str] = set()

    def pick(self, sentences: Sequence[str], count: int = 1) -> list[str]:
        fresh = [sentence for sentence in sentences if sentence not in self._written]
        chosen = self._random.sample(fresh, count)
        self._written.update(chosen)
        return chosen


def write_body(
    random: Random, kind: ContentKindName, subjects: Sequence[Subject], posted_at: datetime
) -> TextsDocument:
    """A French text of the kind's length about the first subject; some kinds go on to the others."""
    pen, first = _Pen(random), subjects[0]
    theme = first.theme
    parts = [(first, pen.pick(theme.scenes))]
    if kind == "TIP":
        parts.append((first, pen.pick(theme.tips, 2)))
    elif kind == "PHOTO_SET":
        parts.append((first, pen.pick(theme.details)))
    else:
        parts.insert(0, (first, pen.pick(OPENINGS[season_of(posted_at)])))
        parts.append((first, pen.pick(theme.details, 3)))
    if kind == "STORY":
        parts.append((first, pen.pick(CLOSINGS)))
    paragraphs = [" ".join(subject.fill(text) for subject, texts in parts for text in texts)]
    if kind in {"ARTICLE", "ITINERARY"}:
        paragraphs += [_in_passing(pen, other) for other in subjects[1:]]
        paragraphs.append(" ".join(map(first.fill, [*pen.pick(theme.tips, 2), *pen.pick(CLOSINGS)])))
    return {"fr": "\n\n".join(paragraphs)}


def _in_passing(pen: _Pen, subject: Subject) -> str:
    return " ".join(map(subject.fill, [*pen.pick(LINKING), *pen.pick(subject.theme.details)]))


def write_translated(
    random: Random, subject: Subject, languages: tuple[str, ...]
) -> tuple[TextsDocument, TextsDocument]:
    """Title and body that say the same in French and the other languages."""
    title = random.choice(TOLD_TITLES)
    body = [
        random.choice(TOLD_OPENINGS),
        *random.sample(subject.theme.told, len(subject.theme.told)),
        random.choice(TOLD_CLOSINGS),
    ]
    tags = ("fr", *languages)
    return (
        {tag: subject.fill(_said(title, tag)) for tag in tags},
        {tag: " ".join(subject.fill(_said(line, tag)) for line in body) for tag in tags},
    )


def _spaced(text: str) -> str:
    """The spaces that French wants in front of double marks and inside quotation marks, unbreakable."""
    for mark in ":;?!»":
        text = text.replace(f" {mark}", f"\u202f{mark}")
    return text.replace("« ", "«\u202f")


def _said(line: Line, tag: str) -> str:
    text: str = getattr(line, tag)
    return text
