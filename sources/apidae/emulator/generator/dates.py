"""Dates of events around today: single days, weekends, several dates, weekly markets, late nights."""

from datetime import date, timedelta
from random import Random

from .periods import DAYS, Maker, Opening, opening, period, weekdays


def one_day(number: int, random: Random, today: date) -> Opening:
    """A single day, with at least its first hour."""
    day = _around(random, today)
    hours = {"horaireOuverture": random.choice(("09:00:00", "14:00:00", "18:30:00"))}
    if random.random() < 0.4:
        hours["horaireFermeture"] = "20:00:00"
    return opening(f"{_said(day)}.", period(number, day.isoformat(), day.isoformat(), **hours))


def weekend(number: int, random: Random, today: date) -> Opening:
    """Two or three days in a row that end on a Sunday."""
    last = _around(random, today)
    last += timedelta(days=6 - last.weekday())
    first = last - timedelta(days=random.choice((1, 2)))
    return opening(
        f"Du {_said(first)} au {_said(last)}.", period(number, first.isoformat(), last.isoformat())
    )


def several_dates(number: int, random: Random, today: date) -> Opening:
    """Up to twenty dates, each of them a period of one day."""
    start = _around(random, today) - timedelta(days=20)
    steps = sorted(random.sample(range(90), k=random.choice((2, 3, 4, 6, 9, 20))))
    days = [start + timedelta(days=step) for step in steps]
    hour = random.choice(("10:00:00", "16:00:00", "20:30:00"))
    periods = [
        period(number + rank, day.isoformat(), day.isoformat(), horaireOuverture=hour)
        for rank, day in enumerate(days)
    ]
    return opening(f"{len(days)} dates, du {_said(days[0])} au {_said(days[-1])}.", *periods)


def weekly_event(number: int, random: Random, today: date) -> Opening:
    """One weekday through a summer, or the whole year."""
    day = random.choice(DAYS[2:])
    whole = random.random() < 0.3
    first, last = ("01-01", "12-31") if whole else ("06-15", "09-15")
    one = period(
        number,
        f"{today.year}-{first}",
        f"{today.year}-{last}",
        "OUVERTURE_SEMAINE",
        tousLesAns=whole or random.random() < 0.5,
        ouverturesJournalieres=weekdays([day]),
        horaireOuverture="08:00:00",
        horaireFermeture="12:30:00",
    )
    return opening(f"Tous les {day.lower()}s {'de l’année' if whole else 'd’été'}.", one)


def night_market(number: int, random: Random, today: date) -> Opening:
    """A summer evening a week that ends after midnight."""
    day = random.choice(DAYS[3:6])
    periods = [
        period(
            number + step,
            f"{today.year + step}-07-01",
            f"{today.year + step}-08-31",
            "OUVERTURE_SEMAINE",
            ouverturesJournalieres=weekdays([day]),
            horaireOuverture="19:00:00",
            horaireFermeture="00:30:00",
        )
        for step in (0, 1)
    ]
    return opening(f"Tous les {day.lower()}s soirs de juillet et août.", *periods)


def late_event(number: int, random: Random, today: date) -> Opening:
    """One evening that ends on the next day."""
    day = _around(random, today).isoformat()
    late = {
        "horaireOuverture": "20:30:00",
        "horaireFermeture": random.choice(("00:15:00", "01:00:00", "02:00:00")),
    }
    return opening(f"{_said(date.fromisoformat(day))} au soir.", period(number, day, day, **late))


def _around(random: Random, today: date) -> date:
    return today + timedelta(days=random.randint(-40, 240))


def _said(day: date) -> str:
    return f"{DAYS[day.weekday()].lower()} {day.strftime('%d/%m/%Y')}"


EVENT_MAKERS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (one_day, weekend, several_dates, weekly_event, night_market, late_event)
}
