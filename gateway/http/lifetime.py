"""How long an answer may be kept: the shortest `max_age` of all that its operation selects."""

from __future__ import annotations

from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
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


def lifetime_of(schema: GraphQLSchema, document: Document, name: str | None) -> int:
    """Seconds an answer may be kept; 0 for anything but a query. Worked out once per document.

    Whatever `@skip` and `@include` say, every selected field counts.
    """
    known: dict[str | None, int] = document.plans.setdefault(KEPT, {})
    if name not in known:
        operation = document.named(name)
        known[name] = _Walk(schema, document).lifetime(operation) if operation else 0
    return known[name]


class _Walk:
    def __init__(self, schema: GraphQLSchema, document: Document) -> None:
        self._schema = schema
        self._fragments = {
            node.name.value: node
            for node in document.ast.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._shortest: int | None = None

    def lifetime(self, operation: OperationDefinitionNode) -> int:
        root = self._schema.query_type
        if operation.operation is not OperationType.QUERY or root is None:
            return 0
        self._visit(operation.selection_set, root)
        return MAX_AGE if self._shortest is None else self._shortest

    def _visit(self, selections: SelectionSetNode | None, parent: GraphQLNamedType) -> None:
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                self._field(node, parent)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                self._visit(
                    node.selection_set, self._schema.type_map[condition.name.value] if condition else parent
                )
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._fragments.pop(node.name.value, None)  # a second visit finds nothing new
                if fragment is not None:
                    condition_type = self._schema.type_map[fragment.type_condition.name.value]
                    self._visit(fragment.selection_set, condition_type)

    def _field(self, node: FieldNode, parent: GraphQLNamedType) -> None:
        field: GraphQLField | None = getattr(parent, "fields", {}).get(node.name.value)
        if field is None:  # __typename, __schema and __type last as long as the process
            return
        declared = _declared(field)
        if declared is not None:
            self._at_most(declared.max_age)
        elif parent is self._schema.query_type:
            self._at_most(OWN_FIELDS.get(node.name.value, MAX_AGE))
        self._visit(node.selection_set, get_named_type(field.type))

    def _at_most(self, seconds: int) -> None:
        self._shortest = seconds if self._shortest is None else min(self._shortest, seconds)


def _declared(field: GraphQLField) -> RootField | Link | None:
    definition: Any = field.extensions.get("strawberry-definition")
    declared = getattr(definition, "metadata", {}).get("declared")
    return declared if isinstance(declared, RootField | Link) else None
