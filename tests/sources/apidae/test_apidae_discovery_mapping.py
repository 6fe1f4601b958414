"""What visitors choose by, read from objects: ages, animals, weather, themes and moods."""

from __future__ import annotations

from typing import Any

import pytest

from sources.apidae.mapping.discovery import discovery_of
from sources.apidae.mapping.facts import facts_of
from sources.apidae.tables.themes import MOOD_LABELS, MOODS, THEME_LABELS, THEMES
from sources.apidae.types.discovery import PetPolicy, WeatherFit


def found(welcome: Any = None, *promotions: int, kind: str = "FETE_ET_MANIFESTATION") -> Any:
    item = {
        "type": kind,
        "prestations": welcome or {},
        "presentation": {"typologiesPromoSitra": [{"id": one} for one in promotions]},
    }
    return discovery_of(item, facts_of(item))


@pytest.mark.parametrize(
    ("welcome", "ages"),
    [
        ({}, (None, None)),
        ({"ageMin": 6, "uniteAgeMin": "ANNEE"}, (6, None)),
        ({"ageMin": 18, "uniteAgeMin": "MOIS", "ageMax": 12, "uniteAgeMax": "ANNEE"}, (1.5, 12)),
        ({"ageMin": -1, "ageMax": 900}, (None, None)),
        ({"ageMin": "six", "ageMax": True}, (None, None)),
    ],
)
def test_ages_are_in_years_and_nonsense_is_none(welcome: Any, ages: Any) -> None:
    one = found(welcome)
    assert (one.age_min, one.age_max) == ages


@pytest.mark.parametrize(
    ("welcome", "policy"),
    [
        ({"animauxAcceptes": "ACCEPTES"}, PetPolicy.ACCEPTED),
        (
            {"animauxAcceptes": "ACCEPTES", "animauxAcceptesSupplement": "AVEC_SUPPLEMENT"},
            PetPolicy.ACCEPTED_FOR_A_FEE,
        ),
        ({"animauxAcceptes": "NON_ACCEPTES"}, PetPolicy.REFUSED),
        ({"animauxAcceptes": "NON_DISPONIBLE"}, None),
        ({}, None),
    ],
)
def test_animals_are_accepted_refused_or_not_spoken_of(welcome: Any, policy: Any) -> None:
    assert found(welcome).pets is policy


@pytest.mark.parametrize(
    ("promotions", "fits"),
    [
        ((), ()),
        ((1670,), (WeatherFit.BAD_WEATHER,)),
        ((1669,), (WeatherFit.INDOOR,)),
        ((4639,), (WeatherFit.GREAT_HEAT,)),
        ((1669, 4639), (WeatherFit.ANY, WeatherFit.GREAT_HEAT, WeatherFit.INDOOR)),
    ],
)
def test_weather_is_what_criteria_recommend(promotions: tuple[int, ...], fits: Any) -> None:
    assert found(None, *promotions).weather == fits


def test_themes_and_moods_come_from_rules_and_all_have_names() -> None:
    assert found(None, 1678, 4639).moods == ("cool-off", "be-surprised")
    assert "unusual" in found(None, 1678).themes
    assert THEMES.keys() == THEME_LABELS.keys()
    assert MOODS.keys() == MOOD_LABELS.keys()
    assert all({"fr", "en", "de"} <= set(one) for one in (*THEME_LABELS.values(), *MOOD_LABELS.values()))
