"""Calendars: times of events and openings as iCalendar (RFC 5545, 7986)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Timezone, vDuration, vText

from gateway import __version__
from gateway.feeds.serving import Asked
from gateway.feeds.texts import value_of, website, where

PARIS = ZoneInfo("Europe/Paris")
REFRESH = timedelta(hours=6)
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
"""Nothing was changed before: `SEQUENCE` counts minutes from here, so it grows with each change."""

ZONE_FROM, ZONE_YEARS = date(2021, 1, 1), 10
AT_A_TIME = 20
"""Entries that are written before others have their turn."""

Offer = Mapping[str, Any]
Occurrence = Mapping[str, Any]
Timed = tuple[Offer, Occurrence]


async def calendar_of(asked: Asked, name: str, times: Sequence[Timed]) -> bytes:
    """A calendar with an entry for each offer and time; of two with the same beginning the first counts."""
    entries = {_uid(*one): one for one in reversed(times)}
    ordered = sorted(entries.items(), key=lambda one: (_start(one[1][1]), one[0]))
    common: dict[str, bytes] = {}
    parts = [_lines(_head(asked, name)), zone(asked.now.year)]
    for rank, (uid, (offer, time)) in enumerate(ordered, 1):
        if offer["id"] not in common:
            common[offer["id"]] = _lines(_told(asked, offer))
        parts += [b"BEGIN:VEVENT\r\n", _lines(_timed(uid, time)), common[offer["id"]], b"END:VEVENT\r\n"]
        if rank % AT_A_TIME == 0:
            await asyncio.sleep(0)
    return b"".join([b"BEGIN:VCALENDAR\r\n", *parts, b"END:VCALENDAR\r\n"])


def times_of(offers: Sequence[Offer]) -> list[Timed]:
    """Offers with each of their next times; one of which none is known has no entry."""
    return [(offer, time) for offer in offers for time in _own(offer)]


@lru_cache(maxsize=4)
def zone(year: int) -> bytes:
    """Europe/Paris with its changes of clock until some years later."""
    last = date(year + ZONE_YEARS, 1, 1)
    made: bytes = Timezone.from_tzid("Europe/Paris", first_date=ZONE_FROM, last_date=last).to_ical()
    return made


def _head(asked: Asked, name: str) -> Component:
    made = Calendar()
    made.add("prodid", f"-//{asked.site.name}//gateway {__version__}//FR")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("uid", str(uuid5(NAMESPACE_URL, asked.url)))
    made.add("name", vText(name))
    made.add("x-wr-calname", vText(name))
    licence = asked.site.licence or "non précisée"
    made.add("description", f"{asked.site.attribution(None)}. Licence : {licence}.")
    made.add("source", asked.url, parameters={"VALUE": "URI"})
    made.add("url", asked.url)
    made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))
    return made


def _timed(uid: str, time: Occurrence) -> Component:
    """What tells one time of an offer from the others. The same time keeps its `UID`."""
    made = Event()
    made.add("uid", uid)
    start = _start(time).astimezone(PARIS)
    end = datetime.fromisoformat(time["end"]).astimezone(PARIS) if time["end"] else None
    if time["allDay"]:
        made.add("dtstart", start.date())
        made.add("dtend", max(end.date() if end else start.date(), start.date() + timedelta(days=1)))
        return made
    made.add("dtstart", start)
    if end and end > start:  # one that is not later is forbidden, and says nothing
        made.add("dtend", end)
    return made


def _told(asked: Asked, offer: Offer) -> Component:
    """What all entries of an offer have. A change of its record raises `SEQUENCE`."""
    changed = datetime.fromisoformat(offer["updatedAt"]) if offer["updatedAt"] else BEGINNING
    made = Event()
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("sequence", max(0, int((changed - BEGINNING).total_seconds() // 60)))
    made.add("summary", value_of(offer["name"]))
    made.add("status", "CANCELLED" if offer["status"] == "CANCELLED" else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    made.add("description", _words(asked, offer))
    if place := where(offer):
        made.add("location", place)
    if point := offer["place"]["point"]:
        made.add("geo", (point["coordinates"][1], point["coordinates"][0]))
    if url := asked.site.offer(offer) or website(offer):
        made.add("url", url)
    if labels := [value_of(family["label"]) for family in offer["families"]]:
        made.add("categories", labels)
    return made


def _words(asked: Asked, offer: Offer) -> str:
    """What people read: the summary, who says that it is benevolent, whom to name."""
    office = offer["managedBy"]["name"] if offer["managedBy"] else None
    statement = offer["commitment"]["statement"] if offer["commitment"] else None
    parts = [value_of(offer["summary"]), value_of(statement), asked.site.attribution(office)]
    return "\n\n".join(part for part in parts if part)


def _lines(component: Component) -> bytes:
    """The properties of a component, folded, without what begins and ends it."""
    whole: bytes = component.to_ical()
    return b"".join(whole.splitlines(keepends=True)[1:-1])


def _start(time: Occurrence) -> datetime:
    return datetime.fromisoformat(time["start"])


def _uid(offer: Offer, time: Occurrence) -> str:
    return str(uuid5(NAMESPACE_URL, f"{offer['id']} {_start(time).astimezone(UTC).isoformat()}"))


def _own(offer: Offer) -> Sequence[Occurrence]:
    if (own := offer.get("occurrences")) is not None:
        found: Sequence[Occurrence] = own
        return found
    return (offer["opening"] or {}).get("nextOccurrences") or ()
