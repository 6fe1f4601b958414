"""Agendas: objects by their opening days, once each or once a day."""

from collections.abc import Iterator
from typing import Any

from sources.apidae.emulator.errors import bad_request
from sources.apidae.emulator.opening import Window
from sources.apidae.emulator.query import Query, parse, with_defaults
from sources.apidae.emulator.search import by_first_day, candidates, narrowed, window_of
from sources.apidae.emulator.world import World

from .reply import FORMAT, Reply, asked_ids, check_access, render


def simple_objects(world: World, text: str) -> Reply:
    """`agenda/simple/list-objets-touristiques`: each open object once, by its first open day."""
    query, page, found = _simple(world, text)
    answer: dict[str, Any] = {"query": query, "numFound": len(found)}
    if page:
        answer["objetsTouristiques"] = render(world, page, query)
    return Reply({**answer, "formatVersion": FORMAT}, asked_ids(query), query["count"], len(page))


def simple_ids(world: World, text: str) -> Reply:
    """`agenda/simple/list-identifiants`: the same, ids only."""
    query, page, found = _simple(world, text)
    answer: dict[str, Any] = {"query": query, "numFound": len(found)}
    if page:
        answer["objetTouristiqueIds"] = page
    return Reply({**answer, "formatVersion": FORMAT}, asked_ids(query), query["count"], len(page))


def detailed_objects(world: World, text: str) -> Reply:
    """`agenda/detaille/list-objets-touristiques`: by date; `numFound` counts object-days, no
    `formatVersion`.
    """
    query, days, total = _detailed(world, text)
    answer: dict[str, Any] = {"query": query, "numFound": total}
    if days:
        answer["objetsTouristiques"] = {day: render(world, numbers, query) for day, numbers in days.items()}
    return Reply(answer, asked_ids(query), query["count"], sum(map(len, days.values())))


def detailed_ids(world: World, text: str) -> Reply:
    """`agenda/detaille/list-identifiants`: the same, ids only."""
    query, days, total = _detailed(world, text)
    answer: dict[str, Any] = {"query": query, "numFound": total}
    if days:
        answer["objetTouristiqueIds"] = days
    return Reply(answer, asked_ids(query), query["count"], sum(map(len, days.values())))


def _read(world: World, text: str, **defaults: Any) -> tuple[Query, Window, set[int]]:
    raw = parse(text)
    check_access(world, raw)
    query = with_defaults(raw, cap=world.switches.cap, **defaults)
    if query["order"] == "PERTINENCE":
        raise bad_request("order PERTINENCE is not available for an agenda")
    found = narrowed(world.store, query, candidates(world.store, query))
    return query, window_of(query, world.options.today), found


def _simple(world: World, text: str) -> tuple[Query, list[int], list[int]]:
    query, window, found = _read(world, text, order="DATE_OUVERTURE")
    ordered = by_first_day(world.store, found, window)
    return query, ordered[query["first"] : query["first"] + query["count"]], ordered


def _detailed(world: World, text: str) -> tuple[Query, dict[str, list[int]], int]:
    query, window, found = _read(world, text)
    masks = {number: world.store.facts[number].opening.days(window) for number in sorted(found)}
    total = sum(mask.bit_count() for mask in masks.values())
    days: dict[str, list[int]] = {}
    for day, number in _slice(masks, window, query["first"], query["count"]):
        days.setdefault(day, []).append(number)
    return query, days, total


def _slice(masks: dict[int, int], window: Window, first: int, count: int) -> Iterator[tuple[str, int]]:
    """The object-days of a page: by date, then by id. Whole days before the page are skipped by their
    number.
    """
    anything = 0
    for mask in masks.values():
        anything |= mask
    for day in window.dates(anything):
        if count <= 0:
            return
        bit = window.day(day)
        present = [number for number, mask in masks.items() if mask & bit]
        for number in present[first : first + count]:
            yield day.isoformat(), number
        count -= len(present[first : first + count])
        first = max(0, first - len(present))
