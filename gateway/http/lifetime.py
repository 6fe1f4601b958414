"""How long an answer may be kept: the shortest `max_age` of all that its operation selects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
)

from gateway.execution.documents import Document
from gateway.source import MAX_AGE, Link, RootField

STATUS_SECONDS = 5
OWN_FIELDS = {"sources": STATUS_SECONDS, "viewer": 0}
"""Fields of the gateway's own that change faster than content does."""

KEPT = "max_age"


@dataclass(frozen=True, slots=True)
class Selected:
    """A selected field: what a source declared of it, if one did, and the type it leads to."""

    name: str
    at_root: bool
    declared: RootField | Link | None
    type: GraphQLNamedType


def lifetime_of(schema: GraphQLSchema, document: Document, name: str | None) -> int:
    """Seconds an answer may be kept; 0 for anything but a query. Worked out once per document.

    Whatever `@skip` and `@include` say, every selected field counts.
    """
    known: dict[str | None, int] = document.plans.setdefault(KEPT, {})
    if name not in known:
        known[name] = _lifetime(schema, document, name)
    return known[name]


def selected_of(schema: GraphQLSchema, document: Document, name: str | None) -> Iterator[Selected]:
    """All fields that a query selects, fragments included, each fragment once; none of other operations."""
    operation = document.named(name)
    root = schema.query_type
    if operation is None or operation.operation is not OperationType.QUERY or root is None:
        return
    yield from _Walk(schema, document).fields(operation.selection_set, root)


def _lifetime(schema: GraphQLSchema, document: Document, name: str | None) -> int:
    operation = document.named(name)
    if operation is None or operation.operation is not OperationType.QUERY or schema.query_type is None:
        return 0
    return min(
        (one for one in map(_seconds, selected_of(schema, document, name)) if one is not None),
        default=MAX_AGE,
    )


def _seconds(selected: Selected) -> int | None:
    if selected.declared is not None:
        return selected.declared.max_age
    return OWN_FIELDS.get(selected.name, MAX_AGE) if selected.at_root else None


class _Walk:
    def __init__(self, schema: GraphQLSchema, document: Document) -> None:
        self._schema = schema
        self._fragments = {
            node.name.value: node
            for node in document.ast.definitions
            if isinstance(node, FragmentDefinitionNode)
        }

    def fields(self, selections: SelectionSetNode | None, parent: GraphQLNamedType) -> Iterator[Selected]:
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                yield from self._field(node, parent)
            elif isinstance(node, InlineFragmentNode):
                yield from self.fields(node.selection_set, self._condition(node.type_condition, parent))
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._fragments.pop(node.name.value, None)  # a second visit finds nothing new
                if fragment is not None:
                    yield from self.fields(
                        fragment.selection_set, self._condition(fragment.type_condition, parent)
                    )

    def _field(self, node: FieldNode, parent: GraphQLNamedType) -> Iterator[Selected]:
        field: GraphQLField | None = getattr(parent, "fields", {}).get(node.name.value)
        if field is None:  # __typename, __schema and __type last as long as the process
            return
        below = get_named_type(field.type)
        yield Selected(node.name.value, parent is self._schema.query_type, _declared(field), below)
        yield from self.fields(node.selection_set, below)

    def _condition(self, condition: NamedTypeNode | None, parent: GraphQLNamedType) -> GraphQLNamedType:
        return self._schema.type_map[condition.name.value] if condition else parent


def _declared(field: GraphQLField) -> RootField | Link | None:
    definition: Any = field.extensions.get("strawberry-definition")
    declared = getattr(definition, "metadata", {}).get("declared")
    return declared if isinstance(declared, RootField | Link) else None
