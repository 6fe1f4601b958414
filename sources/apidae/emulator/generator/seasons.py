"""Ways of being open through the year: every day, some weekdays, all but some, n-th weekdays of months."""

from datetime import date
from random import Random

from .periods import (
    DAYS,
    Maker,
    Opening,
    listed,
    opening,
    period,
    some_days,
    some_hours,
    time_frames,
    weekdays,
    yearly,
)

_SEASONS = (
    ("04-01", "10-31"),
    ("05-01", "09-30"),
    ("06-15", "09-15"),
    ("03-15", "11-11"),
    ("07-01", "08-31"),
)


def season_daily(number: int, random: Random, today: date) -> Opening:
    """Every day of a season; most often repeated each year, with a year long gone."""
    first, last = random.choice(_SEASONS)
    yearly = random.random() < 0.6
    year = random.randint(2016, 2020) if yearly else today.year
    text = f"Du {_short(first)} au {_short(last)}, tous les jours."
    return opening(
        text,
        period(number, f"{year}-{first}", f"{year}-{last}", tousLesAns=yearly, **some_hours(random, 0.3)),
    )


def season_days(number: int, random: Random, today: date) -> Opening:
    """On some weekdays of a season, this year and the next."""
    first, last = random.choice(_SEASONS)
    days = some_days(random, random.randint(1, 4))
    hours = some_hours(random, 0.6)
    periods = [
        period(
            number + step,
            f"{today.year + step}-{first}",
            f"{today.year + step}-{last}",
            "OUVERTURE_SEMAINE",
            ouverturesJournalieres=weekdays(days),
            **hours,
        )
        for step in (0, 1)
    ]
    return opening(f"Du {_short(first)} au {_short(last)} : {listed(days)}.", *periods)


def year_days(number: int, random: Random, today: date) -> Opening:
    """On some weekdays all year round; now and then with hours in the newer, finer form."""
    days = some_days(random, random.randint(3, 6))
    finer = random.random() < 0.12
    when = {"horaires": time_frames(number, days)} if finer else some_hours(random, 0.7)
    one = yearly(number, today, "OUVERTURE_SEMAINE", ouverturesJournalieres=weekdays(days), **when)
    return opening(f"Toute l'année : {listed(days)}.", one, **_bank_holidays(random))


def all_but(number: int, random: Random, today: date) -> Opening:
    """Every day except some; without any listed day it is every day."""
    days = some_days(random, random.choice((0, 1, 1, 1, 2)))
    more: Opening = {"ouverturesJournalieres": weekdays(days)} if days else {}
    one = yearly(number, today, "OUVERTURE_SAUF", **more, **some_hours(random, 0.5))
    text = f"Toute l'année, fermé : {listed(days)}." if days else "Toute l'année, tous les jours."
    return opening(text, one, **_bank_holidays(random))


def nth_weekday(number: int, random: Random, today: date) -> Opening:
    """On the n-th weekday of each month."""
    rank = random.choice(("D_1ER", "D_2EME", "D_3EME", "D_4EME", "D_DERNIER"))
    day = random.choice(DAYS[2:])
    one = yearly(
        number,
        today,
        "OUVERTURE_MOIS",
        ouverturesJourDuMois=[{"jourDuMois": rank, "jour": day}],
        **some_hours(random, 0.8),
    )
    words = {"D_1ER": "premier", "D_2EME": "deuxième", "D_3EME": "troisième", "D_4EME": "quatrième"}
    return opening(f"Le {words.get(rank, 'dernier')} {day.lower()} de chaque mois.", one)


def year_round(number: int, random: Random, today: date) -> Opening:
    """The whole year, written with a year long gone and repeated."""
    year = random.choice((2014, 2016, 2018, 2019, 2021, today.year))
    return opening("Toute l'année.", period(number, f"{year}-01-01", f"{year}-12-31", tousLesAns=True))


def open_all_year(number: int, random: Random, today: date) -> Opening:
    """The constant of Apidae that says it, with no period at all in half of the cases."""
    base = year_round(number, random, today) if random.random() < 0.5 else opening("Ouvert toute l'année.")
    return {**base, "ouvertTouteLAnnee": "OUVERT_TOUTE_L_ANNEE"}


def _bank_holidays(random: Random) -> Opening:
    if random.random() >= 0.25:
        return {}
    closed = [{"dateSpeciale": day} for day in ("PREMIER_JANVIER", "PREMIER_MAI", "VINGT_CINQ_DECEMBRE")]
    return {"fermeturesExceptionnelles": closed}


def _short(month_day: str) -> str:
    month, day = month_day.split("-")
    return f"{day}/{month}"


MAKERS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (season_daily, season_days, year_days, all_but, nth_weekday, year_round, open_all_year)
}
