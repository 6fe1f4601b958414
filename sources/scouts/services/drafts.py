"""From what an author typed to the parts of a content: bounded, cleaned, and about things that exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gateway.mutations import refuse
from gateway.richtext import MOST_CHARACTERS, clean_text
from sources.scouts.composing import point
from sources.scouts.documents import ContentKindName, PictureDocument, StopDocument, TerritoryDocument
from sources.scouts.services.checking import (
    LONGEST_TITLE,
    bounded,
    checked_territories,
    licence_of,
    picture_of,
)
from sources.scouts.services.desk import Desk
from sources.scouts.shapes import MAX_MENTIONS, MAX_PICTURES, MAX_STOPS

LONGEST_STOP = 2_000
MOST_LANGUAGES = 6


@dataclass(frozen=True, slots=True)
class Words:
    """Title and Markdown text in one language."""

    locale: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What an author wants a content to be; keys are of offers, `communes` INSEE codes."""

    words: Sequence[Words]
    offers: Sequence[str] = ()
    communes: Sequence[str] = ()
    territories: Sequence[TerritoryDocument] = ()
    stops: Sequence[StopDocument] = ()
    pictures: Sequence[PictureDocument] = ()
    people_agreed: bool = False
    licence: str = "PLATFORM_ONLY"


async def parts_of(desk: Desk, kind: ContentKindName, draft: Draft) -> dict[str, Any]:
    """The fields of a content; refuses with the field that is wrong."""
    offers = _listed([*draft.offers, *(one["offer"] for one in draft.stops if one["offer"])], "offers")
    cards = await desk.cards("Offer", offers, "input.offers")
    stops = _stops(kind, draft.stops)
    named = [*draft.communes, *(one["commune"] for one in stops if one["commune"])]
    about = [*named, *(card.insee for card in cards.values() if card.insee)]
    communes = _listed(about, "communes")
    if not all(code.isalnum() and len(code) == 5 for code in named):
        refuse("INVALID_ARGUMENT", "input.communes")
    places = await desk.cards("Commune", named, "input.communes")
    points = [card.point for card in (*cards.values(), *places.values())]
    return {
        **_texts(draft.words),
        "offers": offers,
        "communes": communes,
        "territories": checked_territories(draft.territories, "input.territories"),
        "providers": sorted({card.provider for card in cards.values() if card.provider}),
        "at": next((at for one in points if (at := point(one))), None),
        "stops": stops,
        "pictures": _pictures(kind, draft),
        "licence": licence_of(draft.licence, "input.licence"),
    }


def _texts(words: Sequence[Words]) -> dict[str, Any]:
    if not 1 <= len(words) <= MOST_LANGUAGES:
        refuse("INVALID_ARGUMENT", "input.translations")
    titles: dict[str, str] = {}
    sources: dict[str, str] = {}
    for number, one in enumerate(words):
        place = "input" if number == 0 else f"input.translations.{number - 1}"
        if one.locale.lower() in {tag.lower() for tag in titles}:
            refuse("INVALID_LOCALE", f"{place}.locale")
        titles[one.locale] = bounded(one.title, LONGEST_TITLE, f"{place}.title")
        if len(one.text) > MOST_CHARACTERS or not clean_text(one.text):
            refuse("INVALID_ARGUMENT", f"{place}.text")
        sources[one.locale] = one.text
    return {"locale": words[0].locale, "title": titles, "source": sources}


def _listed(keys: Sequence[str], name: str) -> list[str]:
    listed = list(dict.fromkeys(keys))
    if len(listed) > MAX_MENTIONS:
        refuse("INVALID_ARGUMENT", f"input.{name}")
    return listed


def _stops(kind: ContentKindName, stops: Sequence[StopDocument]) -> list[StopDocument]:
    if kind == "ITINERARY" and not 2 <= len(stops) <= MAX_STOPS:
        refuse("INVALID_ARGUMENT", "input.stops")
    if kind != "ITINERARY" and stops:
        refuse("INVALID_ARGUMENT", "input.stops")
    for one in stops:
        if len(one["text"]) > LONGEST_STOP or not 1 <= (one["minutes"] or 1) <= 1440:
            refuse("INVALID_ARGUMENT", "input.stops")
    return [
        {
            **one,
            "title": bounded(one["title"], LONGEST_TITLE, "input.stops.title"),
            "text": clean_text(one["text"]),
        }
        for one in stops
    ]


def _pictures(kind: ContentKindName, draft: Draft) -> list[PictureDocument]:
    least = 1 if kind == "PHOTO_SET" else 0
    if not least <= len(draft.pictures) <= MAX_PICTURES:
        refuse("INVALID_ARGUMENT", "input.pictures")
    if any(one["peopleShown"] for one in draft.pictures) and not draft.people_agreed:
        refuse("CONSENT_MISSING", "input.peopleAgreed")
    return [picture_of(one, "input.pictures") for one in draft.pictures]
