"""What visitors choose an offer by, read from an object of Apidae."""

from __future__ import annotations

from dataclasses import dataclass

from sources.apidae.mapping.facts import Facts
from sources.apidae.mapping.reading import Raw, number, part
from sources.apidae.tables.themes import MOODS, THEMES, fitting
from sources.apidae.tables.weather import weather_of
from sources.apidae.types.discovery import PetPolicy, WeatherFit
from sources.apidae.types.words import Audience, DurationClass

OLDEST = 130


@dataclass(frozen=True, slots=True)
class Discovery:
    """Keys of themes and moods, and what is recorded; None and empty for what is not. Ages in years."""

    themes: tuple[str, ...]
    moods: tuple[str, ...]
    audiences: tuple[Audience, ...]
    duration: DurationClass | None
    weather: tuple[WeatherFit, ...]
    pets: PetPolicy | None
    age_min: float | None
    age_max: float | None


def discovery_of(item: Raw, facts: Facts) -> Discovery:
    """All of it; a damaged value reads as nothing."""
    welcome = part(item, "prestations")
    return Discovery(
        themes=fitting(THEMES, facts.type, facts.ids),
        moods=fitting(MOODS, facts.type, facts.ids),
        audiences=tuple(one for one in Audience if one in facts.audiences),
        duration=facts.duration,
        weather=weather_of(facts.ids),
        pets=_pets(welcome),
        age_min=_age(welcome, "Min"),
        age_max=_age(welcome, "Max"),
    )


def _pets(welcome: Raw) -> PetPolicy | None:
    said = welcome.get("animauxAcceptes")
    if said == "NON_ACCEPTES":
        return PetPolicy.REFUSED
    if said != "ACCEPTES":
        return None
    fee = welcome.get("animauxAcceptesSupplement") == "AVEC_SUPPLEMENT"
    return PetPolicy.ACCEPTED_FOR_A_FEE if fee else PetPolicy.ACCEPTED


def _age(welcome: Raw, bound: str) -> float | None:
    found = number(welcome.get(f"age{bound}"))
    if found is not None and welcome.get(f"uniteAge{bound}") == "MOIS":
        found = found / 12
    return found if found is not None and 0 <= found <= OLDEST else None
