"""Looks whether the demo content fills every field that the source shows (standard 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import get_named_type, is_abstract_type, is_composite_type, is_object_type

from gateway.testing.standard.asking import Asking, Known, plain_name
from gateway.testing.standard.composed import types_of
from gateway.testing.standard.served import Served

MOST_PAGES = 10


def unfilled(asking: Asking, known: Known, served: Served, empty: Mapping[str, str]) -> Iterator[str]:
    """`Type.field` that is null or empty in all objects; `empty` names those that may be, with the reason."""
    missing = set(_expected(asking))
    for answer, kind in _answers(asking, known, served):
        _strike(answer, kind, missing, asking)
        if not missing:
            break
    for link in asking.source.links:
        if asking.can_be_asked(link) and not _is_followed(asking, link, known, served, missing):
            missing.add(f"{link.on}.{asking.field_of(link)[0]}")
    yield from (f"{name} is empty in all of the demo content" for name in sorted(missing - set(empty)))
    yield from (f"{name} is exempt, and is filled or unknown" for name in sorted(set(empty) - missing))


def _expected(asking: Asking) -> Iterator[str]:
    for kind in types_of(asking):
        if is_object_type(kind) and not _is_of_gateway(kind) and asking.is_public(kind):
            yield from (f"{kind.name}.{name}" for name, _ in asking.plain_fields(kind))


def _is_of_gateway(kind: Any) -> bool:
    definition = kind.extensions.get("strawberry-definition")
    generic = getattr(definition, "concrete_of", None) or definition  # SceneryConnection comes of Connection
    return str(getattr(generic, "origin", object).__module__).startswith("gateway.")


def _answers(asking: Asking, known: Known, served: Served) -> Iterator[tuple[Any, Any]]:
    """Answers of every root field, page after page, with the type each was declared with."""
    for declared in asking.source.fields:
        name, field = asking.field_of(declared)
        after = None
        for _ in range(MOST_PAGES):
            query = asking.root(declared, first=100, known=known, after=after)
            answer = served.data(query)[name] if query else None
            yield answer, get_named_type(field.type)
            info = (answer or {}).get("pageInfo", {}) if isinstance(answer, dict) else {}
            if not info.get("hasNextPage"):
                break
            after = info["endCursor"]


def _strike(value: Any, kind: Any, wanted: set[str], asking: Asking) -> None:
    """Take from `wanted` what this value fills."""
    if isinstance(value, list):
        for item in value:
            _strike(item, kind, wanted, asking)
    elif isinstance(value, dict) and is_composite_type(kind):
        if is_abstract_type(kind) and "__typename" not in value:
            return  # another source's, asked for its id alone
        actual: Any = asking.schema.type_map[value["__typename"]] if is_abstract_type(kind) else kind
        for key, item in value.items():
            field = actual.fields.get(plain_name(key))
            if field is not None and not is_empty(item):
                wanted.discard(f"{actual.name}.{plain_name(key)}")
                _strike(item, get_named_type(field.type), wanted, asking)


def is_empty(value: Any) -> bool:
    """Null, an empty list, or a connection without items."""
    return value is None or value == [] or (isinstance(value, dict) and value.get("edges") == [])


def _is_followed(asking: Asking, link: Any, known: Known, served: Served, wanted: set[str]) -> bool:
    """Whether the link leads anywhere; what lies behind it counts as filled, too."""
    name, field = asking.field_of(link)
    parents, followed = asking.parents_of(link, known), False
    for start in range(0, len(parents), 100):
        found = served.data(asking.linked(link, parents[start : start + 100]))["nodes"]
        values = [node[name] for node in found if node and not is_empty(node.get(name))]
        if values:
            followed = True
            kinds = asking.kinds_of(asking.schema.type_map[link.on])
            wanted.difference_update(f"{one}.{name}" for one in (link.on, *(kind.name for kind in kinds)))
            _strike(values, get_named_type(field.type), wanted, asking)
            break
    return followed
