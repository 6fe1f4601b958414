"""The `ouverture` block of an object, read with care: a damaged period is left out, the others count."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeGuard

from sources.apidae.mapping.reading import Raw, day, items

EVERY_DAY: int | None = None
"""In place of a weekday: `TOUS`."""

_WEEKDAYS: Mapping[str, int | None] = {
    "LUNDI": 0,
    "MARDI": 1,
    "MERCREDI": 2,
    "JEUDI": 3,
    "VENDREDI": 4,
    "SAMEDI": 5,
    "DIMANCHE": 6,
    "TOUS": EVERY_DAY,
}
_RANKS: Mapping[str, int] = {"D_1ER": 1, "D_2EME": 2, "D_3EME": 3, "D_4EME": 4, "D_DERNIER": -1}
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)


class Form(Enum):
    """How a period says its days."""

    DAILY = "OUVERTURE_TOUS_LES_JOURS"
    LISTED = "OUVERTURE_SEMAINE"
    ALL_BUT = "OUVERTURE_SAUF"
    MONTHLY = "OUVERTURE_MOIS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One period; both bounds are included. `yearly`: it comes again each year, whatever year is written.

    `weekdays` are those listed, None for all of them; `nth` pairs of rank and weekday; `added` are
    exceptional days, which count outside the bounds as well.
    """

    form: Form
    first: date
    last: date
    yearly: bool
    weekdays: tuple[int | None, ...]
    nth: tuple[tuple[int, int | None], ...]
    added: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """All that is said of an opening. Without a period and not `always`, nothing is known of it."""

    periods: tuple[Period, ...] = ()
    closed: tuple[date, ...] = ()
    closed_feasts: tuple[str, ...] = ()
    always: bool = False
    suspended: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything is said; "not known" is not "closed"."""
        return self.suspended or self.always or bool(self.periods)


NOTHING_KNOWN = Opening()


def read_opening(block: Raw) -> Opening:
    """The opening of an object from its `ouverture`; never fails."""
    closures = items(block.get("fermeturesExceptionnelles"))
    exact = [closure.get("dateFermeture") for closure in closures]
    for closure in closures:
        listed = closure.get("dates")
        exact.extend(listed if isinstance(listed, list) else [])
    feasts = [closure.get("dateSpeciale") for closure in closures]
    periods = map(_period, items(block.get("periodesOuvertures")))
    return Opening(
        periods=tuple(one for one in periods if one),
        closed=_days(exact),
        closed_feasts=tuple(one for one in feasts if isinstance(one, str)),
        always=_is_set(block.get("ouvertTouteLAnnee")),
        suspended=_is_set(block.get("fermeTemporairement")),
    )


def _period(raw: Raw) -> Period | None:
    first, last = _bound(raw.get("dateDebut"), _EARLIEST), _bound(raw.get("dateFin"), _LATEST)
    form = _form(raw.get("type"))
    if first is None or last is None or form is None:
        return None
    ranked = [
        (one.get("jourDuMois"), one.get("jour", "TOUS")) for one in items(raw.get("ouverturesJourDuMois"))
    ]
    names = [one.get("jour") for one in items(raw.get("ouverturesJournalieres"))]
    return Period(
        form=form,
        first=first,
        last=last,
        yearly=raw.get("tousLesAns") is True,
        weekdays=tuple(_WEEKDAYS[name] for name in names if _among(name, _WEEKDAYS)),
        nth=tuple(
            (_RANKS[rank], _WEEKDAYS[name])
            for rank, name in ranked
            if _among(rank, _RANKS) and _among(name, _WEEKDAYS)
        ),
        added=_days([one.get("dateOuverture") for one in items(raw.get("ouverturesExceptionnelles"))]),
    )


def _bound(value: Any, otherwise: date) -> date | None:
    """An absent bound is no bound; a damaged one leaves nothing to be said of the period."""
    return day(value) if value else otherwise


def _form(value: Any) -> Form | None:
    if value is None:
        return Form.DAILY
    return next((form for form in Form if form.value == value), None)


def _days(values: list[Any]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(one for one in map(day, values) if one))


def _among(name: Any, table: Container[str]) -> TypeGuard[str]:
    return isinstance(name, str) and name in table


def _is_set(value: Any) -> bool:
    """Apidae writes these flags as a text constant; a true boolean is understood too."""
    return value is True or (isinstance(value, str) and value.isupper())
