"""Calendars, read by `ical`: not the library that writes them."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from feeds_world import every
from ical.calendar_stream import IcsCalendarStream

from gateway.feeds.calendar import calendar_of
from gateway.feeds.site import PublicSite

PARIS = ZoneInfo("Europe/Paris")


def read(answer):
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return parsed(answer.content)


def parsed(body):
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75, "octets"
    assert b"\n" not in body.replace(b"\r\n", b"")
    found = IcsCalendarStream.calendar_from_ics(body.decode())
    uids = [one.uid for one in found.events]
    assert len(set(uids)) == len(uids)
    assert [zone.tz_id for zone in found.timezones] == ["Europe/Paris"]
    return found


def test_all_events_of_the_next_weeks_are_there_with_each_of_their_times(feeds):
    answer = feeds.get("/calendar/events.ics", days="30")
    found = read(answer)
    today = datetime.now(PARIS).date()
    between = f'between: {{from: "{today}", to: "{today + timedelta(days=29)}"}},'
    fields = "occurrence { start end } event { name { value } }"
    entries = every(feeds.stage, "events", fields, between)
    assert len(entries) > 10
    told = sorted((one["event"]["name"]["value"], one["occurrence"]["start"]) for one in entries)
    assert sorted((one.summary, moment(one.dtstart)) for one in found.events) == told
    text = answer.text.replace("\r\n ", "")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text
    assert f"SOURCE;VALUE=URI:{feeds.stage.url}/calendar/events.ics?days=30\r\n" in text


def moment(start):
    whole = (
        start if isinstance(start, datetime) else datetime(start.year, start.month, start.day, tzinfo=PARIS)
    )
    return whole.isoformat()


def test_an_entry_keeps_its_uid_and_says_where_and_whom_to_name(feeds, offers):
    one = next(one for one in offers if one["type"] == "ACTIVITY" and one["place"]["point"])
    path = f"/calendar/offers/{one['slug']}.ics"
    found = read(feeds.get(path))
    again = read(feeds.get(f"/calendar/offers/{one['id']}.ics"))
    assert [event.uid for event in found.events] == [event.uid for event in again.events]
    first = found.events[0]
    lon, lat = one["place"]["point"]["coordinates"]
    assert (first.geo.lat, first.geo.lng) == (lat, lon)
    assert first.url == f"https://www.example.org/fr/offres/{one['slug']}"
    assert "Apidae" in first.description
    assert first.sequence > 0


def test_a_filter_and_a_collection_choose_what_is_there(feeds, offers):
    of_isere = {o["name"]["value"] for o in offers if o["place"]["commune"]["department"]["code"] == "38"}
    found = read(feeds.get("/calendar/openings.ics", departments="38"))
    assert len(found.events) > 50
    assert {one.summary for one in found.events} <= of_isere
    collection = feeds.stage.data(
        "{ collections(first: 1) { edges { node { id name { value } offers(first: 100) { edges { node { name { value } } } } } } } }"
    )["collections"]["edges"][0]["node"]
    found = read(feeds.get(f"/calendar/collections/{collection['id']}.ics"))
    names = {edge["node"]["name"]["value"] for edge in collection["offers"]["edges"]}
    assert found.events
    assert {one.summary for one in found.events} <= names


OFFER = {
    "id": "x",
    "status": "OPEN",
    "name": {"value": "Fête; à, l’ombre \\ du 🌳 arbre, " + "é" * 60},
    "summary": {"value": "Un\x07\nDeux\r\nBEGIN:VEVENT\u202e"},
    "families": [{"label": {"value": "Plein air"}}],
    "place": {"point": None, "address": None, "commune": None},
    "contact": {"website": "javascript:alert(1)"},
    "managedBy": None,
    "commitment": None,
    "updatedAt": None,
}
ASKED = SimpleNamespace(
    url="https://x.example/c.ics", site=PublicSite(), now=datetime(2026, 3, 1, tzinfo=UTC)
)


def times(*pairs, all_day=False, **changes):
    return [({**OFFER, **changes}, {"start": a, "end": b, "allDay": all_day}) for a, b in pairs]


async def test_texts_of_others_cannot_break_the_form(feeds):
    found = parsed(
        await calendar_of(ASKED, "Un, nom; et\nun autre", times(("2026-06-01T10:00:00+02:00", None)))
    )
    (one,) = found.events
    assert one.summary == OFFER["name"]["value"]
    assert one.description.startswith("Un\nDeux\nBEGIN:VEVENT\n\n")
    assert one.categories == ["Plein air"]
    assert one.url is None
    assert one.dtend is None
    for url in ("https://a.example/\r\nATTENDEE:x", "https://a.example/a b", "//a.example"):
        times_ = times(("2026-06-01T10:00:00+02:00", None), contact={"website": url})
        assert parsed(await calendar_of(ASKED, "n", times_)).events[0].url is None


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-28T22:00:00+01:00", "2026-03-29T04:00:00+02:00"),  # the night of the spring change
        ("2026-10-24T22:00:00+02:00", "2026-10-25T04:00:00+01:00"),  # and of the autumn
        ("2026-12-31T23:00:00+01:00", "2027-01-01T02:00:00+01:00"),
    ],
)
async def test_moments_are_right_across_changes_of_the_clock(start, end):
    (one,) = parsed(await calendar_of(ASKED, "n", times((start, end)))).events
    assert one.dtstart.astimezone(UTC) == datetime.fromisoformat(start).astimezone(UTC)
    assert one.dtend.astimezone(UTC) == datetime.fromisoformat(end).astimezone(UTC)


async def test_whole_days_cancelled_ones_and_changes(feeds):
    pair = ("2026-06-01T00:00:00+02:00", "2026-06-03T00:00:00+02:00")
    (one,) = parsed(await calendar_of(ASKED, "n", times(pair, all_day=True, status="CANCELLED"))).events
    assert (one.dtstart, one.dtend) == (date(2026, 6, 1), date(2026, 6, 3))
    assert one.status == "CANCELLED"
    later = "2026-06-01T00:00:00+00:00"
    (changed,) = parsed(await calendar_of(ASKED, "n", times(pair, all_day=True, updatedAt=later))).events
    assert (changed.uid, changed.status) == (one.uid, "CONFIRMED")
    assert changed.sequence > one.sequence
    twice = times(pair, (pair[0], None), all_day=True)
    assert len(parsed(await calendar_of(ASKED, "n", twice)).events) == 1
