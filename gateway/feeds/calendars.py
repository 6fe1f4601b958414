"""The calendars that are served: of one offer, of a collection, of all events or openings under a filter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from gateway.feeds.calendar import PARIS, calendar_of, times_of
from gateway.feeds.parameters import CONDITIONS
from gateway.feeds.references import EDITORIAL, collection_entity, gone, missing, reference
from gateway.feeds.serving import Asked, Made
from gateway.feeds.texts import clean, value_of

EVENTS = (*sorted(CONDITIONS - {"types"}), "days")
OPENINGS = tuple(sorted(CONDITIONS))
DAYS, MOST_DAYS = 60, 184
MOST_ENTRIES = 1_000
MOST_OFFERS = 200
TIMES_ALONE, TIMES_TOGETHER = 50, 5
SECONDS = 300
MEDIA_TYPE = "text/calendar; charset=utf-8"
DAY_OFFERS = ["VISIT", "ACTIVITY", "EXCURSION"]


async def offer_calendar(asked: Asked) -> Made:
    """The next times of one offer."""
    ref = reference(asked.path["ref"])
    data = await asked.graph.ask("calendar_offer", **ref, times=TIMES_ALONE)
    node = data["offer"]
    if node is None:
        raise gone(data["removal"])
    if node["id"] != ref.get("id") and node["slug"] != ref.get("slug"):
        location = f"{asked.origin}/calendar/offers/{quote(node['slug'])}.ics"
        return Made(b"", MEDIA_TYPE, SECONDS, location=location)
    return await _made(asked, value_of(node["name"]), times_of([node]))


async def collection_calendar(asked: Asked) -> Made:
    """The next times of a collection's offers."""
    ref = asked.path["ref"]
    if collection_entity(ref) == EDITORIAL:
        return await _editorial(asked, ref)
    found: list[Any] = []
    after, name = None, None
    while len(found) < MOST_OFFERS:
        node = (await asked.graph.ask("calendar_collection", id=ref, times=TIMES_TOGETHER, after=after))[
            "node"
        ]
        if not node or not node.get("offers"):
            raise missing()
        name = value_of(node["name"])
        found += [edge["node"] for edge in node["offers"]["edges"]]
        if not node["offers"]["pageInfo"]["hasNextPage"]:
            break
        after = node["offers"]["pageInfo"]["endCursor"]
    return await _made(asked, name or asked.site.name, times_of(found[:MOST_OFFERS]))


async def _editorial(asked: Asked, ref: str) -> Made:
    node = (await asked.graph.ask("calendar_editorial", id=ref, times=TIMES_TOGETHER))["node"]
    if not node:
        raise missing()
    return await _made(asked, value_of(node["title"]), times_of(node["offers"] or []))


async def events_calendar(asked: Asked) -> Made:
    """Events under a filter: each time, from today on."""
    today = asked.now.astimezone(PARIS).date()
    days = asked.parameters.number("days", DAYS, MOST_DAYS)
    between = {"from": today.isoformat(), "to": (today + timedelta(days=days - 1)).isoformat()}
    pages = asked.graph.pages(
        "calendar_events", "events", MOST_ENTRIES, between=between, filter=asked.parameters.offers()
    )
    times = [(one["event"], one["occurrence"]) async for nodes in pages for one in nodes]
    return await _made(asked, f"{asked.site.name} : agenda", times)


async def openings_calendar(asked: Asked) -> Made:
    """Visits, activities and excursions under a filter, those that open soonest: their next times."""
    chosen = {"types": DAY_OFFERS, **asked.parameters.offers()}
    pages = asked.graph.pages("calendar_openings", "offers", MOST_OFFERS, filter=chosen, times=TIMES_TOGETHER)
    nodes = [one async for page in pages for one in page]
    return await _made(asked, f"{asked.site.name} : ouvertures", times_of(nodes))


async def _made(asked: Asked, name: str, times: list[Any]) -> Made:
    body = await calendar_of(asked, clean(name), times[:MOST_ENTRIES])
    return Made(body, MEDIA_TYPE, SECONDS, {"Content-Disposition": 'inline; filename="calendar.ics"'})
