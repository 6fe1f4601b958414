"""Open days: every form of Apidae's periods, by hand, against a slow oracle and against the emulator."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from apidae_bench import Emu
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.apidae.emulator.opening import Window, compile_opening
from sources.apidae.emulator.opening.holidays import NAMES as EMULATED_NAMES
from sources.apidae.emulator.opening.holidays import special_day
from sources.apidae.opening import NOTHING_KNOWN, Span, days_of, is_open_on, paris_day, read_opening
from sources.apidae.opening.feasts import NAMES, easter, feast

YEAR = Span(date(2026, 1, 1), 365)


def period(**parts: Any) -> dict[str, Any]:
    return {"type": "OUVERTURE_TOUS_LES_JOURS", "dateDebut": "2026-07-01", "dateFin": "2026-07-31", **parts}


def opened(*periods: dict[str, Any], span: Span = YEAR, **block: Any) -> list[str]:
    found = days_of(read_opening({"periodesOuvertures": list(periods), **block}), span)
    return [one.isoformat() for one in span.dates(found)]


def listed(*names: str) -> list[dict[str, str]]:
    return [{"jour": name} for name in names]


def test_every_day_means_both_bounds_and_all_between() -> None:
    days = opened(period(dateDebut="2026-07-04", dateFin="2026-07-06"))
    assert days == ["2026-07-04", "2026-07-05", "2026-07-06"]


def test_a_week_form_is_open_on_the_listed_days_only() -> None:
    days = opened(period(type="OUVERTURE_SEMAINE", ouverturesJournalieres=listed("SAMEDI", "DIMANCHE")))
    assert days[:3] == ["2026-07-04", "2026-07-05", "2026-07-11"]
    assert len(days) == 8
    assert opened(period(type="OUVERTURE_SEMAINE")) == []


def test_all_but_is_open_on_the_days_that_are_not_listed() -> None:
    days = opened(period(type="OUVERTURE_SAUF", ouverturesJournalieres=listed("LUNDI")))
    assert len(days) == 27
    assert "2026-07-06" not in days
    assert len(opened(period(type="OUVERTURE_SAUF"))) == 31, "without a list it is every day"


@pytest.mark.parametrize(
    ("rank", "name", "expected"),
    [
        ("D_1ER", "DIMANCHE", "2026-07-05"),
        ("D_2EME", "MERCREDI", "2026-07-08"),
        ("D_4EME", "MERCREDI", "2026-07-22"),
        ("D_DERNIER", "VENDREDI", "2026-07-31"),
        ("D_DERNIER", "MERCREDI", "2026-07-29"),
        ("D_1ER", "TOUS", "2026-07-01"),
        ("D_DERNIER", "TOUS", "2026-07-31"),
    ],
)
def test_a_month_form_is_open_on_the_nth_weekday(rank: str, name: str, expected: str) -> None:
    nth = [{"jourDuMois": rank, "jour": name}]
    assert opened(period(type="OUVERTURE_MOIS", ouverturesJourDuMois=nth)) == [expected]


def test_a_yearly_period_comes_again_whatever_year_is_written() -> None:
    stale = period(dateDebut="2018-12-20", dateFin="2018-12-22", tousLesAns=True)
    assert opened(stale) == ["2026-12-20", "2026-12-21", "2026-12-22"]


@pytest.mark.parametrize("end", ["2019-01-02", "2018-01-02"])
def test_a_yearly_period_may_run_over_the_new_year(end: str) -> None:
    days = opened(period(dateDebut="2018-12-30", dateFin=end, tousLesAns=True))
    assert days == ["2026-01-01", "2026-01-02", "2026-12-30", "2026-12-31"]


def test_the_29th_of_february_is_the_28th_in_other_years() -> None:
    leap = period(dateDebut="2024-02-29", dateFin="2024-02-29", tousLesAns=True)
    assert opened(leap) == ["2026-02-28"]
    assert opened(leap, span=Span(date(2028, 1, 1), 366)) == ["2028-02-29"]


def test_exceptional_openings_add_and_closures_take_away() -> None:
    days = opened(
        period(dateFin="2026-07-03", ouverturesExceptionnelles=[{"dateOuverture": "2026-09-19"}]),
        fermeturesExceptionnelles=[{"dateFermeture": "2026-07-02"}, {"dates": ["2026-07-03"]}],
    )
    assert days == ["2026-07-01", "2026-09-19"]


def test_named_closures_fall_on_their_day_of_each_year() -> None:
    closures = [{"dateSpeciale": "LUNDI_PAQUES"}, {"dateSpeciale": "QUATORZE_JUILLET"}, {"dateSpeciale": "?"}]
    span = Span(date(2026, 1, 1), 730)
    days = opened(ouvertTouteLAnnee="OUVERT_TOUTE_L_ANNEE", fermeturesExceptionnelles=closures, span=span)
    missing = {one.isoformat() for one in span.dates(span.all)} - set(days)
    assert missing == {"2026-04-06", "2026-07-14", "2027-03-29", "2027-07-14"}


def test_several_periods_add_up_and_a_damaged_one_costs_only_itself() -> None:
    odd: Any = [
        "no object",
        period(dateDebut="2026-02-30"),
        period(type="OUVERTURE_INCONNUE"),
        period(dateFin=7),
    ]
    good = [period(dateFin="2026-07-01"), period(dateDebut="2026-07-31")]
    assert opened(*odd, *good) == ["2026-07-01", "2026-07-31"]


@pytest.mark.parametrize(
    "block", [{}, {"periodesOuvertures": []}, {"periodesOuvertures": "x"}, {"ouvertTouteLAnnee": 1}]
)
def test_no_data_is_unknown(block: dict[str, Any]) -> None:
    assert read_opening(block) == NOTHING_KNOWN
    assert not read_opening(block).is_known


def test_a_suspended_opening_is_known_and_has_no_day() -> None:
    opening = read_opening({"fermeTemporairement": "FERME_TEMPORAIREMENT", "ouvertTouteLAnnee": True})
    assert opening.is_known
    assert not days_of(opening, YEAR)


def test_reversed_dates_have_no_day() -> None:
    assert opened(period(dateDebut="2026-07-31", dateFin="2026-07-01")) == []


def test_the_day_in_france_changes_with_its_clocks() -> None:
    assert paris_day(datetime(2026, 3, 28, 22, 59, tzinfo=UTC)) == date(2026, 3, 28)
    assert paris_day(datetime(2026, 3, 28, 23, 0, tzinfo=UTC)) == date(2026, 3, 29)
    assert paris_day(datetime(2026, 3, 29, 22, 0, tzinfo=UTC)) == date(2026, 3, 30), "summer time began"
    assert paris_day(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == date(2027, 1, 1)


# known Easter Sundays, among them both of Gauss' exceptions
@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1954, 4, 18), (1981, 4, 19), (2000, 4, 23), (2008, 3, 23), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)],
)
def test_easter(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


def test_named_days_agree_with_an_independent_computation() -> None:
    assert NAMES == EMULATED_NAMES
    for year in range(1905, 2196):
        for name in NAMES:
            assert feast(name, year) == special_day(name, year), (name, year)


# ---- oracles ------------------------------------------------------------

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
NAMED = st.sampled_from(["LUNDI", "MARDI", "JEUDI", "DIMANCHE", "TOUS"])


@st.composite
def periods(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(DAYS)
    last = first + timedelta(days=draw(st.integers(0, 500)))
    return {
        "type": draw(
            st.sampled_from(
                ["OUVERTURE_TOUS_LES_JOURS", "OUVERTURE_SEMAINE", "OUVERTURE_SAUF", "OUVERTURE_MOIS"]
            )
        ),
        "dateDebut": first.isoformat(),
        "dateFin": last.isoformat(),
        "tousLesAns": draw(st.booleans()),
        "ouverturesJournalieres": listed(*draw(st.lists(NAMED, max_size=3))),
        "ouverturesJourDuMois": [
            {"jourDuMois": rank, "jour": draw(NAMED)}
            for rank in draw(st.lists(st.sampled_from(["D_1ER", "D_3EME", "D_DERNIER"]), max_size=2))
        ],
        "ouverturesExceptionnelles": [
            {"dateOuverture": one.isoformat()} for one in draw(st.lists(DAYS, max_size=2))
        ],
    }


@settings(max_examples=150, deadline=None)
@given(st.lists(periods(), max_size=4), st.lists(DAYS, max_size=3), DAYS)
def test_any_opening_agrees_with_the_emulators_own_computation(periods, closed, start) -> None:
    block = {
        "periodesOuvertures": periods,
        "fermeturesExceptionnelles": [{"dateFermeture": one.isoformat()} for one in closed],
    }
    span = Span(start, 400)
    opening = read_opening(block)
    found = days_of(opening, span)
    assert found == compile_opening(block).days(Window(span.first, span.last))
    assert [is_open_on(opening, one) for one in (start, span.last)] == [bool(found & 1), bool(found >> 399)]


def test_all_openings_of_the_emulator_agree(whole: Emu) -> None:
    span = Span(date(2026, 7, 1), 480)
    window = Window(span.first, span.last)
    for item in whole.visible():
        block = item.get("ouverture", {})
        assert days_of(read_opening(block), span) == compile_opening(block).days(window), item["id"]
