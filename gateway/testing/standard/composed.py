"""What the composed schema says about a source: nullable, described, costed, capped (standard 4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_non_null_type,
)

from gateway.source import Link, RootField
from gateway.testing.standard.asking import Asking, Known
from gateway.testing.standard.served import Served

TOO_MANY = 101


def careless_fields(asking: Asking) -> Iterator[str]:
    """Root and contributed fields that cannot be null, cost nothing, or give lists without `first`."""
    for declared in asking.parts:
        name, field = asking.field_of(declared)
        if is_non_null_type(field.type):
            yield f"{name} cannot be null: its failure would take its parent with it"
        if declared.cost < 1:
            yield f"{name} costs {declared.cost}"
        if "edges" in getattr(get_named_type(field.type), "fields", {}) and "first" not in field.args:
            yield f"{name} gives a connection and takes no `first`"


def undescribed(asking: Asking) -> Iterator[str]:
    """Types, fields, arguments, enum values and input fields without a description."""
    for declared in asking.parts:
        name, field = asking.field_of(declared)
        yield from _undescribed_field(name, field)
    for name, field in asking.acts():
        yield from _undescribed_field(name, field)
    for kind in types_of(asking):
        yield from _undescribed_type(kind, asking)


def types_of(asking: Asking) -> list[GraphQLNamedType]:
    """All types that can be reached from the source's fields without passing another source's entity."""
    found: dict[str, GraphQLNamedType] = {}
    waiting = [kind for part in asking.parts for kind in _named_in(asking.field_of(part)[1])]
    waiting += [kind for _, field in asking.acts() for kind in _named_in(field)]
    waiting += [asking.schema.type_map[entity.name] for entity in asking.source.entities]
    while waiting:
        kind = waiting.pop()
        if kind.name in found or not asking.is_own(kind):
            continue
        found[kind.name] = kind
        waiting += [named for field in asking.own_fields(kind).values() for named in _named_in(field)]
        waiting += asking.kinds_of(kind)
    return [found[name] for name in sorted(found)]


def _named_in(field: Any) -> list[GraphQLNamedType]:
    arguments = getattr(field, "args", {}).values()
    return [get_named_type(field.type), *(get_named_type(argument.type) for argument in arguments)]


def _undescribed_type(kind: GraphQLNamedType, asking: Asking) -> Iterator[str]:
    if not kind.description:
        yield f"the type {kind.name} has no description"
    if is_enum_type(kind):
        yield from (
            f"{kind.name}.{n} has no description" for n, v in kind.values.items() if not v.description
        )
    for name, field in asking.own_fields(kind).items():
        if is_input_object_type(kind):
            yield from () if field.description else (f"{kind.name}.{name} has no description",)
        else:
            yield from _undescribed_field(f"{kind.name}.{name}", field)


def _undescribed_field(name: str, field: GraphQLField) -> Iterator[str]:
    if not field.description:
        yield f"{name} has no description"
    for argument, its in field.args.items():
        if not its.description:
            yield f"{name}({argument}:) has no description"


def uncapped(asking: Asking, known: Known, served: Served) -> Iterator[str]:
    """Lists that give more than a hundred items, or fewer than one, instead of an error."""
    for declared in asking.parts:
        name, field = asking.field_of(declared)
        if "first" not in field.args:
            continue
        for first, code in ((TOO_MANY, "LIMIT_FIRST"), (0, "INVALID_ARGUMENT")):
            query = _query(asking, declared, known, first)
            answer = served.answer(query) if query else {}
            codes = [error["extensions"]["code"] for error in answer.get("errors", ())]
            if query and codes != [code]:
                yield f"{name}(first: {first}) is answered by {codes or 'data'} instead of {code}"
            if query is None and asking.can_be_asked(declared):
                yield f"{name} cannot be asked: tell its arguments in `arguments` of the test class"


def _query(asking: Asking, declared: RootField | Link, known: Known, first: int) -> str | None:
    if isinstance(declared, Link):
        ids = asking.parents_of(declared, known)[:1]
        return asking.linked(declared, ids, f"(first: {first})") if ids else None
    return asking.root(declared, first=first, known=known)
