"""Periods, weekdays and hours in the shapes of Apidae: the parts that openings are put together from."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

Opening = dict[str, Any]
Maker = Callable[[int, Random, date], Opening]

DAYS = ("LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI", "DIMANCHE")
_CODES = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_HOURS = (
    ("09:00:00", "12:00:00"),
    ("10:00:00", "18:00:00"),
    ("14:00:00", "18:30:00"),
    ("09:30:00", "17:00:00"),
)


def period(
    number: int, first: str, last: str, form: str = "OUVERTURE_TOUS_LES_JOURS", **more: Any
) -> Opening:
    """One opening period; `more` adds or replaces keys."""
    base = {"identifiant": number, "dateDebut": first, "dateFin": last, "type": form, "tousLesAns": False}
    return {**base, **more}


def opening(text: str, *periods: Opening, **more: Any) -> Opening:
    """The `ouverture` block around some periods, with its text."""
    block: Opening = {"periodeEnClair": {"libelleFr": text}, "periodeEnClairGenerationMode": "AUTOMATIQUE"}
    if periods:
        block["periodesOuvertures"] = list(periods)
    return {**block, **more}


def weekdays(days: list[str]) -> list[Opening]:
    """Weekdays in the shape of `ouverturesJournalieres`."""
    return [{"jour": day} for day in days]


def yearly(number: int, today: date, form: str, **more: Any) -> Opening:
    """A period over this whole year, repeated each year."""
    return period(number, f"{today.year}-01-01", f"{today.year}-12-31", form, tousLesAns=True, **more)


def some_hours(random: Random, share: float) -> Opening:
    """An opening hour, often with a closing one, in a share of the cases."""
    if random.random() >= share:
        return {}
    first, last = random.choice(_HOURS)
    return (
        {"horaireOuverture": first, "horaireFermeture": last}
        if random.random() < 0.6
        else {"horaireOuverture": first}
    )


def some_days(random: Random, count: int) -> list[str]:
    """Some weekdays, in the order of the week."""
    return sorted(random.sample(DAYS, k=count), key=DAYS.index)


def listed(days: list[str]) -> str:
    """Weekdays as they are written in a text."""
    return ", ".join(day.lower() for day in days)


def time_frames(number: int, days: list[str]) -> list[Opening]:
    """The newer, finer way to write hours: morning and afternoon, on listed weekdays."""
    frames = [
        {"id": number * 2 + rank, "startTime": first, "endTime": last}
        for rank, (first, last) in enumerate((_HOURS[0], _HOURS[2]))
    ]
    codes = [_CODES[DAYS.index(day)] for day in days]
    return [{"id": number, "timePeriods": [{"id": number, "weekdays": codes, "timeFrames": frames}]}]
