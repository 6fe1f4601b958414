"""The `ouverture` block of an object, compiled once, then asked for its open days in any window."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from .window import ANY_DAY, NTH, Window

_WEEKDAYS = {
    "LUNDI": 0,
    "MARDI": 1,
    "MERCREDI": 2,
    "JEUDI": 3,
    "VENDREDI": 4,
    "SAMEDI": 5,
    "DIMANCHE": 6,
    "TOUS": ANY_DAY,
}
_FAR_PAST, _FAR_FUTURE = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its form, its bounds (both included), its weekdays or n-th weekdays, its added days."""

    form: str
    first: date
    last: date
    yearly: bool
    weekdays: tuple[int, ...]
    nth: tuple[tuple[str, int], ...]
    added: tuple[date, ...]

    def days(self, window: Window) -> int:
        """The open days of the window, as a mask."""
        return self._bounds(window) & self._pattern(window) | _days(self.added, window)

    def _pattern(self, window: Window) -> int:
        if self.form == "OUVERTURE_MOIS":
            return _union([window.nth(rank, weekday) for rank, weekday in self.nth])
        listed = _union([window.weekday(weekday) for weekday in self.weekdays])
        if self.form == "OUVERTURE_SEMAINE":
            return listed
        return window.full & ~listed if self.form == "OUVERTURE_SAUF" else window.full

    def _bounds(self, window: Window) -> int:
        if not self.yearly:
            return window.between(self.first, self.last)
        span = max(0, self.last.year - self.first.year)
        years = range(window.first.year - span, window.last.year + 1)
        return _union([window.between(_in(self.first, year), _in(self.last, year + span)) for year in years])


@dataclass(frozen=True, slots=True)
class Opening:
    """All that is known of an opening; without any period nothing is known, which is not the same as
    closed.
    """

    periods: tuple[Period, ...]
    closed: tuple[date, ...]
    closed_names: tuple[str, ...]
    always: bool
    suspended: bool

    def days(self, window: Window) -> int:
        """The open days of the window, as a mask; none when nothing is known."""
        if self.suspended:
            return 0
        found = window.full if self.always and not self.periods else 0
        found |= _union([period.days(window) for period in self.periods])
        shut = _days(self.closed, window) | _union([window.special(name) for name in self.closed_names])
        return found & ~shut


NOTHING_KNOWN = Opening((), (), (), always=False, suspended=False)


def compile_opening(block: dict[str, Any] | None) -> Opening:
    """The opening of an object from its `ouverture` block."""
    if not block:
        return NOTHING_KNOWN
    closures = block.get("fermeturesExceptionnelles", ())
    exact = [closure["dateFermeture"] for closure in closures if closure.get("dateFermeture")]
    exact.extend(day for closure in closures for day in closure.get("dates", ()))
    return Opening(
        periods=tuple(_period(period) for period in block.get("periodesOuvertures", ())),
        closed=tuple(date.fromisoformat(day) for day in exact),
        closed_names=tuple(closure["dateSpeciale"] for closure in closures if closure.get("dateSpeciale")),
        always=bool(block.get("ouvertTouteLAnnee")),
        suspended=bool(block.get("fermeTemporairement")),
    )


def _period(period: dict[str, Any]) -> Period:
    nth = [
        (one["jourDuMois"], _WEEKDAYS[one.get("jour", "TOUS")])
        for one in period.get("ouverturesJourDuMois", ())
        if one.get("jourDuMois") in NTH
    ]
    return Period(
        form=period.get("type", "OUVERTURE_TOUS_LES_JOURS"),
        first=_date(period.get("dateDebut"), _FAR_PAST),
        last=_date(period.get("dateFin"), _FAR_FUTURE),
        yearly=bool(period.get("tousLesAns")),
        weekdays=tuple(_WEEKDAYS[one["jour"]] for one in period.get("ouverturesJournalieres", ())),
        nth=tuple(nth),
        added=tuple(
            date.fromisoformat(one["dateOuverture"]) for one in period.get("ouverturesExceptionnelles", ())
        ),
    )


def _date(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise


def _in(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _days(days: tuple[date, ...], window: Window) -> int:
    return _union([window.day(day) for day in days])


def _union(masks: list[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
