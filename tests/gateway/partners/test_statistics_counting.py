"""Counts on their way into the database: days, rushes, outages, what is stored."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateway.clock import ManualClock
from gateway.errors import BadInput, SourceInvalid
from gateway.partners.partner import Partner
from gateway.statistics import counting
from gateway.statistics.beacon import is_person
from gateway.statistics.counting import Counters
from gateway.statistics.period import checked_period
from gateway.statistics.reading import Question, Reader, Sums
from gateway.statistics.record import NAME, Event, OfferFacts
from gateway.statistics.totals import PastDays, rounded
from gateway.store import Collection, Room, Store

LAKE = OfferFacts("4817", office="3004", provider="99", department="38")
PARTNER = Partner("pk_live_x", "Site", (), id="k1", partner="vercors")


@pytest.fixture
def stored(room: Room) -> Collection:
    return room.collection(NAME)


async def documents(stored: Collection) -> list[dict[str, Any]]:
    return list(await stored.find({}, sort=[("_id", 1)]))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-01-31T22:59:59", "2026-01-31T23:00:00"),
        ("2026-07-31T21:59:59", "2026-07-31T22:00:00"),
        ("2026-03-29T21:59:59", "2026-03-29T22:00:00"),  # the day that the clocks go forward
        ("2026-10-25T22:59:59", "2026-10-25T23:00:00"),  # the day that they go back
    ],
)
async def test_a_day_begins_at_midnight_in_paris(stored: Collection, before: str, after: str) -> None:
    for moment in (before, after):
        counters = Counters(stored, ManualClock(datetime.fromisoformat(moment).replace(tzinfo=UTC)))
        counters.add(Event.VIEW, [LAKE])
        await counters.flush()
    first, second = [one["day"] for one in await documents(stored)]
    assert first == before[:10]
    assert datetime.fromisoformat(second).toordinal() == datetime.fromisoformat(first).toordinal() + 1


async def test_nothing_but_numbers_and_what_they_are_about_is_stored(
    stored: Collection, clock: ManualClock
) -> None:
    counters = Counters(stored, clock)
    for _ in range(3):
        counters.add(Event.CLICK, [LAKE], PARTNER)
    assert await counters.flush() == 1
    assert await documents(stored) == [
        {
            "_id": "2026-07-01 CLICK 4817 k1 vercors",
            "day": "2026-07-01",
            "event": "CLICK",
            "offer": "4817",
            "key": "k1",
            "partner": "vercors",
            "office": "3004",
            "provider": "99",
            "department": "38",
            "n": 3,
        }
    ]
    for more in ({"address": "192.0.2.1"}, {"agent": "Mozilla"}, {"visitor": "x"}, {"at": clock.now()}):
        with pytest.raises(SourceInvalid):
            await stored.update_one({"offer": "4817"}, {"$set": more})


async def test_processes_that_count_the_same_lose_nothing(stored: Collection, clock: ManualClock) -> None:
    processes = [Counters(stored, clock) for _ in range(8)]
    for counters in processes:
        for number in range(40):
            counters.add(Event.IMPRESSION, [LAKE._replace(offer=str(number))], PARTNER)
    for _ in range(3):  # who lost a race for a new counter keeps it for the next time
        await asyncio.gather(*(counters.flush() for counters in processes))
    assert {one["offer"]: one["n"] for one in await documents(stored)} == {str(n): 8 for n in range(40)}
    assert [await counters.flush() for counters in processes] == [0] * 8


async def test_counts_wait_while_the_database_is_away(
    stored: Collection, clock: ManualClock, database_name: str
) -> None:
    nowhere = await Store.open("mongodb://127.0.0.1:1/", database_name, selection_ms=50, total_ms=100)
    counters = Counters(nowhere.room("partners").collection(NAME), clock)
    counters.add(Event.VIEW, [LAKE])
    assert await counters.flush() == 0
    counters.add(Event.VIEW, [LAKE])
    counters._collection = stored
    assert await counters.flush() == 1
    assert [one["n"] for one in await documents(stored)] == [2]
    await nowhere.close()


async def test_memory_is_bounded(
    stored: Collection, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_COUNTERS", 10)
    counters = Counters(stored, clock)
    for number in (*range(30), 3):
        counters.add(Event.VIEW, [LAKE._replace(offer=str(number))])
    await counters.flush()
    found = {one["offer"]: one["n"] for one in await documents(stored)}
    assert found == {str(number): 1 for number in range(10)} | {"3": 2}


async def test_an_offer_that_moves_keeps_what_was_counted_before(
    stored: Collection, clock: ManualClock
) -> None:
    counters = Counters(stored, clock)
    for facts in (LAKE, LAKE._replace(office="7")):
        counters.add(Event.VIEW, [facts])
        await counters.flush()
        clock.advance(86_400)
    reader = Reader(stored)
    period = checked_period(None, None, clock.now())
    for office in ("3004", "7"):
        assert await reader.total(Question({"office": office}, *period)) == Sums(views=1)


async def test_pages_of_rows_are_the_whole_list(stored: Collection, clock: ManualClock) -> None:
    counters = Counters(stored, clock)
    for number in range(23):
        for _ in range(number % 4 + 1):
            counters.add(Event.VIEW, [LAKE._replace(offer=str(number))])
    await counters.flush()
    reader = Reader(stored)
    for by in (("offer",), ("offer", "day"), ("partner", "offer")):
        question = Question({}, *checked_period(None, None, clock.now()), by)
        whole = await reader.rows(question, 100, None)
        paged, place = [], None
        while page := await reader.rows(question, 5, place):
            paged += page
            place = page[-1].place
        assert paged == whole
        assert len(whole) == 23
        assert [row.sums.views for row in whole] == sorted((row.sums.views for row in whole), reverse=True)


async def test_everybody_gets_tens_of_days_that_are_over(stored: Collection, clock: ManualClock) -> None:
    counters, past = Counters(stored, clock), PastDays(Reader(stored), clock)
    period = checked_period(None, None, clock.now(), until=1)
    for _ in range(19):
        counters.add(Event.VIEW, [LAKE])
    counters.add(Event.CLICK, [LAKE])
    await counters.flush()
    assert await past.total(period) == Sums(), "today is not told"
    clock.advance(86_400)
    period = checked_period(None, None, clock.now(), until=1)
    sums = await past.total(period)
    assert sums == Sums(views=19, clicks=1)
    assert [rounded(number) for number in sums] == [10, None, None]
    await stored.delete_many({})
    assert await past.total(period) == sums, "it is added up once an hour"
    clock.advance(3600)
    assert await past.total(period) == Sums()


def test_a_period_is_bounded_and_never_ahead() -> None:
    now = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # the 2nd of July in Paris
    assert [str(day) for day in checked_period(None, None, now)] == ["2026-06-03", "2026-07-02"]
    assert str(checked_period(None, None, now, until=1).last) == "2026-07-01"
    assert str(checked_period(None, now.date().replace(year=2030), now).last) == "2026-07-02"
    for first, last in ((now.date().replace(year=2024), None), (now.date(), now.date().replace(month=1))):
        with pytest.raises(BadInput):
            checked_period(first, last, now)
    with pytest.raises(BadInput):
        checked_period(None, date.min, now)


@pytest.mark.parametrize(
    ("agent", "person"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36", True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1", True),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", False),
        ("Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)", False),
        ("facebookexternalhit/1.1", False),
        ("python-httpx/0.28", False),
        ("curl/8.5.0", False),
        ("", False),
    ],
)  # fmt: skip
def test_machines_that_say_so_are_no_persons(agent: str, person: bool) -> None:
    assert is_person(agent) is person
