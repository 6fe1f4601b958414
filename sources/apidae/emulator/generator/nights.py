"""Openings that do not follow the calendar year: winters, nights, days added and taken away."""

from datetime import date, timedelta
from random import Random

from .periods import Maker, Opening, listed, opening, period, some_days, weekdays, yearly


def winter_daily(number: int, random: Random, today: date) -> Opening:  # noqa: ARG001 - makers share a signature
    """A winter that runs over the turn of the year, repeated each year."""
    year = random.randint(2015, 2020)
    one = period(number, f"{year}-12-15", f"{year + 1}-03-31", tousLesAns=True)
    return opening("Du 15/12 au 31/03, selon l'enneigement.", one)


def winter_days(number: int, random: Random, today: date) -> Opening:
    """Some weekdays of this winter and of the next."""
    days = some_days(random, 2)
    periods = [
        period(
            number + step,
            f"{today.year - 1 + step}-12-18",
            f"{today.year + step}-03-25",
            "OUVERTURE_SEMAINE",
            ouverturesJournalieres=weekdays(days),
        )
        for step in (0, 1, 2)
    ]
    return opening(f"L'hiver : {listed(days)}.", *periods)


def past_midnight(number: int, random: Random, today: date) -> Opening:
    """Summer evenings that end on the next day."""
    days = some_days(random, 2)
    periods = [
        period(
            number + step,
            f"{today.year + step}-06-01",
            f"{today.year + step}-09-30",
            "OUVERTURE_SEMAINE",
            ouverturesJournalieres=weekdays(days),
            horaireOuverture="21:00:00",
            horaireFermeture="00:30:00",
        )
        for step in (0, 1)
    ]
    return opening(f"L'été à la nuit tombée : {listed(days)}.", *periods)


def late_bar(number: int, random: Random, today: date) -> Opening:
    """A place that closes after midnight at the end of the week."""
    one = yearly(
        number,
        today,
        "OUVERTURE_SEMAINE",
        ouverturesJournalieres=weekdays(["JEUDI", "VENDREDI", "SAMEDI"]),
        horaireOuverture="17:00:00",
        horaireFermeture=random.choice(("01:00:00", "00:30:00", "02:00:00")),
    )
    return opening("Jeudi, vendredi et samedi de 17h à tard dans la nuit.", one)


def exceptional(number: int, random: Random, today: date) -> Opening:
    """A summer with added days and days taken away."""
    first, last = f"{today.year}-07-01", f"{today.year}-08-31"
    added = sorted({today + timedelta(days=random.randint(5, 200)) for _ in range(3)})
    one = period(
        number,
        first,
        last,
        "OUVERTURE_SEMAINE",
        ouverturesJournalieres=weekdays(["SAMEDI", "DIMANCHE"]),
        ouverturesExceptionnelles=[{"dateOuverture": day.isoformat()} for day in added],
    )
    closed = [
        {"dateFermeture": f"{today.year}-08-{random.randint(1, 28):02d}"},
        {"dateSpeciale": "QUINZE_AOUT", "dates": [f"{today.year}-08-15"]},
    ]
    return opening("L'été, samedi et dimanche, et sur rendez-vous.", one, fermeturesExceptionnelles=closed)


ODD_MAKERS: dict[str, Maker] = {
    maker.__name__: maker for maker in (winter_daily, winter_days, past_midnight, late_bar, exceptional)
}
