"""The days that Apidae names instead of dating them: `dateSpeciale` of exceptional closures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

_DATED: Mapping[str, tuple[int, int]] = {
    "PREMIER_JANVIER": (1, 1),
    "BERCHTOLDSTAG": (1, 2),
    "ARRIVEE_EVANGILE": (3, 5),
    "SAINT_JOSEPH": (3, 19),
    "PREMIER_MAI": (5, 1),
    "HUIT_MAI": (5, 8),
    "ABOLITION_DE_LESCLAVAGE_MARTINIQUE": (5, 22),
    "ABOLITION_DE_LESCLAVAGE_GUADELOUPE": (5, 27),
    "FETE_AUTONOMIE": (6, 29),
    "QUATORZE_JUILLET": (7, 14),
    "FETE_VICTOR_SCHOELCHER": (7, 21),
    "FETE_NATIONALE_SUISSE": (8, 1),
    "QUINZE_AOUT": (8, 15),
    "FETE_CITOYENNETE": (9, 24),
    "PREMIER_NOVEMBRE": (11, 1),
    "JOUR_DES_DEFUNTS": (11, 2),
    "ONZE_NOVEMBRE": (11, 11),
    "IMMACULEE_CONCEPTION": (12, 8),
    "VINGT_CINQ_DECEMBRE": (12, 25),
}

_AFTER_EASTER: Mapping[str, int] = {
    "MARDI_GRAS": -47,
    "MERCREDI_DES_CENDRES": -46,
    "JEUDI_MI_CAREME": -24,
    "VENDREDI_SAINT": -2,
    "LUNDI_PAQUES": 1,
    "ASCENSION": 39,
    "LUNDI_PENTECOTE": 50,
    "FETE_DIEU": 60,
}

_FAST_MONDAY = "LUNDI_DU_JEUNE_FEDERAL"

_PUBLIC_HOLIDAYS = (
    "PREMIER_JANVIER",
    "LUNDI_PAQUES",
    "PREMIER_MAI",
    "HUIT_MAI",
    "ASCENSION",
    "LUNDI_PENTECOTE",
    "QUATORZE_JUILLET",
    "QUINZE_AOUT",
    "PREMIER_NOVEMBRE",
    "ONZE_NOVEMBRE",
    "VINGT_CINQ_DECEMBRE",
)
"""Those of the whole of France: the region has no others."""

NAMES = frozenset((*_DATED, *_AFTER_EASTER, _FAST_MONDAY))


def feast(name: str, year: int) -> date | None:
    """The date of a named day in a year; None for a name that is not known."""
    if name in _DATED:
        return date(year, *_DATED[name])
    if name in _AFTER_EASTER:
        return easter(year) + timedelta(days=_AFTER_EASTER[name])
    return _monday_after_third_sunday(year) if name == _FAST_MONDAY else None


def is_public_holiday(day: date) -> bool:
    """Whether a day is one of the eleven public holidays of France."""
    return day in _holidays(day.year)


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(found for name in _PUBLIC_HOLIDAYS if (found := feast(name, year)))


@lru_cache(maxsize=512)
def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year, by Gauss' rule with its two exceptions."""
    century = year // 100
    moon = 15 + century - century // 4 - (8 * century + 13) // 25
    full = (19 * (year % 19) + moon) % 30
    sun = 4 + century - century // 4
    rest = (2 * (year % 4) + 4 * (year % 7) + 6 * full + sun) % 7
    days = full + rest
    if rest == 6 and (full == 29 or (full == 28 and (11 * moon + 11) % 30 < 19)):
        days -= 7
    return date(year, 3, 22) + timedelta(days=days)


def _monday_after_third_sunday(year: int) -> date:
    """The Monday after the third Sunday of September, kept in Swiss cantons."""
    fifteenth = date(year, 9, 15)
    return fifteenth + timedelta(days=6 - fifteenth.weekday() + 1)
