"""Open days of every form of period, and the agendas made of them."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from sources.apidae.emulator.opening import Window, compile_opening
from sources.apidae.emulator.opening.holidays import NAMES, easter, special_day

YEAR = Window(date(2027, 1, 1), date(2027, 12, 31))
SIMPLE = "agenda/simple/list-objets-touristiques"
DETAILED = "agenda/detaille/list-identifiants"


def period(first: str, last: str, form: str = "OUVERTURE_TOUS_LES_JOURS", **more: Any) -> dict[str, Any]:
    return {"dateDebut": first, "dateFin": last, "type": form, "tousLesAns": False, **more}


def days(window: Window = YEAR, /, *periods: dict[str, Any], **more: Any) -> list[date]:
    opening = compile_opening({"periodesOuvertures": list(periods), **more})
    return list(window.dates(opening.days(window)))


def every_day(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=step) for step in range((end - start).days + 1)]


def test_every_day_has_both_ends_included():
    assert days(YEAR, period("2027-07-01", "2027-07-14")) == every_day("2027-07-01", "2027-07-14")
    assert days(YEAR, period("2027-07-01", "2027-07-01")) == [date(2027, 7, 1)]


def test_a_period_is_cut_by_the_window():
    assert days(YEAR, period("2026-12-30", "2027-01-02")) == every_day("2027-01-01", "2027-01-02")
    assert days(YEAR, period("2025-01-01", "2026-12-31")) == []


def test_a_stale_year_is_repeated_each_year():
    stale = period("2018-04-01", "2018-04-03", tousLesAns=True)
    assert days(YEAR, stale) == every_day("2027-04-01", "2027-04-03")
    two_years = Window(date(2026, 1, 1), date(2027, 12, 31))
    assert days(two_years, stale) == every_day("2026-04-01", "2026-04-03") + every_day(
        "2027-04-01", "2027-04-03"
    )


def test_a_winter_repeated_each_year_runs_over_new_year():
    winter = period("2018-12-30", "2019-01-02", tousLesAns=True)
    assert days(YEAR, winter) == [
        *every_day("2027-01-01", "2027-01-02"),
        date(2027, 12, 30),
        date(2027, 12, 31),
    ]


def test_the_29th_of_february_repeated_becomes_the_28th():
    assert days(YEAR, period("2024-02-29", "2024-02-29", tousLesAns=True)) == [date(2027, 2, 28)]


def test_a_week_period_keeps_the_listed_days():
    found = days(
        YEAR,
        period("2027-03-01", "2027-03-31", "OUVERTURE_SEMAINE", ouverturesJournalieres=[{"jour": "MARDI"}]),
    )
    assert found == [date(2027, 3, day) for day in (2, 9, 16, 23, 30)]


def test_the_weekday_tous_means_every_day():
    found = days(
        YEAR,
        period("2027-03-01", "2027-03-04", "OUVERTURE_SEMAINE", ouverturesJournalieres=[{"jour": "TOUS"}]),
    )
    assert found == every_day("2027-03-01", "2027-03-04")


def test_an_except_period_drops_the_listed_days_and_without_any_keeps_all():
    but = period(
        "2027-03-01",
        "2027-03-07",
        "OUVERTURE_SAUF",
        ouverturesJournalieres=[{"jour": "LUNDI"}, {"jour": "DIMANCHE"}],
    )
    assert days(YEAR, but) == every_day("2027-03-02", "2027-03-06")
    assert days(YEAR, period("2027-03-01", "2027-03-07", "OUVERTURE_SAUF")) == every_day(
        "2027-03-01", "2027-03-07"
    )


@pytest.mark.parametrize(
    ("rank", "expected"),
    [
        ("D_1ER", (1, 5)),
        ("D_2EME", (8, 12)),
        ("D_3EME", (15, 19)),
        ("D_4EME", (22, 26)),
        ("D_DERNIER", (29, 26)),
    ],
)
def test_a_month_period_keeps_the_nth_weekday_of_each_month(rank, expected):
    # In 2027 the Fridays of January are 1, 8, 15, 22, 29 and those of February 5, 12, 19, 26.
    month = [{"jourDuMois": rank, "jour": "VENDREDI"}]
    found = days(YEAR, period("2027-01-01", "2027-02-28", "OUVERTURE_MOIS", ouverturesJourDuMois=month))
    assert found == [date(2027, 1, expected[0]), date(2027, 2, expected[1])]


def test_exceptional_openings_add_days_outside_the_period():
    added = [{"dateOuverture": "2027-12-24"}, {"dateOuverture": "2026-12-24"}]
    assert days(YEAR, period("2027-07-01", "2027-07-01", ouverturesExceptionnelles=added)) == [
        date(2027, 7, 1),
        date(2027, 12, 24),
    ]


def test_exceptional_closures_take_days_away_by_date_list_or_name():
    closures = [
        {"dateFermeture": "2027-05-02"},
        {"dates": ["2027-05-03"]},
        {"dateSpeciale": "PREMIER_MAI"},
        {"dateSpeciale": "ASCENSION"},
    ]
    found = days(YEAR, period("2027-05-01", "2027-05-07"), fermeturesExceptionnelles=closures)
    assert found == [date(2027, 5, 4), date(2027, 5, 5), date(2027, 5, 7)]


def test_nothing_known_is_no_open_day_and_the_constant_means_always():
    assert days(YEAR) == []
    assert len(days(YEAR, ouvertTouteLAnnee="OUVERT_TOUTE_L_ANNEE")) == 365
    assert days(YEAR, period("2027-05-01", "2027-05-07"), fermeTemporairement="FERME_TEMPORAIREMENT") == []
    assert compile_opening(None).days(YEAR) == 0


def test_periods_add_up():
    assert days(YEAR, period("2027-05-01", "2027-05-01"), period("2027-09-01", "2027-09-01")) == [
        date(2027, 5, 1),
        date(2027, 9, 1),
    ]


def test_special_days_of_a_year():
    assert [easter(year) for year in (2024, 2025, 2026, 2027)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
    ]
    assert special_day("LUNDI_PENTECOTE", 2027) == date(2027, 5, 17)
    assert special_day("VENDREDI_SAINT", 2026) == date(2026, 4, 3)
    assert special_day("LUNDI_DU_JEUNE_FEDERAL", 2026) == date(2026, 9, 21)
    assert special_day("JOUR_INCONNU", 2027) is None


def test_every_special_day_of_the_schema_is_known(reference):
    schema = json.loads((reference / "apidae/schemas/apidae_api_v002.schema.json").read_text("utf-8"))
    assert (
        frozenset(schema["$defs"]["fermetureExceptionnelle"]["properties"]["dateSpeciale"]["enum"]) == NAMES
    )


def _open_plainly(block: dict[str, Any], day: date) -> bool:
    """The same rules once more, day by day and without masks, for the forms without exceptions."""
    names = ("LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI", "DIMANCHE")
    for one in block["periodesOuvertures"]:
        first, last = date.fromisoformat(one["dateDebut"]), date.fromisoformat(one["dateFin"])
        if one["tousLesAns"]:
            shift = day.year - first.year - (1 if (day.month, day.day) < (first.month, first.day) else 0)
            last = last.replace(year=last.year + shift)
            first = first.replace(year=first.year + shift)
        listed = {item["jour"] for item in one.get("ouverturesJournalieres", ())}
        form = one["type"]
        fits = form == "OUVERTURE_TOUS_LES_JOURS" or (names[day.weekday()] in listed) == (
            form == "OUVERTURE_SEMAINE"
        )
        if first <= day <= last and fits:
            return True
    return False


def test_the_whole_catalogue_agrees_with_a_plain_reading(world):
    window = Window(date(2026, 11, 1), date(2027, 4, 30))
    compared = 0
    for number in world.store.ordered:
        block = world.store.item(number).get("ouverture", {})
        periods = block.get("periodesOuvertures", ())
        plain = not any(
            "ouverturesJourDuMois" in one or "ouverturesExceptionnelles" in one for one in periods
        )
        if not periods or not plain or "fermeturesExceptionnelles" in block:
            continue
        expected = [day for day in every_day("2026-11-01", "2027-04-30") if _open_plainly(block, day)]
        assert list(window.dates(world.store.facts[number].opening.days(window))) == expected
        compared += 1
    assert compared > 500


async def test_a_search_between_dates_keeps_what_is_open_on_one_of_them(ask, world):
    window = Window(date(2027, 1, 4), date(2027, 1, 5))
    expected = [number for number in world.store.ordered if world.store.facts[number].opening.days(window)]
    answer = (await ask("recherche/list-identifiants", dateDebut="2027-01-04", dateFin="2027-01-05")).json()
    assert answer["numFound"] == len(expected)
    assert answer["objetTouristiqueIds"] == expected[:20]
    assert 0 < len(expected) < len(world.store.ordered)


async def test_the_simple_agenda_comes_by_first_opening_date(ask, world):
    window = Window(date(2026, 12, 1), date(2026, 12, 31))
    answer = (await ask(SIMPLE, dateDebut="2026-12-01", dateFin="2026-12-31", count=200)).json()
    masks = [world.store.facts[item["id"]].opening.days(window) for item in answer["objetsTouristiques"]]
    firsts = [(mask & -mask).bit_length() for mask in masks]
    assert all(firsts)
    assert firsts == sorted(firsts)
    assert answer["formatVersion"] == "v002"
    assert answer["query"]["order"] == "DATE_OUVERTURE"


async def test_the_detailed_agenda_lists_an_object_once_a_day_and_counts_object_days(ask, world, edge):
    chosen = edge("several_dates")[:3]
    every = {
        number: [one["dateDebut"] for one in world.store.item(number)["ouverture"]["periodesOuvertures"]]
        for number in chosen
    }
    answer = (
        await ask(DETAILED, identifiants=chosen, dateDebut="2026-01-01", dateFin="2027-12-31", count=200)
    ).json()
    found = {
        number: [day for day, ids in answer["objetTouristiqueIds"].items() if number in ids]
        for number in chosen
    }
    assert found == every
    assert answer["numFound"] == sum(map(len, every.values()))
    assert list(answer["objetTouristiqueIds"]) == sorted(answer["objetTouristiqueIds"])
    assert "formatVersion" not in answer


async def test_pages_of_the_detailed_agenda_count_object_days(ask, edge):
    asked = {"identifiants": edge("several_dates")[:4], "dateDebut": "2026-01-01", "dateFin": "2027-12-31"}
    whole = (await ask(DETAILED, **asked, count=200)).json()
    pairs = [(day, number) for day, ids in whole["objetTouristiqueIds"].items() for number in ids]
    assert len(pairs) == whole["numFound"]
    paged = []
    for first in range(0, len(pairs), 3):
        page = (await ask(DETAILED, **asked, first=first, count=3)).json()
        paged += [(day, number) for day, ids in page["objetTouristiqueIds"].items() for number in ids]
    assert paged == pairs


async def test_the_detailed_agenda_gives_objects_too(ask, edge):
    number = edge("several_dates")[0]
    asked = {"identifiants": [number], "dateDebut": "2026-01-01", "dateFin": "2027-12-31"}
    answer = (await ask("agenda/detaille/list-objets-touristiques", **asked, responseFields=["id"])).json()
    assert all(items == [{"id": number}] for items in answer["objetsTouristiques"].values())


async def test_an_agenda_without_a_first_day_starts_today(ask, edge):
    answer = (await ask(DETAILED, dateFin="2026-11-25", count=1)).json()
    assert list(answer["objetTouristiqueIds"]) == ["2026-11-24"]


async def test_relevance_is_refused_for_an_agenda(ask):
    assert (await ask(SIMPLE, searchQuery="gare", order="PERTINENCE")).status_code == 404


async def test_absurd_dates_do_no_harm(ask):
    for first, last in (
        ("0001-01-01", "9999-12-31"),
        ("9999-12-31", None),
        (None, "0001-01-01"),
        ("2027-02-01", "2027-01-01"),
    ):
        answer = await ask("recherche/list-identifiants", dateDebut=first, dateFin=last)
        assert answer.status_code == 200
