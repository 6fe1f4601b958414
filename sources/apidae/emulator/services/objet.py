"""One object, by its id or by its textual identifier; the query is in the query-string."""

from collections.abc import Mapping
from typing import Any

from sources.apidae.emulator.errors import NOT_FOUND, ApiError, bad_text
from sources.apidae.emulator.world import World

from .reply import Reply, check_access, render

_KNOWN = {"apiKey", "projetId", "responseFields", "locales", "callback"}


def get_by_id(world: World, number: str, parameters: Mapping[str, str]) -> Reply:
    """`objet-touristique/get-by-id/{id}`: the bare object, or an error when the project cannot see it."""
    query = _read(world, parameters)
    known = int(number) if number.isdecimal() else None
    return _one(world, known, number, query)


def get_by_identifier(world: World, identifier: str, parameters: Mapping[str, str]) -> Reply:
    """`objet-touristique/get-by-identifier/{identifier}`."""
    query = _read(world, parameters)
    return _one(world, world.store.number_of(identifier), identifier, query)


def _one(world: World, number: int | None, asked: str, query: dict[str, Any]) -> Reply:
    if number not in world.store.visible or number is None:
        raise ApiError(404, asked, NOT_FOUND)
    return Reply(render(world, [number], query)[0], 1, None, 1)


def _read(world: World, parameters: Mapping[str, str]) -> dict[str, Any]:
    unknown = set(parameters) - _KNOWN
    if unknown:
        raise bad_text(f"Paramètre inconnu : {min(unknown)}")
    project = parameters.get("projetId", "")
    query: dict[str, Any] = {
        "apiKey": parameters.get("apiKey"),
        "projetId": int(project) if project.isdecimal() else None,
    }
    check_access(world, query)
    for name in ("responseFields", "locales"):
        text = parameters.get(name, "")
        if text.startswith("["):
            raise bad_text(f"{name} : liste séparée par des virgules attendue")
        query[name] = [part for part in text.split(",") if part]
    return query
