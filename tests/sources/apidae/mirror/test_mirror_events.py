"""The calendar of events: every time of every event in its place, page by page, whatever comes and goes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from apidae_bench import Bench, Emu
from apidae_objects import raw
from mirror_world import World

from sources.apidae.opening import Span, read_opening, stretches
from sources.apidae.types.words import OfferType

EVENTS = """query($days: DateRange!, $filter: OfferFilter, $first: Int!, $after: String) {
  events(between: $days, filter: $filter, first: $first, after: $after) {
    pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { cursor node { occurrence { start end allDay } event { apidaeId } } } } }"""


def days(first: str, last: str) -> dict[str, str]:
    return {"from": first, "to": last}


async def walk(bench: Bench, first: int, between: dict[str, str], **filter: Any) -> list[tuple[str, int]]:
    """All entries, page by page."""
    found: list[tuple[str, int]] = []
    after = None
    while True:
        page = (await bench.data(EVENTS, days=between, filter=filter, first=first, after=after))["events"]
        nodes = [edge["node"] for edge in page["edges"]]
        found += [(node["occurrence"]["start"], node["event"]["apidaeId"]) for node in nodes]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


def expected(whole: Emu, first: date, last: date) -> list[tuple[datetime, int]]:
    """By hand: every stretch of every public event that begins on one of the days."""
    found: list[tuple[datetime, int]] = []
    for item, verdict in zip(whole.visible(), whole.verdicts(), strict=True):
        if verdict.is_public and verdict.type is OfferType.EVENT:
            opening = read_opening(item.get("ouverture", {}))
            span = Span(first, (last - first).days + 1)
            found += [(one.start, item["id"]) for one in stretches(opening, span)]
    return sorted(found)


# a busy month, the new year, the past of which no day was computed, the far end of what was
@pytest.mark.parametrize(
    ("first", "last", "page"),
    [
        ("2026-07-01", "2026-07-31", 100),
        ("2026-12-15", "2027-01-31", 7),
        ("2026-06-10", "2026-07-03", 100),
        ("2027-09-01", "2027-12-31", 100),
    ],
)
async def test_the_calendar_is_what_the_periods_say(
    mirror: World, whole: Emu, first: str, last: str, page: int
) -> None:
    wanted = expected(whole, date.fromisoformat(first), date.fromisoformat(last))
    found = await walk(mirror, page, days(first, last))
    assert [(datetime.fromisoformat(start), number) for start, number in found] == wanted
    assert len(wanted) > 5


async def test_filters_narrow_the_calendar(mirror: World) -> None:
    whole = await walk(mirror, 100, days("2026-07-01", "2026-07-31"))
    some = await walk(mirror, 100, days("2026-07-01", "2026-07-31"), departments=["38", "73"])
    assert some
    assert set(some) < set(whole)
    assert await walk(mirror, 100, days("2026-07-01", "2026-07-31"), types=["VISIT"]) == []
    both = await walk(mirror, 100, days("2026-07-01", "2026-07-31"), types=["VISIT", "EVENT"])
    assert both == whole


@pytest.mark.parametrize(
    ("between", "code"),
    [
        (days("2026-07-02", "2026-07-01"), "INVALID_ARGUMENT"),
        (days("2026-07-01", "2028-07-01"), "INVALID_ARGUMENT"),
        (days("0001-01-01", "0001-01-02"), "INVALID_ARGUMENT"),
    ],
)
async def test_senseless_days_are_refused(mirror: World, between: dict[str, str], code: str) -> None:
    assert (await mirror.ask(EVENTS, days=between, first=1)).codes == [code]


async def test_a_cursor_is_good_for_its_own_calendar(mirror: World) -> None:
    between = days("2026-07-01", "2026-07-31")
    page = (await mirror.data(EVENTS, days=between, first=1))["events"]
    cursor = page["pageInfo"]["endCursor"]
    for parts in (
        {"days": days("2026-07-01", "2026-07-30")},
        {"days": between, "filter": {"departments": ["38"]}},
    ):
        assert (await mirror.ask(EVENTS, first=1, after=cursor, **parts)).codes == ["INVALID_CURSOR"]
    (offer,) = (await mirror.data("{ offers(first: 1) { edges { cursor } } }"))["offers"]["edges"]
    assert (await mirror.ask(EVENTS, days=between, first=1, after=offer["cursor"])).codes == [
        "INVALID_CURSOR"
    ]


async def test_a_busy_day_costs_little_once_its_hours_were_read(mirror: World) -> None:
    between = days("2026-07-01", "2026-08-31")
    await mirror.data(EVENTS, days=between, first=20)
    mirror.commands.reset()
    page = (await mirror.data(EVENTS, days=between, first=20))["events"]
    assert len(page["edges"]) == 20
    assert sum(count.started for count in mirror.commands.snapshot().values()) <= 4


async def test_apidae_alone_has_no_calendar(bench: Bench) -> None:
    answer = await bench.ask(EVENTS, days=days("2026-07-01", "2026-07-02"), first=1)
    assert answer.codes == ["NOT_SUPPORTED_LIVE"]
    assert "mirror" in answer.errors[0].message


def event(number: int, *periods: dict[str, Any], **block: Any) -> dict[str, Any]:
    opening = {"periodesOuvertures": list(periods), **block}
    return raw(type="FETE_ET_MANIFESTATION", id=number, ouverture=opening)


def once(day: str, *hours: str) -> dict[str, Any]:
    names = ("horaireOuverture", "horaireFermeture")
    return {"dateDebut": day, "dateFin": day, **dict(zip(names, hours, strict=False))}


async def test_each_time_stands_in_its_place(own: World, small: Emu) -> None:
    first = 7_000_001
    made = [
        event(first, once("2027-02-28"), once("2027-03-28", "02:30", "04:00")),
        event(first + 1, once("2027-02-28", "23:30", "01:00"), once("2027-02-28", "10:00")),
        event(first + 2, once("2027-02-28"), ouverturesComplementaires=[{"id": 6176, "libelleFr": "Annulé"}]),
        event(first + 3, once("2027-02-28"), fermeTemporairement="FERME_TEMPORAIREMENT"),
        event(first + 4, once("2027-02-28"), indicationsPeriode=[{"id": 437, "libelleFr": "Fermé"}]),
    ]
    for item in made:
        small.control("objects", item)
    await own.sync()
    found = [one for one in await walk(own, 2, days("2027-02-28", "2027-03-28")) if one[1] >= first]
    assert found == [
        ("2027-02-28T00:00:00+01:00", first),
        ("2027-02-28T00:00:00+01:00", first + 2),
        ("2027-02-28T10:00:00+01:00", first + 1),
        ("2027-02-28T23:30:00+01:00", first + 1),
        ("2027-03-28T03:30:00+02:00", first),
    ]


async def test_pages_join_while_events_come_and_go(own: World, small: Emu) -> None:
    between, stays, goes = days("2027-04-01", "2027-04-30"), 7_100_000, 7_200_000
    for rank in range(12):
        day = (date(2027, 4, 2) + timedelta(days=rank)).isoformat()
        small.control("objects", event(stays + rank, once(day, "10:00")))
        small.control("objects", event(goes + rank, once(day, "10:00")))
    await own.sync()
    found: list[int] = []
    after = None
    for step in range(40):
        page = (await own.data(EVENTS, days=between, first=3, after=after))["events"]
        found += [edge["node"]["event"]["apidaeId"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        if step % 2 == 0:
            small.control(f"objects/{goes + step}", {"state": "HIDDEN"})
            small.control("objects", event(7_300_000 + step, once("2027-04-05", "09:00")))
            await own.sync()
    kept = [number for number in found if stays <= number < goes]
    assert kept == [stays + rank for rank in range(12)]
    assert len(set(found)) == len(found)


async def test_a_hidden_event_is_not_in_the_calendar(own: World, small: Emu) -> None:
    small.control("objects", event(7_400_000, once("2027-05-01")))
    await own.sync()
    between = days("2027-05-01", "2027-05-01")
    assert 7_400_000 in [number for _, number in await walk(own, 50, between)]
    small.control("objects/7400000", {"state": "HIDDEN"})
    await own.sync()
    assert 7_400_000 not in [number for _, number in await walk(own, 50, between)]
