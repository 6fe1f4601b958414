"""Dates of the special days by which Apidae names exceptional closures."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

_FIXED = {
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
_FROM_EASTER = {
    "MARDI_GRAS": -47,
    "MERCREDI_DES_CENDRES": -46,
    "JEUDI_MI_CAREME": -24,
    "VENDREDI_SAINT": -2,
    "LUNDI_PAQUES": 1,
    "ASCENSION": 39,
    "LUNDI_PENTECOTE": 50,
    "FETE_DIEU": 60,
}


@lru_cache(maxsize=256)
def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar (the anonymous computus)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _monday_of_fasting(year: int) -> date:
    """The Monday after the third Sunday of September, kept in some Swiss cantons."""
    first = date(year, 9, 1)
    third_sunday = first + timedelta(days=(6 - first.weekday()) % 7 + 14)
    return third_sunday + timedelta(days=1)


_COMPUTED: dict[str, Callable[[int], date]] = {"LUNDI_DU_JEUNE_FEDERAL": _monday_of_fasting}


def special_day(name: str, year: int) -> date | None:
    """The date of a special day in a year; None for a name that Apidae does not know."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _FROM_EASTER:
        return easter(year) + timedelta(days=_FROM_EASTER[name])
    return _COMPUTED[name](year) if name in _COMPUTED else None


NAMES = frozenset((*_FIXED, *_FROM_EASTER, *_COMPUTED))
