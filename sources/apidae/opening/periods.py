"""The `ouverture` block of an object, read with care: a damaged period is left out, the others count."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, TypeGuard

from sources.apidae.mapping.reading import Raw, day, identity, items, part
from sources.apidae.opening.hours import NO_HOURS, Hours, read_hours

EVERY_DAY: int | None = None
"""In place of a weekday: `TOUS`."""

WEEK = frozenset(range(7))

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
MOST_PERIODS = 2_000
"""An exhibition of 537 one-day periods is real."""

_ROUND_THE_CLOCK = frozenset({440, 4186})
"""Indications that say so."""

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


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
    hours: Hours = NO_HOURS
    note: Raw = field(default_factory=dict)
    """The source's words about its hours, by language."""

    @property
    def open_weekdays(self) -> frozenset[int]:
        """The weekdays that its form means; none for days of the month."""
        named = frozenset(day for day in self.weekdays if day is not None)
        listed = named if len(named) == len(set(self.weekdays)) else WEEK
        if self.form is Form.MONTHLY:
            return frozenset()
        if self.form is Form.DAILY:
            return WEEK
        return listed if self.form is Form.LISTED else WEEK - listed

    @property
    def recurs(self) -> bool:
        """Whether it has no last day."""
        return self.yearly or self.last == LATEST


@dataclass(frozen=True, slots=True)
class Opening:
    """All that is said of an opening. Without a period and not `always`, nothing is known of it.

    `round_the_clock`: an open day is open from midnight to midnight.
    """

    periods: tuple[Period, ...] = ()
    closed: tuple[date, ...] = ()
    closed_feasts: tuple[str, ...] = ()
    always: bool = False
    suspended: bool = False
    round_the_clock: bool = False

    @property
    def last_day(self) -> date | None:
        """The last day that can be open; None when there is no end to it."""
        if (self.always and not self.periods) or any(one.recurs for one in self.periods):
            return None
        return max((day for one in self.periods for day in (one.last, *one.added)), default=date.min)

    def first_day(self, since: date) -> date:
        """The first day from `since` on that can be open."""
        if self.always or any(one.yearly for one in self.periods):
            return since
        starts = (one.first for one in self.periods if one.last >= since)
        added = (day for one in self.periods for day in one.added if day >= since)
        return max(since, min((*starts, *added), default=since))

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
    periods = map(_period, items(block.get("periodesOuvertures"), MOST_PERIODS))
    return Opening(
        periods=tuple(one for one in periods if one),
        closed=_days(exact),
        closed_feasts=tuple(one for one in feasts if isinstance(one, str)),
        always=is_set(block.get("ouvertTouteLAnnee")),
        suspended=is_set(block.get("fermeTemporairement")),
        round_the_clock=not _ROUND_THE_CLOCK.isdisjoint(indications(block)),
    )


def indications(block: Raw) -> set[int]:
    """Ids of what is said beside the periods, e.g. "cancelled or closed"."""
    said = (*items(block.get("indicationsPeriode")), *items(block.get("ouverturesComplementaires")))
    return {found for one in said if (found := identity(one))}


def _period(raw: Raw) -> Period | None:
    first, last = _bound(raw.get("dateDebut"), EARLIEST), _bound(raw.get("dateFin"), LATEST)
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
        hours=read_hours(raw),
        note=part(raw, "complementHoraire"),
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


def is_set(value: Any) -> bool:
    """Apidae writes these flags as a text constant; a true boolean is understood too."""
    return value is True or (isinstance(value, str) and value.isupper())
