"""What objects of an export refer to: from its reference files, from its own objects, else from the API."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field

from sources.apidae.client import ApidaeClient
from sources.apidae.exports.content import COMMUNES, CRITERIA, ELEMENTS, TERRITORIES, Content, card_of
from sources.apidae.exports.joining import Element, Joiner, Needed
from sources.apidae.exports.refusals import BadExport
from sources.apidae.mapping.reading import Raw, identity
from sources.apidae.mirror.done import Progress

AT_ONCE = 200
MOST_CALLS = 40
"""Calls of the API for what is in no file."""
MOST_UNKNOWN = 0.1
"""Share of references that may be known to nobody: elements come and go at Apidae."""


@dataclass(slots=True)
class Seen:
    """What was seen in a first look at all objects."""

    needed: Needed = field(default_factory=Needed)
    cards: dict[int, Raw] = field(default_factory=dict)
    objects: int = 0

    def look(self, content: Content, name: str) -> None:
        """Note what the objects of a file refer to, and what a link to each shows."""
        for item in content.objects(name):
            self.needed.note(item)
            self.objects += 1
            if number := identity(item):
                self.cards[number] = card_of(item)


async def joiner_of(
    content: Content, client: ApidaeClient, locales: Sequence[str], progress: Progress
) -> tuple[Joiner, int]:
    """What joins the objects of an export, and how many objects it has. `BadExport`, or `SourceError`s when
    the API is needed and does not answer."""
    seen = Seen()
    files = content.object_files
    progress.begin("looking through the export", len(files))
    for name in files:
        await asyncio.to_thread(seen.look, content, name)
        progress.advance(1)
    objects = seen.objects
    for name in content.linked_files:
        await asyncio.to_thread(seen.look, content, name)
    elements = {_element(one): one for one in content.references(ELEMENTS).values()}
    communes = content.references(COMMUNES)
    wanted = {one for _, one in seen.needed.elements - elements.keys()}
    for one in await _asked(wanted, client.elements):
        elements[_element(one)] = one
    for one in await _asked(seen.needed.communes - communes.keys(), client.communes_by_id):
        communes[identity(one) or 0] = one
    _refuse_unknown(seen.needed.elements, elements.keys())
    _refuse_unknown(seen.needed.communes, communes.keys())
    cards = {number: card for number, card in seen.cards.items() if number in seen.needed.links}
    joiner = Joiner(
        elements,
        communes,
        content.references(CRITERIA),
        content.references(TERRITORIES),
        cards,
        tuple(locales),
    )
    return joiner, objects


async def _asked(numbers: Collection[int], ask: Callable[[Sequence[int]], Awaitable[list[Raw]]]) -> list[Raw]:
    ordered = sorted(numbers)[: AT_ONCE * MOST_CALLS]
    chunks = [ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE)]
    return [one for chunk in chunks for one in await ask(chunk)]


def _refuse_unknown(needed: Collection[Element] | Collection[int], known: Collection[object]) -> None:
    unknown = sum(one not in known for one in needed)
    if unknown > MOST_UNKNOWN * len(needed):
        raise BadExport("REFERENCES_MISSING")


def _element(value: Raw) -> Element:
    return str(value.get("elementReferenceType")), identity(value) or 0
