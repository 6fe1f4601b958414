"""What an operation may cost at most: objects it can return, lists multiplied by their `first`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    get_named_type,
    is_composite_type,
    visit,
)

from gateway.execution.documents import Document
from gateway.source import Link, Mutation, RootField, Subscription

Variables = Mapping[str, Any]


COSTS = "costs"
MOST_COSTS = 500


def cost_in(
    schema: GraphQLSchema, document: Document, operation: OperationDefinitionNode, variables: Variables
) -> int:
    """As `cost_of`; worked out once for each choice of the variables that decide it."""
    name = operation.name.value if operation.name else ""
    kept: dict[Any, Any] = document.plans.setdefault(COSTS, {})
    if name not in kept:
        kept[name] = (_deciding(document.ast), {})
    deciding, costs = kept[name]
    choice = tuple(len(value) if isinstance(value, list) else value for value in map(variables.get, deciding))
    if choice not in costs:
        if len(costs) >= MOST_COSTS:
            costs.clear()
        costs[choice] = cost_of(schema, document.ast, operation, variables)
    cost: int = costs[choice]
    return cost


def _deciding(document: DocumentNode) -> tuple[str, ...]:
    """Names of the variables given as `first` or `ids`."""
    finder = _DecidingFinder()
    visit(document, finder)
    return tuple(sorted(finder.names))


class _DecidingFinder(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        if node.name.value in {"first", "ids"}:
            inner = _VariableFinder(self.names)
            visit(node.value, inner)


class _VariableFinder(Visitor):
    def __init__(self, names: set[str]) -> None:
        super().__init__()
        self.names = names

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.names.add(node.name.value)


def cost_of(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables
) -> int:
    """Cost units of one operation with these (coerced) variables.

    Every object a field may return counts one, a declared field or link counts what its source says;
    below a field with `first` everything counts that many times. Fragments are counted expanded,
    each visited once.
    """
    walk = _Walk(schema, document, variables)
    root = schema.get_root_type(operation.operation)
    return walk.of_set(operation.selection_set, root) if root else 0


class _Walk:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Variables) -> None:
        self._schema = schema
        self._variables = variables
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._known: dict[str, int] = {}

    def of_set(self, selections: SelectionSetNode | None, parent: GraphQLCompositeType) -> int:
        total = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                total += self._of_field(node, parent)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                total += self.of_set(
                    node.selection_set, self._named(condition.name.value) if condition else parent
                )
            elif isinstance(node, FragmentSpreadNode):
                total += self._of_fragment(node.name.value)
        return total

    def _of_fragment(self, name: str) -> int:
        if name not in self._known:
            self._known[name] = 0
            fragment = self._fragments[name]
            condition = self._named(fragment.type_condition.name.value)
            self._known[name] = self.of_set(fragment.selection_set, condition)
        return self._known[name]

    def _of_field(self, node: FieldNode, parent: GraphQLCompositeType) -> int:
        field: GraphQLField | None = getattr(parent, "fields", {}).get(node.name.value)
        if field is None:  # __typename, __schema and __type cost nothing
            return 0
        own = _declared_cost(field)
        below = get_named_type(field.type)
        if not is_composite_type(below):
            return own
        return max(own, 1) + self._times(node, field) * self.of_set(node.selection_set, below)

    def _times(self, node: FieldNode, field: GraphQLField) -> int:
        if "ids" in field.args:
            return len(self._argument(node, "ids", ()))
        if "first" not in field.args:
            return 1
        first = self._argument(node, "first", field.args["first"].default_value)
        if "last" in field.args:
            first = self._argument(node, "last", None) or first
        return max(first, 1) if isinstance(first, int) else 1

    def _argument(self, node: FieldNode, name: str, default: Any) -> Any:
        for argument in node.arguments or ():
            if argument.name.value == name:
                value = argument.value
                if isinstance(value, VariableNode):
                    return self._variables.get(value.name.value, default)
                return (
                    int(value.value) if isinstance(value, IntValueNode) else getattr(value, "values", default)
                )
        return default

    def _named(self, name: str) -> GraphQLCompositeType:
        found = self._schema.type_map[name]
        assert is_composite_type(found)  # noqa: S101  # validation has refused every other condition
        return found


def _declared_cost(field: GraphQLField) -> int:
    definition = field.extensions.get("strawberry-definition")
    declared = getattr(definition, "metadata", {}).get("declared")
    return declared.cost if isinstance(declared, RootField | Link | Mutation | Subscription) else 0
