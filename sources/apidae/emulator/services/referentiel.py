"""Reference data: elements, communes, internal criteria, selections."""

from typing import Any

from sources.apidae.emulator.elements import table
from sources.apidae.emulator.generator.address import commune_of
from sources.apidae.emulator.generator.extras import MOODS, NO_CAR_FREE
from sources.apidae.emulator.generator.selections import SELECTIONS
from sources.apidae.emulator.locales import prune
from sources.apidae.emulator.query import REFERENCE_KEYS, Query, parse
from sources.apidae.emulator.world import World

from .reply import Reply, check_access


def elements_reference(world: World, text: str) -> Reply:
    """`referentiel/elements-reference`: elements with family and parent, in every language; none asked is
    all.
    """
    query = _read(world, text)
    asked = query.get("elementReferenceIds")
    numbers = asked or list(table())
    return _reply(query, [table()[number] for number in numbers if number in table()], len(asked or ()))


def communes(world: World, text: str) -> Reply:
    """`referentiel/communes`: by Apidae number or by INSEE code; unknown ones are left out."""
    query = _read(world, text)
    numbers, codes = set(query.get("communeIds", ())), set(query.get("codesInsee", ()))
    found = [
        commune for commune in world.communes.values() if commune.insee in codes or commune.id in numbers
    ]
    return _reply(query, [commune_of(commune) for commune in found], len(numbers) + len(codes))


def internal_criteria(world: World, text: str) -> Reply:
    """`referentiel/criteres-internes`: the wishes that the project attaches to offers; none asked is all."""
    query = _read(world, text)
    asked = query.get("critereInterneIds")
    found = [
        {"id": number, "libelle": label}
        for number, label in (*MOODS, NO_CAR_FREE)
        if not asked or number in asked
    ]
    return _reply(query, found, len(asked or ()))


def selections(world: World, text: str) -> Reply:
    """`referentiel/selections`: those of the project; none asked is all."""
    query = _read(world, text)
    asked = query.get("selectionIds")
    found = [selection.shape() for selection in SELECTIONS if not asked or selection.id in asked]
    return _reply(query, found, len(asked or ()))


def selections_by_object(world: World, text: str) -> Reply:
    """`referentiel/selections-par-objet`: for each visible object; foreign ids are left out, none asked is
    all.
    """
    query = _read(world, text)
    asked = set(query.get("referenceIds", ()))
    shapes = {selection.id: selection.shape() for selection in SELECTIONS}
    found = [
        {
            "id": number,
            "selections": [shapes[one] for one in world.store.facts[number].selections if one in shapes],
        }
        for number in world.store.ordered
        if not asked or number in asked
    ]
    return _reply(query, found, len(asked))


def _read(world: World, text: str) -> Query:
    query = parse(text, REFERENCE_KEYS)
    check_access(world, query)
    return query


def _reply(query: Query, found: list[Any], asked: int) -> Reply:
    shown = prune(found, tuple(query["locales"])) if query.get("locales") else found
    return Reply(shown, asked, None, len(found))
