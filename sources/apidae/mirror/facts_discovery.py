"""The facts that filters of the mirror look at: what `index/held.py` makes columns of."""

from __future__ import annotations

from typing import Any

from sources.apidae.mapping.contact import booking_of
from sources.apidae.mapping.discovery import discovery_of
from sources.apidae.mapping.marks import bases_of
from sources.apidae.mapping.organisations import provider_of
from sources.apidae.mapping.pictures import pictures_of
from sources.apidae.mapping.practical import accessibility_of, languages_of
from sources.apidae.mapping.reading import PARAGRAPHS, Raw, part, texts
from sources.apidae.mapping.tariffs import prices_of
from sources.apidae.policy import Verdict
from sources.apidae.types.discovery import PetPolicy

YES, NO = "yes", "no"


def discovery_facts(item: Raw, verdict: Verdict) -> dict[str, Any]:
    """The facts of an offer; what is not recorded is left out or empty, and no filter finds it."""
    found, provider = discovery_of(item, verdict.facts), provider_of(item, verdict.facts.type)
    prices = prices_of(item)
    return {
        "themes": list(found.themes),
        "moods": list(found.moods),
        "audiences": [one.name for one in found.audiences],
        "duration": found.duration.name if found.duration else None,
        "providerKind": provider.kind.name if provider else None,
        "accessible": [one.impairment.name for one in accessibility_of(item).impairments],
        "price": 0.0 if prices.is_free else prices.lowest,
        "free": None if prices.is_free is None else _told(prices.is_free),
        "bookable": _told(booking_of(item) is not None),
        "pets": _told(found.pets is not PetPolicy.REFUSED) if found.pets else None,
        "ageMin": found.age_min,
        "ageMax": found.age_max,
        "spoken": [str(one) for one in languages_of(item)],
        "weather": [one.name for one in found.weather],
        "meets": [one.name for one in verdict.encounter[1]],
        "bases": sorted({one.name for one in bases_of(item)}),
        "licences": sorted({one.licence for one in pictures_of(item)}),
        "locales": _locales(item),
    }


def _told(answer: bool) -> str:  # the answer itself
    return YES if answer else NO


def _locales(item: Raw) -> list[str]:
    presentation = part(item, "presentation")
    found = dict.fromkeys(texts(item.get("nom")))
    for key in ("descriptifCourt", "descriptifDetaille"):
        found.update(dict.fromkeys(texts(presentation.get(key), PARAGRAPHS)))
    return [tag.lower() for tag in found]
