"""What a service is given and what it gives back."""

from dataclasses import dataclass
from typing import Any

from sources.apidae.emulator.control.switches import show_labels
from sources.apidae.emulator.errors import ACCESS_DENIED, ApiError
from sources.apidae.emulator.fields import select, tree_of
from sources.apidae.emulator.locales import prune
from sources.apidae.emulator.query import Query
from sources.apidae.emulator.world import World

FORMAT = "v002"


@dataclass(frozen=True, slots=True)
class Reply:
    """A JSON value, and for the journal: ids named in the query, page asked for, ids answered."""

    value: Any
    ids_asked: int = 0
    count_asked: int | None = None
    ids_answered: int = 0


def check_access(world: World, query: Query) -> None:
    """Refuse a query whose key and project are not those of the emulator, each fitting the other."""
    options = world.options
    if query.get("apiKey") != options.api_key or query.get("projetId") != options.project_id:
        raise ApiError(403, "apiKey / projetId", ACCESS_DENIED)


def render(world: World, numbers: list[int], query: Query) -> list[dict[str, Any]]:
    """Objects by id, with the fields and the languages that a query asks for."""
    tree, locales = tree_of(query.get("responseFields")), tuple(query.get("locales", ()))
    items = (show_labels(world.store.item(number), world.switches.labels) for number in numbers)
    return [prune(select(item, tree), locales) for item in items]


def asked_ids(query: Query) -> int:
    """How many ids a query names."""
    return len(query.get("identifiants", ())) + len(query.get("identifiers", ()))
