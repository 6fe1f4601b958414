"""Captions: a few sentences put together for a season, a place and an offer to mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sources.social.emulator import words
from sources.social.emulator.places import PLACES, at, of

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from sources.social.emulator.models import Mention

_SEASONS = ("winter", "spring", "summer", "autumn")
_BREAKS = ("\n", "\n\n", " ", "\n.\n.\n")


def season_of(moment: datetime) -> str:
    """Name the season of a date: December to February is winter."""
    return _SEASONS[moment.month % 12 // 3]


def write_caption(rng: Random, moment: datetime, mention: Mention | None, tags: int) -> str:
    """Write a caption; ``tags`` is the greatest number of general hashtags at its end."""
    place, area = rng.choice(PLACES)
    opening = rng.choice(words.OPENINGS[season_of(moment)]).format(place=at(place), area=of(area))
    parts = [opening, *rng.sample(words.BODIES, _length(rng))]
    if rng.random() < 0.35:
        parts.append(rng.choice(words.MORE))
    if mention is not None:
        parts.insert(rng.randint(0, len(parts)), mention_line(rng, mention))
    if rng.random() < 0.5:
        parts.append(rng.choice(words.CLOSINGS))
    text = rng.choice(_BREAKS).join(parts)
    return text + _tag_line(rng, tags)


def mention_line(rng: Random, mention: Mention) -> str:
    """Write the sentence that carries an offer's url, handle or hashtag."""
    card = mention.card
    where = f", {at(card.commune)}" if card.commune else ""
    if mention.kind == "url":
        return rng.choice(words.URL_LINES).format(name=card.name, where=where, url=mention.value)
    if mention.kind == "handle":
        return rng.choice(words.HANDLE_LINES).format(where=where, handle=mention.value)
    return rng.choice(words.HASHTAG_LINES).format(where=where, tag=mention.value)


def _length(rng: Random) -> int:
    """Draw a number of sentences: mostly one or two, sometimes a long text."""
    return rng.choices((0, 1, 2, 3, 9), weights=(10, 40, 30, 12, 8))[0]


def _tag_line(rng: Random, most: int) -> str:
    count = rng.randint(0, most)
    if not count:
        return ""
    return "\n\n" + " ".join(f"#{tag}" for tag in rng.sample(words.TAGS, count))
