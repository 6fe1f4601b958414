"""From an object as exports write it to the object as the API gives it: references say what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sources.apidae.mapping.reading import Raw, identity
from sources.apidae.mirror.fields import MIRRORED
from sources.apidae.tables.languages import COORDINATES, SUFFIXES

COMMUNES = frozenset({"commune", "perimetreGeographique"})
CRITERIA = "criteresInternes"
CONTACT = "coordonnees"
LINK = {"type", "id"}
ABOVE = ("familleCritere", "parent")
Element = tuple[str, int]
"""The type and the id of a reference element: families have ids of their own."""
DEEPEST = 30


@dataclass(slots=True)
class Needed:
    """Ids that objects refer to."""

    elements: set[Element] = field(default_factory=set)
    communes: set[int] = field(default_factory=set)
    links: set[int] = field(default_factory=set)

    def note(self, value: Any, name: str = "", depth: int = DEEPEST) -> None:
        """Note all that a part of an object refers to."""
        if isinstance(value, list):
            for one in value:
                self.note(one, name, depth)
        elif isinstance(value, dict) and depth:
            number = identity(value)
            if number and "elementReferenceType" in value:
                self.elements.add((str(value["elementReferenceType"]), number))
            elif number and name in COMMUNES and "code" not in value:
                self.communes.add(number)
            elif number and value.keys() == LINK and value["type"] != "TERRITOIRE":
                self.links.add(number)
            else:
                for key, one in value.items():
                    self.note(one, key, depth - 1)


@dataclass(slots=True)
class Joiner:
    """Joins with reference files, each by id; what is in none of them stays as it is.

    `locales` are the languages that are kept, as the API is asked for them.
    """

    elements: Mapping[Element, Raw]
    communes: Mapping[int, Raw]
    criteria: Mapping[int, Raw]
    territories: Mapping[int, Raw]
    cards: Mapping[int, Raw]
    locales: tuple[str, ...]
    _labels: frozenset[str] = frozenset()
    _plain: frozenset[str] = frozenset()
    _made: dict[tuple[str, int], Raw] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Work out which keys of texts are left out."""
        asked = {*self.locales, "fr"}
        self._labels = frozenset(key for key, tag in SUFFIXES.items() if tag.lower() not in asked)
        self._plain = frozenset(key for key, tag in COORDINATES.items() if tag.lower() not in asked)

    def joined(self, item: Raw) -> Raw:
        """Those parts of the object that the mirror keeps, joined."""
        found: Raw = self._inside(kept(item), DEEPEST)
        return found

    def _value(self, value: Any, name: str, depth: int) -> Any:
        if not isinstance(value, dict) or not depth:
            return [self._value(one, name, depth) for one in value] if isinstance(value, list) else value
        if "elementReferenceType" in value:
            return self._element(value)
        number = identity(value)
        if number and name in COMMUNES:
            return self._once("commune", number, self.communes.get(number), value)
        if number and name == CRITERIA:
            return {**self.criteria.get(number, {}), **value}
        if number and value.keys() == LINK:
            return self._link(number, value)
        return self._inside(value, depth)

    def _inside(self, value: Raw, depth: int) -> Raw:
        dropped = self._labels
        if CONTACT in value and isinstance(value[CONTACT], dict):
            told = {key: one for key, one in value[CONTACT].items() if key not in self._plain}
            value = {**value, CONTACT: told}
        found = {}
        for key, one in value.items():
            if key in dropped:
                continue
            left = self._value(one, key, depth - 1)
            # a text in none of the languages is left out; what was empty before stays
            if left or not isinstance(left, dict) or not one:
                found[key] = left
        return found

    def _element(self, value: Raw) -> Raw:
        """An element with what stands above it, whose own parents are left out, as the API does it."""
        key = _key(value)
        told = self.elements.get(key) if key else None
        if key is None or told is None:
            return value
        above = {name: self._plain_element(told[name]) for name in ABOVE if isinstance(told.get(name), dict)}
        return self._once(key[0], key[1], {**told, **above}, value)

    def _plain_element(self, value: Raw) -> Raw:
        key = _key(value)
        told = self.elements.get(key, value) if key else value
        return {name: one for name, one in told.items() if name not in {*ABOVE, "actif"}}

    def _link(self, number: int, value: Raw) -> Raw:
        if value["type"] == "TERRITOIRE":
            territory = self.territories.get(number, {})
            told = {key: territory[key] for key in ("nom",) if key in territory}
            return self._once("territory", number, {**value, **told}, value)
        return self._once("card", number, self.cards.get(number), value)

    def _once(self, kind: str, number: int, told: Raw | None, value: Raw) -> Raw:
        """What a reference says, made once for all who refer to it, and what is said beside the id."""
        if told is None:
            return value
        made = self._made.get((kind, number))
        if made is None:
            plain = {key: one for key, one in told.items() if key != "actif"}
            made = self._made[kind, number] = {
                key: self._inside(one, DEEPEST) if key in ABOVE else self._value(one, key, DEEPEST)
                for key, one in plain.items()
                if key not in self._labels
            }
        return made if value.keys() <= made.keys() else {**made, **value}


def _key(value: Raw) -> Element | None:
    number = identity(value)
    return (str(value.get("elementReferenceType")), number) if number else None


def kept(item: Raw) -> Raw:
    """The parts of an object that the mirror keeps: no personal data."""
    found: dict[str, Any] = {}
    for path in MIRRORED:
        source: Any = item
        target = found
        *above, last = path.split(".")
        for key in above:
            source = source.get(key) if isinstance(source, dict) else None
            if isinstance(source, dict):
                target = target.setdefault(key, {})
        if isinstance(source, dict) and last in source:
            target[last] = source[last]
    return found
