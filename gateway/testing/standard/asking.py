"""Writes the standard queries: every field of a source that can be asked without knowing the source."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_object_type,
    is_required_argument,
)

from gateway.errors import BadInput
from gateway.graph.ids import decode_id
from gateway.source import Link, RootField, Source

Known = dict[str, list[str]]
"""Entity name -> ids of objects that exist."""

Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType

DEEPEST = 9
FOLLOWED = "->"
"""In the way to a type: a link was followed. Behind it no other is: each link has a query of its own."""
NESTED_FIRST = 2


def declared_of(field: GraphQLField) -> RootField | Link | None:
    """The declaration behind a field of the schema, None for a type's own field."""
    declared = _metadata_of(field)
    return declared if isinstance(declared, RootField | Link) else None


def _metadata_of(field: GraphQLField) -> Any:
    definition = field.extensions.get("strawberry-definition")
    return getattr(definition, "metadata", {}).get("declared")


class Asking:
    """Queries of one source.

    `arguments` tells what a root field or a link needs: `{"town": 'slug: "aven"', "Town.distance": "km: 3"}`.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        sources: Sequence[Source[Any]],
        source: Source[Any],
        arguments: Mapping[str, str],
    ) -> None:
        """`schema` is composed of all `sources`."""
        self.schema = schema
        self.source = source
        self._arguments = arguments
        self._links = {id(link) for link in source.links}
        foreign = {entity.name for other in sources if other.name != source.name for entity in other.entities}
        self._public = self._reached()
        self._foreign = {name for name, kind in schema.type_map.items() if _is_one_of(kind, foreign)}

    @property
    def parts(self) -> tuple[RootField | Link, ...]:
        """All that the source adds to `Query` and to types."""
        return (*self.source.fields, *self.source.links)

    def field_of(self, declared: RootField | Link) -> tuple[str, GraphQLField]:
        """Name and field in the schema of a declaration."""
        owner: Any = self.schema.type_map[declared.on if isinstance(declared, Link) else "Query"]
        for name, field in owner.fields.items():
            if declared_of(field) is declared:
                return name, field
        raise LookupError(f"the schema has no field for {declared.name}")

    def acts(self) -> Iterator[tuple[str, GraphQLField]]:
        """Name and field of each mutation and each subscription of the source."""
        own = {id(act) for act in (*self.source.mutations, *self.source.subscriptions)}
        for kind in (self.schema.mutation_type, self.schema.subscription_type):
            for name, field in kind.fields.items() if kind else ():
                if id(_metadata_of(field)) in own:
                    yield name, field

    def root(
        self, declared: RootField, *, first: int, known: Known | None = None, after: str | None = None
    ) -> str | None:
        """Everything of a root field; None when nobody says what to fill a needed argument with."""
        called = self.call(declared, first=first, known=known, after=after)
        return None if called is None else f"{{ {called}{self.below(self.field_of(declared)[1])} }}"

    def call(
        self, declared: RootField, *, first: int, known: Known | None = None, after: str | None = None
    ) -> str | None:
        """The field with its arguments, without what is below it."""
        name, field = self.field_of(declared)
        given = {"first": str(first), "after": f'"{after}"' if after else None}
        texts = [f"{arg}: {value}" for arg, value in given.items() if arg in field.args and value]
        if declared.name in self._arguments:
            texts.append(self._arguments[declared.name])
        elif "id" in field.args:
            ids = (known or {}).get(self.entity_of(field) or "")
            if not ids:
                return None
            texts.append(f'id: "{ids[0]}"')
        elif any(is_required_argument(arg) for key, arg in field.args.items() if key not in given):
            return None
        return f"{name}({', '.join(texts)})" if texts else name

    def linked(self, declared: Link, ids: Sequence[str], arguments: str = "") -> str:
        """A link of many objects: `nodes(ids:) { ... on Offer { stories { ... } } }`."""
        name, field = self.field_of(declared)
        listed = ", ".join(f'"{one}"' for one in ids)
        below = self.below(field, foreign=True, way=(FOLLOWED,))
        needed = self._arguments.get(f"{declared.on}.{name}")
        if needed:
            arguments = f"({needed})" if not arguments else f"({needed}, {arguments.removeprefix('(')}"
        return f"{{ nodes(ids: [{listed}]) {{ ... on {declared.on} {{ {name}{arguments}{below} }} }} }}"

    def can_be_asked(self, declared: RootField | Link) -> bool:
        """Whether a query may begin at it: not at a link of what has no id, which others lead to, nor of
        what needs a token."""
        kind: Any = self.schema.type_map[declared.on] if isinstance(declared, Link) else None
        return kind is None or ("id" in getattr(kind, "fields", {}) and self.is_public(kind))

    def is_public(self, kind: GraphQLNamedType) -> bool:
        """Whether anybody comes to a type; to what lies behind `viewer` and mutations only a token leads."""
        return kind.name in self._public

    def _reached(self) -> set[str]:
        """Names of types that lead from `Query`, `viewer` left out."""
        query: Any = self.schema.query_type
        waiting: list[Any] = [
            get_named_type(field.type) for name, field in query.fields.items() if name != "viewer"
        ]
        found: set[str] = set()
        while waiting:
            kind = waiting.pop()
            if kind.name in found:
                continue
            found.add(kind.name)
            waiting += [get_named_type(field.type) for field in getattr(kind, "fields", {}).values()]
            if is_abstract_type(kind):
                waiting += self.schema.get_possible_types(kind)
        return found

    def parents_of(self, link: Link, known: Known) -> list[str]:
        """Ids of what a link may start from; for a link on one kind of an entity those of all its kinds."""
        kind: Any = self.schema.type_map[link.on]
        names = (kind.name, *(parent.name for parent in getattr(kind, "interfaces", ())))
        return next((known[name] for name in names if name in known), [])

    def entity_of(self, field: GraphQLField) -> str | None:
        """The entity that a field gives, itself or as items of a connection."""
        kind: Any = get_named_type(field.type)
        edges = getattr(kind, "fields", {}).get("edges")
        if edges is not None:
            kind = get_named_type(get_named_type(edges.type).fields["node"].type)
        names = {kind.name, *(parent.name for parent in getattr(kind, "interfaces", ()))}
        entities = {entity.name for entity in self.source.entities}
        return next(iter(sorted(names & entities)), None)

    def below(self, field: GraphQLField, *, foreign: bool = False, way: tuple[str, ...] = ()) -> str:
        """The selection below a field, "" for a scalar; `foreign` objects are asked for their id."""
        kind = get_named_type(field.type)
        return self._selection(kind, way, foreign=foreign) if is_composite_type(kind) else ""

    def plain_fields(
        self, kind: GraphQLNamedType, *, foreign: bool = False
    ) -> Iterator[tuple[str, GraphQLField]]:
        """Fields that can be asked as they are: no needed argument, nothing that others contributed.

        Without `foreign` also no field that gives objects of another source.
        """
        for name, field in self.own_fields(kind).items():
            needs = any(is_required_argument(argument) for argument in field.args.values())
            if not needs and (foreign or not self._gives_foreign(field)):
                yield name, field

    def own_fields(self, kind: GraphQLNamedType) -> dict[str, Any]:
        """Fields of a type (or input type) without those that other sources contributed."""
        fields: dict[str, Any] = getattr(kind, "fields", {})
        return {name: field for name, field in fields.items() if not self._is_contributed(field)}

    def _is_contributed(self, field: Any) -> bool:
        declared = declared_of(field)
        return isinstance(declared, Link) and id(declared) not in self._links

    def is_own(self, kind: GraphQLNamedType) -> bool:
        """Whether a type is no entity of another source."""
        return kind.name not in self._foreign

    def kinds_of(self, kind: GraphQLNamedType) -> list[GraphQLNamedType]:
        """The object types behind an interface or a union."""
        return list(self.schema.get_possible_types(kind)) if is_abstract_type(kind) else []

    def _gives_foreign(self, field: GraphQLField) -> bool:
        kind: Any = get_named_type(field.type)
        for wrapper in ("edges", "node"):
            if kind.name not in self._foreign and wrapper in getattr(kind, "fields", {}):
                kind = get_named_type(kind.fields[wrapper].type)
        return kind.name in self._foreign

    def _selection(self, kind: Any, stack: tuple[str, ...], *, foreign: bool) -> str:
        if kind.name in self._foreign:
            return " { id }"
        parts = list(self._fields(kind, (*stack, kind.name), foreign=foreign))
        if is_abstract_type(kind):
            parts = ["__typename", *parts, *self._kinds(kind, stack)]
        return f" {{ {' '.join(parts)} }}" if parts else ""

    def _fields(
        self, kind: Any, stack: tuple[str, ...], *, foreign: bool, known: Container[str] = ()
    ) -> Iterator[str]:
        for name, field in self.plain_fields(kind, foreign=foreign):
            below = get_named_type(field.type)
            if name in known:
                continue
            if is_leaf_type(below):
                yield name
            elif below.name not in stack and len(stack) < DEEPEST:
                is_link = isinstance(declared_of(field), Link)
                if is_link and FOLLOWED in stack:
                    continue
                selection = self._selection(below, (*stack, FOLLOWED) if is_link else stack, foreign=foreign)
                nested = f"(first: {NESTED_FIRST})" if "first" in field.args else ""
                if selection:
                    yield f"{name}{nested}{selection}"

    def _kinds(self, kind: Any, stack: tuple[str, ...]) -> Iterator[str]:
        common = getattr(kind, "fields", {})
        for possible in self.schema.get_possible_types(kind):
            inner = (*stack, kind.name, possible.name)
            own = " ".join(
                _aliased(text, possible.name)
                for text in self._fields(possible, inner, foreign=False, known=common)
            )
            if own:
                yield f"... on {possible.name} {{ {own} }}"


def _aliased(text: str, kind: str) -> str:
    # kinds may give one name to fields of different types, which GraphQL refuses side by side
    return f"{kind}__{re.split(r'[( ]', text, maxsplit=1)[0]}: {text}"


def plain_name(key: str) -> str:
    """The field behind a key of an answer."""
    return key.rpartition("__")[2] if not key.startswith("__") else key


def collect_ids(value: Any, known: Known) -> None:
    """Add every id in an answer to `known`, by entity."""
    if isinstance(value, list):
        for item in value:
            collect_ids(item, known)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "id" and isinstance(item, str):
                _remember(item, known)
            else:
                collect_ids(item, known)


def _remember(text: str, known: Known) -> None:
    try:
        entity, _ = decode_id(text)
    except BadInput:
        return
    ids = known.setdefault(entity, [])
    if text not in ids:
        ids.append(text)


def _is_one_of(kind: GraphQLNamedType, entities: set[str]) -> bool:
    parents = getattr(kind, "interfaces", ()) if is_object_type(kind) else ()
    return kind.name in entities or any(parent.name in entities for parent in parents)
