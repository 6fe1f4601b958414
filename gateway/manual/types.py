"""Pages of the graph: its operations, the list of its types, and one page per type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_introspection_type,
)

from gateway.console.templates import Html, joined
from gateway.manual.fields import Writing
from gateway.manual.page import Content, render

KINDS: Mapping[type, tuple[str, str]] = {
    GraphQLObjectType: ("Object", "Objects"),
    GraphQLInterfaceType: ("Interface", "Interfaces"),
    GraphQLUnionType: ("Union", "Unions"),
    GraphQLInputObjectType: ("Input", "Inputs"),
    GraphQLEnumType: ("Enum", "Enums"),
    GraphQLScalarType: ("Scalar", "Scalars"),
}
ROOTS = {"Query": "docs/queries", "Mutation": "docs/mutations", "Subscription": "docs/subscriptions"}


def type_places(schema: GraphQLSchema) -> dict[str, str]:
    """Address of each type's page, from the root."""
    return {name: ROOTS.get(name, f"docs/types/{name}") for name in _names(schema)}


def root_page(schema: GraphQLSchema, name: str, writing: Writing) -> Content:
    """All fields of `Query`, `Mutation` or `Subscription`."""
    root: Any = schema.type_map[name]
    fields = dict(sorted(root.fields.items()))
    path = ROOTS[name]
    body = joined(
        [
            render(f"intro_{name.lower()}", up=writing.up),
            render("names", items=joined(render("name", href=f"#{one}", name=one) for one in fields)),
            writing.fields(fields),
        ]
    )
    return Content(path, {"Query": "Queries"}.get(name, f"{name}s"), body, path)


def types_page(schema: GraphQLSchema, writing: Writing) -> Content:
    """All types by kind."""
    sections = []
    for _, title in KINDS.values():
        all_names = (name for name in _names(schema) if name not in ROOTS)
        names = [name for name in all_names if _words(schema.type_map[name])[1] == title]
        if names:
            items = joined(_name(writing, name) for name in sorted(names))
            sections.append(render("kind", title=title, count=len(names), items=items))
    return Content("docs/types", "Types", joined(sections), "docs/types")


def type_page(schema: GraphQLSchema, name: str, writing: Writing) -> Content:
    """One type: what it is, its fields or values, what it implements, and where it is used."""
    kind = schema.type_map[name]
    users = sorted(_users(schema, name))
    parts = [
        render("about", kind=_words(kind)[0], about=writing.prose(kind.description)),
        *_members(kind, writing),
        *_relations(schema, kind, writing),
    ]
    if users:
        links = joined(render("name", href=f"{writing.up}{place}", name=user) for user, place in users)
        parts.append(render("section", title="Used by", body=render("names", items=links)))
    return Content(f"docs/types/{name}", name, joined(parts), "docs/types")


def _members(kind: GraphQLNamedType, writing: Writing) -> Iterable[Html]:
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        yield render("section", title="Fields", body=writing.fields(kind.fields))
    elif isinstance(kind, GraphQLInputObjectType):
        yield render("section", title="Fields", body=writing.inputs(kind.fields))
    elif isinstance(kind, GraphQLEnumType):
        yield render("section", title="Values", body=writing.values(kind))


def _relations(schema: GraphQLSchema, kind: GraphQLNamedType, writing: Writing) -> Iterable[Html]:
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and kind.interfaces:
        yield _types(writing, "Implements", [one.name for one in kind.interfaces])
    if isinstance(kind, GraphQLInterfaceType):
        yield _types(writing, "Implemented by", [one.name for one in schema.get_possible_types(kind)])
    if isinstance(kind, GraphQLUnionType):
        yield _types(writing, "One of", [one.name for one in kind.types])


def _types(writing: Writing, title: str, names: Iterable[str]) -> Html:
    items = joined(_name(writing, name) for name in sorted(names))
    return render("section", title=title, body=render("names", items=items))


def _name(writing: Writing, name: str) -> Html:
    return render("name", href=f"{writing.up}{writing.places[name]}", name=name)


def _users(schema: GraphQLSchema, name: str) -> Iterable[tuple[str, str]]:
    """`Type.field` that gives or takes the type, and its address."""
    places = type_places(schema)
    for owner in places:
        kind: Any = schema.type_map[owner]
        for key, field in getattr(kind, "fields", {}).items():
            taken = [argument.type for argument in getattr(field, "args", {}).values()]
            if any(get_named_type(one).name == name for one in (field.type, *taken)):
                yield f"{owner}.{key}", f"{places[owner]}#{key}"


def _words(kind: GraphQLNamedType) -> tuple[str, str]:
    """What kind of type it is, for one and for many."""
    return next(words for sort, words in KINDS.items() if isinstance(kind, sort))


def _names(schema: GraphQLSchema) -> list[str]:
    return [name for name, kind in schema.type_map.items() if not is_introspection_type(kind)]
