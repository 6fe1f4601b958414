"""Which fields are selected on a concrete type, fragments and constant directives worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionSetNode,
    VariableNode,
    VariableValues,
    Visitor,
    get_directive_values,
    get_named_type,
    is_abstract_type,
    visit,
)

Sets = tuple[SelectionSetNode, ...]


@dataclass(frozen=True, slots=True)
class Selections:
    """Collects fields as the specification says, for one operation and one choice of its conditions.

    Of `variables` only those that `@skip` and `@include` use are read.
    """

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues

    def fields(self, sets: Sets, kind: GraphQLObjectType) -> dict[str, list[FieldNode]]:
        """Response key -> the nodes that share it, in the order of their first appearance."""
        found: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for selection in sets:
            self._collect(selection, kind, found, seen)
        return found

    def kinds(self, kind: GraphQLOutputType) -> Sequence[Any]:
        """The concrete types that a field of a type may give; a leaf stands for itself."""
        named = get_named_type(kind)
        return self.schema.get_possible_types(named) if is_abstract_type(named) else [named]

    def _collect(
        self,
        selections: SelectionSetNode,
        kind: GraphQLObjectType,
        found: dict[str, list[FieldNode]],
        seen: set[str],
    ) -> None:
        for node in selections.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                if condition is None or self._applies(condition.name.value, kind):
                    self._collect(node.selection_set, kind, found, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                fragment = self.fragments[node.name.value]
                if self._applies(fragment.type_condition.name.value, kind):
                    self._collect(fragment.selection_set, kind, found, seen)

    def _applies(self, condition: str, kind: GraphQLObjectType) -> bool:
        named = self.schema.type_map[condition]
        return named is kind or (is_abstract_type(named) and self.schema.is_sub_type(named, kind))

    def _included(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        if skip and skip["if"]:
            return False
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (include and not include["if"])


def below(nodes: Iterable[FieldNode]) -> Sets:
    """The selection sets of nodes that share a response key."""
    return tuple(node.selection_set for node in nodes if node.selection_set)


def condition_variables(document: DocumentNode) -> frozenset[str]:
    """Names of the variables that any `@skip` or `@include` of a document uses."""
    finder = _ConditionFinder()
    visit(document, finder)
    return frozenset(finder.names)


class _ConditionFinder(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        for argument in node.arguments or ():
            if node.name.value in {"skip", "include"} and isinstance(argument.value, VariableNode):
                self.names.add(argument.value.name.value)
