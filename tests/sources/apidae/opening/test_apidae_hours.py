"""Hours and occurrences: by hand at the odd moments of the year, against dateutil and holidays elsewhere."""

from __future__ import annotations

import time as clock_time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import holidays
import pytest
from dateutil.easter import easter
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule
from dateutil.rrule import weekdays as rrule_weekdays
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.apidae.opening import (
    PARIS,
    Span,
    days_of,
    is_open_at,
    next_stretches,
    read_opening,
    stretches,
    upcoming,
)
from sources.apidae.opening.consistency import dates_inconsistent
from sources.apidae.opening.feasts import NAMES, feast, is_public_holiday
from sources.apidae.opening.hours import clock

WEEK = ("LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI", "DIMANCHE")


def period(**parts: Any) -> dict[str, Any]:
    return {"type": "OUVERTURE_TOUS_LES_JOURS", "dateDebut": "2026-01-01", "dateFin": "2026-12-31", **parts}


def opened(*periods: dict[str, Any], **block: Any) -> Any:
    return read_opening({"periodesOuvertures": list(periods), **block})


def at(text: str) -> datetime:
    """A moment written as French local time, or with an offset of its own."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=PARIS)


def shown(found: Any) -> list[str]:
    return [f"{one.start.isoformat()}/{one.end.isoformat() if one.end else '?'}" for one in found]


def hours(first: str, last: str | None = None) -> dict[str, str]:
    return {"horaireOuverture": first} | ({"horaireFermeture": last} if last else {})


# ---- the changes of the clocks: 29 March and 25 October 2026 ------------------


@pytest.mark.parametrize(
    ("day", "first", "last", "expected", "length"),
    [
        (
            "2026-03-29",
            "01:30",
            "04:00",
            "2026-03-29T01:30:00+01:00/2026-03-29T04:00:00+02:00",
            timedelta(hours=1, minutes=30),
        ),
        (
            "2026-10-25",
            "01:30",
            "04:00",
            "2026-10-25T01:30:00+02:00/2026-10-25T04:00:00+01:00",
            timedelta(hours=3, minutes=30),
        ),
        (
            "2026-03-29",
            "02:30",
            "05:00",
            "2026-03-29T03:30:00+02:00/2026-03-29T05:00:00+02:00",
            timedelta(hours=1, minutes=30),
        ),
        (
            "2026-10-25",
            "02:30",
            "05:00",
            "2026-10-25T02:30:00+02:00/2026-10-25T05:00:00+01:00",
            timedelta(hours=3, minutes=30),
        ),
        (
            "2026-03-28",
            "22:00",
            "02:30",
            "2026-03-28T22:00:00+01:00/2026-03-29T03:30:00+02:00",
            timedelta(hours=4, minutes=30),
        ),
        (
            "2026-12-31",
            "22:00",
            "02:00",
            "2026-12-31T22:00:00+01:00/2027-01-01T02:00:00+01:00",
            timedelta(hours=4),
        ),
        (
            "2026-07-04",
            "18:00",
            "00:00",
            "2026-07-04T18:00:00+02:00/2026-07-05T00:00:00+02:00",
            timedelta(hours=6),
        ),
        (
            "2026-07-04",
            "18:00",
            "24:00",
            "2026-07-04T18:00:00+02:00/2026-07-05T00:00:00+02:00",
            timedelta(hours=6),
        ),
        (
            "2026-07-04",
            "09:00",
            "09:00",
            "2026-07-04T09:00:00+02:00/2026-07-05T09:00:00+02:00",
            timedelta(hours=24),
        ),
    ],
)
def test_an_occurrence_at_an_odd_hour(day: str, first: str, last: str, expected: str, length: Any) -> None:
    opening = opened(period(dateDebut=day, dateFin=day, **hours(first, last)))
    (found,) = upcoming(opening, at("2026-01-01T00:00"))
    assert shown([found]) == [expected]
    assert found.end is not None
    assert found.end.astimezone(UTC) - found.start.astimezone(UTC) == length
    assert is_open_at(opening, found.start)
    assert is_open_at(opening, found.end - timedelta(seconds=1))
    assert is_open_at(opening, found.end) is False
    assert is_open_at(opening, found.start - timedelta(seconds=1)) is False


@pytest.mark.parametrize(("day", "length"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-07-01", 24)])
def test_a_whole_day_has_the_length_of_its_day(day: str, length: int) -> None:
    (found,) = upcoming(opened(period(dateDebut=day, dateFin=day)), at("2026-01-01T00:00"))
    assert found.whole_day
    assert found.end is not None
    assert found.end.astimezone(UTC) - found.start.astimezone(UTC) == timedelta(hours=length)


def test_a_time_that_comes_twice_is_open_both_times() -> None:
    opening = opened(period(**hours("02:00", "03:00")))
    for moment in ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"):
        assert is_open_at(opening, at(moment)), moment
    assert is_open_at(opening, at("2026-10-25T03:00:00+01:00")) is False


def test_the_callers_own_zone_does_not_matter() -> None:
    opening = opened(period(dateDebut="2026-07-01", dateFin="2026-07-01", **hours("09:00", "10:00")))
    assert is_open_at(opening, at("2026-07-01T07:30:00+00:00"))
    assert is_open_at(opening, at("2026-06-30T23:30:00-08:00"))
    assert is_open_at(opening, at("2026-07-01T09:30:00+00:00")) is False


# ---- what is not known ----------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "moment", "expected"),
    [
        ({}, "2026-07-01T12:00", None),
        ({"periodesOuvertures": []}, "2026-07-01T12:00", None),
        ({"fermeTemporairement": "FERME_TEMPORAIREMENT"}, "2026-07-01T12:00", False),
        ({"ouvertTouteLAnnee": "OUVERT_TOUTE_L_ANNEE"}, "2026-07-01T12:00", True),
        ({"periodesOuvertures": [period(dateFin="2026-06-30")]}, "2026-07-01T12:00", False),
        ({"periodesOuvertures": [period()]}, "2026-07-01T12:00", True),
        ({"periodesOuvertures": [period(**hours("14:00"))]}, "2026-07-01T13:59", False),
        ({"periodesOuvertures": [period(**hours("14:00"))]}, "2026-07-01T14:00", None),
        ({"periodesOuvertures": [period(**hours("14:00"))]}, "2026-07-01T23:59", None),
        ({"periodesOuvertures": [period(**hours("14:00"))]}, "2026-07-02T00:30", False),
        ({"periodesOuvertures": [period(horaireFermeture="18:00")]}, "2026-07-01T19:00", True),
        ({"periodesOuvertures": [period(**hours("14:00", "15:00"))]}, "2027-07-01T14:30", False),
    ],
)
def test_unknown_is_not_closed(block: dict[str, Any], moment: str, expected: bool | None) -> None:
    assert is_open_at(read_opening(block), at(moment)) is expected


def test_round_the_clock_goes_before_hours() -> None:
    opening = opened(period(**hours("09:00", "10:00")), indicationsPeriode=[{"id": 440}])
    assert is_open_at(opening, at("2026-07-01T03:00"))


# ---- finer hours ----------------------------------------------------------------


def finer(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"horaires": [{"id": 1, "timePeriods": list(parts)}]}


def frames(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"startTime": first, "endTime": last} for first, last in pairs]


def test_finer_hours_differ_by_weekday_and_go_before_the_plain_ones() -> None:
    week = [
        {"weekdays": ["WED"], "timeFrames": frames(("14:00", "18:00"), ("09:00", "12:00"))},
        {"weekdays": ["THU"], "closed": True},
        {"weekdays": ["FRI"], "timeFrames": [{"startTime": "10:00", "recurrence": "00:30"}]},
    ]
    opening = opened(
        period(dateDebut="2026-07-01", dateFin="2026-07-04", **hours("08:00", "20:00"), **finer(*week))
    )
    assert shown(upcoming(opening, at("2026-01-01T00:00"))) == [
        "2026-07-01T09:00:00+02:00/2026-07-01T12:00:00+02:00",
        "2026-07-01T14:00:00+02:00/2026-07-01T18:00:00+02:00",
        "2026-07-03T10:00:00+02:00/?",
        "2026-07-04T08:00:00+02:00/2026-07-04T20:00:00+02:00",
    ]
    span = Span(date(2026, 7, 1), 7)
    assert [one.day for one in span.dates(days_of(opening, span))] == [1, 3, 4], "closed by its hours"


def test_public_holidays_have_hours_of_their_own() -> None:
    parts = [
        {"weekdays": ["MON", "TUE", "WED", "THU", "FRI"], "timeFrames": frames(("09:00", "17:00"))},
        {"weekdays": ["HOL"], "timeFrames": frames(("10:00", "12:00"))},
    ]
    opening = opened(period(**finer(*parts)))
    assert not is_open_at(opening, at("2026-07-14T09:30")), "the 14th of July is a Tuesday"
    assert is_open_at(opening, at("2026-07-14T10:30"))
    assert is_open_at(opening, at("2026-07-15T09:30"))


def test_closed_on_public_holidays() -> None:
    opening = opened(period(**hours("09:00", "17:00"), **finer({"weekdays": ["HOL"], "closed": True})))
    assert is_open_at(opening, at("2026-05-01T10:00")) is False
    assert is_open_at(opening, at("2026-05-04T10:00"))


@pytest.mark.parametrize(
    "horaires",
    [
        "text",
        [7],
        [{"timePeriods": "x"}],
        [{"timePeriods": [{"weekdays": "MON", "timeFrames": [{"startTime": 9}]}]}],
        [{"timePeriods": [{"weekdays": [None], "timeFrames": [{"startTime": "25:99"}]}]}],
        [{"timePeriods": [{}]}],
    ],
)
def test_damaged_finer_hours_leave_the_plain_ones(horaires: Any) -> None:
    opening = opened(period(**hours("09:00", "10:00"), horaires=horaires))
    assert is_open_at(opening, at("2026-07-01T09:30"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:30:00", "09:30:00"),
        ("9:30", "09:30:00"),
        ("24:00", "00:00:00"),
        ("25:00", None),
        ("", None),
        (9, None),
    ],
)
def test_times_are_read_with_care(text: Any, expected: str | None) -> None:
    found = clock(text)
    assert (found.isoformat() if found else None) == expected


# ---- what comes next --------------------------------------------------------------


def test_what_is_going_on_comes_first() -> None:
    opening = opened(period(**hours("20:00", "02:00")))
    found = next_stretches(opening, at("2026-07-02T01:00"), 2)
    assert shown(found) == [
        "2026-07-01T20:00:00+02:00/2026-07-02T02:00:00+02:00",
        "2026-07-02T20:00:00+02:00/2026-07-03T02:00:00+02:00",
    ]


def test_the_last_evening_of_a_season_is_still_going_on_after_midnight() -> None:
    opening = opened(period(dateFin="2026-08-31", **hours("20:00", "02:00")))
    assert len(next_stretches(opening, at("2026-09-01T01:00"), 3)) == 1
    assert next_stretches(opening, at("2026-09-01T02:00"), 3) == []


@pytest.mark.parametrize("yearly", [True, False])
def test_the_29th_of_february(yearly: bool) -> None:
    opening = opened(period(dateDebut="2024-02-29", dateFin="2024-02-29", tousLesAns=yearly))
    days = [one.start.date().isoformat() for one in next_stretches(opening, at("2024-01-01T00:00"), 5)]
    every_year = ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]
    assert days == (every_year if yearly else ["2024-02-29"])


def test_a_season_far_ahead_is_found_and_one_long_over_costs_nothing() -> None:
    ahead = opened(period(dateDebut="2029-07-01", dateFin="2029-07-02"))
    assert len(next_stretches(ahead, at("2026-07-01T00:00"), 5)) == 2
    over = opened(period(dateDebut="2016-07-01", dateFin="2016-07-02"))
    assert next_stretches(over, at("2026-07-01T00:00"), 5) == []


def test_equal_hours_of_two_periods_are_one_occurrence_and_known_hours_go_before_none() -> None:
    day = {"dateDebut": "2026-07-01", "dateFin": "2026-07-01"}
    opening = opened(
        period(**day, **hours("09:00", "10:00")), period(**day, **hours("09:00", "10:00")), period(**day)
    )
    assert shown(upcoming(opening, at("2026-01-01T00:00"))) == [
        "2026-07-01T09:00:00+02:00/2026-07-01T10:00:00+02:00"
    ]


def test_five_hundred_periods_of_a_day_lose_none_and_cost_little() -> None:
    days = [date(2026, 1, 1) + timedelta(days=one) for one in range(537)]
    block = [period(dateDebut=str(day), dateFin=str(day), **hours("10:00", "18:00")) for day in days]
    began = clock_time.process_time()
    opening = opened(*block)
    assert len(list(upcoming(opening, at("2025-12-31T00:00")))) == 537
    for day in days[::50]:
        (found,) = next_stretches(opening, at(f"{day}T09:00"), 1)
        assert found.start.date() == day
    assert clock_time.process_time() - began < 5, "a runaway, not a measurement"


# ---- oracles ----------------------------------------------------------------------

FIRST = st.dates(date(2023, 1, 1), date(2029, 12, 31))


@settings(max_examples=60, deadline=None)
@given(FIRST, st.integers(0, 800), st.sets(st.integers(0, 6), min_size=1), st.integers(0, 4))
def test_recurrences_agree_with_dateutil(first: date, length: int, weekdays: set[int], form: int) -> None:
    last = first + timedelta(days=length)
    bounds = {"dateDebut": str(first), "dateFin": str(last)}
    named = {"ouverturesJournalieres": [{"jour": WEEK[one]} for one in weekdays]}
    nth = [{"jourDuMois": rank, "jour": WEEK[one]} for one in weekdays for rank in ("D_2EME", "D_DERNIER")]
    start = datetime.combine(first, datetime.min.time())
    until = datetime.combine(last, datetime.min.time())
    rules: list[tuple[dict[str, Any], list[rrule]]] = [
        (period(**bounds), [rrule(DAILY, dtstart=start, until=until)]),
        (
            period(type="OUVERTURE_SEMAINE", **bounds, **named),
            [rrule(WEEKLY, dtstart=start, until=until, byweekday=weekdays)],
        ),
        (
            period(type="OUVERTURE_SAUF", **bounds, **named),
            [rrule(DAILY, dtstart=start, until=until, byweekday=[*set(range(7)) - weekdays])]
            if len(weekdays) < 7
            else [],
        ),
        (
            period(type="OUVERTURE_MOIS", **bounds, ouverturesJourDuMois=nth),
            [
                rrule(
                    MONTHLY,
                    dtstart=start,
                    until=until,
                    byweekday=[rrule_weekdays[one](rank) for one in weekdays for rank in (2, -1)],
                )
            ],
        ),
        (
            period(dateDebut=f"2011-{first:%m-%d}", dateFin=f"2011-{first:%m-%d}", tousLesAns=True)
            if (first.month, first.day) != (2, 29)
            else period(**bounds),
            [rrule(YEARLY, dtstart=start, until=until, bymonth=first.month, bymonthday=first.day)]
            if (first.month, first.day) != (2, 29)
            else [rrule(DAILY, dtstart=start, until=until)],
        ),
    ]
    raw, expected = rules[form]
    days = sorted({one.date() for rule in expected for one in rule})
    span = Span(first, length + 1)
    opening = opened(raw)
    assert list(span.dates(days_of(opening, span))) == days
    assert [one.start.date() for one in stretches(opening, span)] == days


@settings(max_examples=80, deadline=None)
@given(
    st.integers(int(at("2025-01-01").timestamp()), int(at("2027-12-31").timestamp())),
    st.times().map(lambda one: one.replace(microsecond=0, tzinfo=None)),
    st.times().map(lambda one: one.replace(microsecond=0, tzinfo=None)),
)
def test_open_means_inside_an_occurrence(moment: int, opens: Any, closes: Any) -> None:
    aware = datetime.fromtimestamp(moment, UTC)
    opening = opened(period(tousLesAns=True, **hours(opens.isoformat(), closes.isoformat())))
    (found,) = next_stretches(opening, aware, 1)
    assert found.end is None or found.end > aware
    inside = found.start <= aware and found.end is not None
    assert is_open_at(opening, aware) is inside or found.end is None


FEASTS = {
    "PREMIER_JANVIER": "Jour de l'an",
    "LUNDI_PAQUES": "Lundi de Pâques",
    "PREMIER_MAI": "Fête du Travail",
    "HUIT_MAI": "Fête de la Victoire",
    "ASCENSION": "Ascension",
    "LUNDI_PENTECOTE": "Lundi de Pentecôte",
    "QUATORZE_JUILLET": "Fête nationale",
    "QUINZE_AOUT": "Assomption",
    "PREMIER_NOVEMBRE": "Toussaint",
    "ONZE_NOVEMBRE": "Armistice",
    "VINGT_CINQ_DECEMBRE": "Noël",
}
YEARS = range(2012, 2060)


def test_public_holidays_are_those_of_the_package_holidays() -> None:
    known = holidays.country_holidays("FR", years=YEARS, language="fr")
    for name, told in FEASTS.items():
        for year in YEARS:
            found = feast(name, year)
            assert found is not None
            assert told in known[found].split("; "), (name, found)
    ours = {
        day
        for year in YEARS
        for day in Span(date(year, 1, 1), 365).dates((1 << 365) - 1)
        if is_public_holiday(day)
    }
    assert ours == set(known)


# the other named days, each from a calendar of a country's part that keeps it
KEPT_IN = {
    ("FR", "971"): ("ABOLITION_DE_LESCLAVAGE_GUADELOUPE", "FETE_VICTOR_SCHOELCHER", "JEUDI_MI_CAREME"),
    ("FR", "972"): ("ABOLITION_DE_LESCLAVAGE_MARTINIQUE",),
    ("FR", "PF"): ("ARRIVEE_EVANGILE",),
    ("FR", "WF"): ("FETE_AUTONOMIE",),
    ("FR", "NC"): ("FETE_CITOYENNETE",),
    ("CH", "BE"): ("BERCHTOLDSTAG", "FETE_NATIONALE_SUISSE", "VENDREDI_SAINT"),
    ("CH", "LU"): ("FETE_DIEU", "IMMACULEE_CONCEPTION"),
    ("CH", "VS"): ("SAINT_JOSEPH",),
    ("CH", "VD"): ("LUNDI_DU_JEUNE_FEDERAL",),
}


def test_all_28_named_days_are_those_of_independent_packages() -> None:
    checked = set(FEASTS)
    for (country, part), names in KEPT_IN.items():
        categories = holidays.country_holidays(country).supported_categories
        known = holidays.country_holidays(country, subdiv=part, years=YEARS, categories=categories)
        for name in names:
            checked.add(name)
            assert [year for year in YEARS if feast(name, year) not in known] == [], name
    for name, days in {"MARDI_GRAS": -47, "MERCREDI_DES_CENDRES": -46}.items():
        checked.add(name)
        assert all(feast(name, year) == easter(year) + timedelta(days=days) for year in YEARS)
    assert feast("JOUR_DES_DEFUNTS", 2026) == date(2026, 11, 2)
    assert checked | {"JOUR_DES_DEFUNTS"} == NAMES
    assert len(NAMES) == 28


# ---- the dates that Apidae lists ------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "periods", "expected"),
    [
        (["2026-07-01", "2026-07-02"], [period(dateDebut="2026-07-01", dateFin="2026-07-02")], False),
        (["2026-07-01"], [period(dateDebut="2026-07-01", dateFin="2026-07-02")], True),
        (["2026-07-02"], [period(dateDebut="2026-07-01", dateFin="2026-07-02")], True),
        (["2026-07-01", "2026-07-05"], [period(dateDebut="2026-07-01", dateFin="2026-07-01")], True),
        (["2026-07-01", "2026-07-02"], [period(tousLesAns=True)], False),
        (["2026-07-01", "2026-07-03"], [period(tousLesAns=True)], True),
        ([], [period()], False),
        (["2026-07-01"], [], False),
        ("damaged", [period()], False),
        ([None, 7], [period()], False),
    ],
)
def test_listed_dates_are_compared_with_the_periods(listed: Any, periods: Any, expected: bool) -> None:
    item = {"ouverture": {"periodesOuvertures": periods}, "datesOuverture": listed}
    assert dates_inconsistent(item) is expected
