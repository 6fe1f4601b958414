"""Makes questions of a schema: every field once, and every argument with what stands for a hidden offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_list_type,
    is_non_null_type,
    is_union_type,
)

TODAY = datetime.now(UTC).date()
NOW = datetime.now(UTC).isoformat()
POLYGON = (
    '{type: "Polygon", coordinates: [[[2.0, 44.0], [7.3, 44.0], [7.3, 46.9], [2.0, 46.9], [2.0, 44.0]]]}'
)

WIDE: Mapping[str, str] = {
    "km": "50",
    "minutes": "120",
    "mode": "CAR",
    "lon": "5.72",
    "lat": "45.18",
    "at": f'"{NOW}"',
    "phase": '"groups"',
    "DateRange": f'{{from: "{TODAY}", to: "{TODAY + timedelta(days=300)}"}}',
    "PlaceInput": "{point: {lon: 5.72, lat: 45.18}}",
    "BBoxInput": "{west: 2.0, south: 44.0, east: 7.3, north: 46.9}",
}
"""Values by the name or the type of an argument: as much as can be asked for."""

COSTLY = frozenset({"jsonLd"})
"""Plain fields that are asked once with everything, not each time a thing is named."""

SKIPPED = frozenset({"after", "before", "last", "locale", "seed"})
"""Arguments that only lead through what another argument found."""


class UnreachableError(AssertionError):
    """The generator does not know how to ask for something: teach it, or nobody looks there."""


ONLY_BY_NAME = frozenset({"Query.offer", "Query.node"})
"""Fields that find a single offer by what it is called: these are asked for every hidden one."""

FEW = 4
"""So many hidden offers stand for all in other questions, others in each: together all have their turn."""


@dataclass(frozen=True)
class Hidden:
    """What stands for hidden offers, as literals of GraphQL by the name of an argument."""

    ids: Sequence[str]
    slugs: Sequence[str]
    numbers: Sequence[str]
    words: Sequence[str]
    communes: Sequence[str]
    postcodes: Sequence[str]

    def of(self, name: str, kind: str) -> Sequence[str] | None:
        """Values for an argument; None when neither its name nor its type can carry any."""
        by_name = {
            "slug": self.slugs,
            "apidaeId": self.numbers,
            "insee": self.communes,
            "communes": self.communes,
            "postcode": self.postcodes,
            "text": self.words,
            "prefix": self.words,
        }
        by_kind = {"ID": self.ids, "String": self.words}
        return by_name.get(name) or by_kind.get(kind)


@dataclass
class Asker:
    """`covered` holds all coordinates (`Type.field`) that were asked; `first` is how long root lists are."""

    schema: GraphQLSchema
    hidden: Hidden
    first: int = 25
    covered: set[str] = field(default_factory=set)
    _expanded: set[str] = field(default_factory=set)
    _ways: dict[str, Callable[[str], str]] = field(default_factory=dict)
    _few: int = 0
    _turn: int = 0

    def roots(self) -> Mapping[str, GraphQLField]:
        """The fields of `Query`; those with most content come first, for each type is looked into once."""
        fields = self.schema.query_type.fields  # type: ignore[union-attr]
        lead = ("offers", "viewer", "scoutContents", "socialPosts", "collections", "changes")
        return {name: fields[name] for name in (*lead, *sorted(set(fields) - set(lead))) if name in fields}

    def everything(self) -> Iterator[tuple[str, str]]:
        """A question for each root field, with all that can be reached from it and was not before."""
        for name, definition in self.roots().items():
            yield name, "{ " + self._asked("Query", name, definition, (), lambda inner: inner) + " }"

    def pointed(self) -> Iterator[tuple[str, Sequence[str]]]:
        """For every argument of every field, wherever it is: questions with each value that fits.

        Each question is given as its coordinate and one text for each value.
        """
        for coordinate, way in list(self._ways.items()):
            kind, name = coordinate.split(".")
            definition = self.schema.type_map[kind].fields[name]  # type: ignore[attr-defined]
            for argument, spec in definition.args.items():
                if argument in SKIPPED or argument == "first":
                    continue
                self._few = 0 if coordinate in ONLY_BY_NAME else FEW
                values = self._values(argument, spec.type)
                self._few = 0
                texts = [way(self._shallow_field(name, definition, {argument: value})) for value in values]
                yield f"{coordinate}({argument})", texts

    def _asked(
        self, kind: str, name: str, definition: GraphQLField, path: tuple[str, ...], way: Callable[[str], str]
    ) -> str:
        coordinate = f"{kind}.{name}"
        self.covered.add(coordinate)
        self._ways.setdefault(coordinate, way)
        given = self._arguments(definition, {}, first=self.first if kind == "Query" else 3)
        below = get_named_type(definition.type)
        if not is_composite_type(below):
            return f"{name}{given}"

        def deeper(inner: str) -> str:
            return way(f"{name}{given} {{ {inner} }}")

        return f"{name}{given} {{ {self._all_of(below, (*path, kind), deeper)} }}"

    def _all_of(self, kind: GraphQLNamedType, path: tuple[str, ...], way: Callable[[str], str]) -> str:
        """All fields of a type the first time, plain ones afterwards."""
        if kind.name in self._expanded and not _is_wrapper(kind):
            return self.shallow(kind)
        self._expanded.add(kind.name)
        parts = ["__typename"]
        own: dict[str, GraphQLField] = getattr(kind, "fields", {})
        parts += [self._asked(kind.name, name, one, path, way) for name, one in own.items()]
        if is_interface_type(kind) or is_union_type(kind):
            for possible in self.schema.get_possible_types(kind):  # type: ignore[arg-type]
                if possible.name in self._expanded:
                    continue
                self._expanded.add(possible.name)

                def inside(inner: str, of: str = possible.name) -> str:
                    return way(f"__typename ... on {of} {{ {inner} }}")

                rest = {name: one for name, one in possible.fields.items() if name not in own}
                for name in own:
                    self.covered.add(f"{possible.name}.{name}")
                asked = [
                    f"{possible.name}__{name}: {self._asked(possible.name, name, one, path, inside)}"
                    for name, one in rest.items()
                ]
                if asked:
                    parts.append(f"... on {possible.name} {{ {' '.join(asked)} }}")
        return " ".join(parts)

    def shallow(self, kind: GraphQLNamedType) -> str:
        """What tells which thing it is: plain fields, texts, and through lists the things in them."""
        parts = ["__typename"]
        for name, one in getattr(kind, "fields", {}).items():
            below = get_named_type(one.type)
            if any(_needed(argument) for argument in one.args.values()):
                continue
            if name in COSTLY:
                continue
            if not is_composite_type(below):
                parts.append(name)
            elif below.name == "LocalizedText":
                parts.append(f"{name} {{ value }}")
            elif _is_wrapper(kind) and (_is_wrapper(below) or name == "node"):
                parts.append(f"{name} {{ {self.shallow(below)} }}")
        if is_union_type(kind) or (is_interface_type(kind) and kind.name == "Node"):
            parts += [
                f"... on {one.name} {{ {self._aliased(one)} }}"
                for one in self.schema.get_possible_types(kind)  # type: ignore[arg-type]
            ]
        return " ".join(parts)

    def _aliased(self, kind: Any) -> str:
        plain = [
            f"{kind.name}__{name}: {name}"
            + (" { value }" if get_named_type(one.type).name == "LocalizedText" else "")
            for name, one in kind.fields.items()
            if not any(_needed(argument) for argument in one.args.values())
            and (
                not is_composite_type(get_named_type(one.type))
                or get_named_type(one.type).name == "LocalizedText"
            )
        ]
        return " ".join(plain)

    def _shallow_field(self, name: str, definition: GraphQLField, given: Mapping[str, str]) -> str:
        arguments = self._arguments(definition, given, first=15)
        below = get_named_type(definition.type)
        inner = f" {{ {self.shallow(below)} }}" if is_composite_type(below) else ""
        return f"{name}{arguments}{inner}"

    def _arguments(self, definition: GraphQLField, given: Mapping[str, str], *, first: int) -> str:
        found = dict(given)
        for name, spec in definition.args.items():
            if name == "first":
                found[name] = str(first)
            elif name not in found and (_needed(spec) or (name == "id" and not given)):
                found[name] = self._one(name, spec.type)
        return f"({', '.join(f'{name}: {value}' for name, value in found.items())})" if found else ""

    def _one(self, name: str, kind: Any) -> str:
        wide = WIDE.get(get_named_type(kind).name) or WIDE.get(name)
        if wide:
            return wide
        values = self._values(name, kind)
        if not values:
            raise UnreachableError(f"no value is known for {name}: {kind}")
        return values[0]

    def _values(self, name: str, kind: Any) -> list[str]:
        """Literals for an argument or an input field: one for a list, one each for a single value."""
        plain = kind.of_type if is_non_null_type(kind) else kind
        below = get_named_type(kind)
        if is_input_object_type(below):
            return [f"[{one}]" if is_list_type(plain) else one for one in self._objects(below)]
        if is_enum_type(below):
            names = list(below.values)
            return [f"[{', '.join(names)}]"] if is_list_type(plain) else names
        known = self.hidden.of(name, below.name)
        if known:
            return [f"[{', '.join(known)}]"] if is_list_type(plain) else self._some_of(known)
        if name in WIDE:
            return [WIDE[name]]
        found = {
            "Boolean": ["true", "false"],
            "Int": ["1", "3"],
            "Float": ["1.5"],
            "Date": [f'"{TODAY}"'],
            "DateTime": [f'"{NOW}"'],
            "Time": ['"10:00:00"'],
            "Locale": ['"fr"'],
            "URL": ['"https://example.org/"'],
            "GeoJSON": [POLYGON],
        }.get(below.name)
        if found is None:
            raise UnreachableError(f"no value is known for {name}: {kind}")
        return [f"[{', '.join(found)}]"] if is_list_type(plain) else found

    def _some_of(self, values: Sequence[str]) -> list[str]:
        if not self._few:
            return list(values)
        self._turn += self._few
        return [values[(self._turn + step) % len(values)] for step in range(min(self._few, len(values)))]

    def _objects(self, kind: GraphQLInputObjectType) -> list[str]:
        """An input object for each of its fields, with what must be there beside it."""
        found: list[str] = []
        for own, spec in kind.fields.items():
            beside = {
                other: self._one(other, one.type)
                for other, one in kind.fields.items()
                if other != own and _needed(one)
            }
            for value in self._values(own, spec.type):
                told = {**beside, own: value}
                found.append("{" + ", ".join(f"{key}: {one}" for key, one in told.items()) + "}")
        return found + ([WIDE[kind.name]] if kind.name in WIDE else [])


def literal(value: Any) -> str:
    """A text as a literal."""
    return orjson.dumps(value).decode()


def _needed(argument: Any) -> bool:
    return (is_non_null_type(argument.type) and argument.default_value is None) or (
        is_non_null_type(argument.type) and _undefined(argument.default_value)
    )


def _undefined(value: Any) -> bool:
    return type(value).__name__ == "UndefinedType"


def _is_wrapper(kind: GraphQLNamedType) -> bool:
    return kind.name.endswith(("Connection", "Edge"))
