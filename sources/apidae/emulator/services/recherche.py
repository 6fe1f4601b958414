"""Searches: objects or ids of one page."""

from typing import Any

from sources.apidae.emulator.query import parse, with_defaults
from sources.apidae.emulator.search import find
from sources.apidae.emulator.world import World

from .reply import FORMAT, Reply, asked_ids, check_access, render


def list_objects(world: World, text: str) -> Reply:
    """`recherche/list-objets-touristiques`: a page of objects. Without any hit the key of the list is
    absent.
    """
    query, page, found = _page(world, text)
    answer: dict[str, Any] = {"query": query, "numFound": len(found)}
    if page:
        answer["objetsTouristiques"] = render(world, page, query)
    return Reply({**answer, "formatVersion": FORMAT}, asked_ids(query), query["count"], len(page))


def list_ids(world: World, text: str) -> Reply:
    """`recherche/list-identifiants`: a page of ids."""
    query, page, found = _page(world, text)
    answer: dict[str, Any] = {"query": query, "numFound": len(found)}
    if page:
        answer["objetTouristiqueIds"] = page
    return Reply({**answer, "formatVersion": FORMAT}, asked_ids(query), query["count"], len(page))


def _page(world: World, text: str) -> tuple[dict[str, Any], list[int], list[int]]:
    raw = parse(text)
    check_access(world, raw)
    query = with_defaults(raw, cap=world.switches.cap)
    found = find(world.store, query, world.options.today)
    return query, found[query["first"] : query["first"] + query["count"]], found
