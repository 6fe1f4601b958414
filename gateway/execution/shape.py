"""One walk over a document that counts everything the limits speak of; each fragment is visited once."""

from __future__ import annotations

from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

INTROSPECTION_DEPTH = 20
"""GraphiQL's own introspection query nests 14 fields; deeper ones only want to make work."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Size of a selection with its fragments expanded: levels of fields, fields, aliases, directives.

    `introspection` is the depth below `__schema` and `__type`, kept apart because tools nest deeply there.
    """

    depth: int = 0
    introspection: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0

    def beside(self, other: Shape) -> Shape:
        """Two selections next to each other."""
        return Shape(
            max(self.depth, other.depth),
            max(self.introspection, other.introspection),
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
        )


EMPTY = Shape()


def shape_of(document: DocumentNode, operation: OperationDefinitionNode) -> Shape:
    """The shape of one operation; cyclic fragments end at nothing (validation refuses them later)."""
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }
    measured = _of_set(operation.selection_set, fragments, {})
    return measured.beside(Shape(directives=len(operation.directives or ())))


def _of_set(
    selections: SelectionSetNode | None,
    fragments: dict[str, FragmentDefinitionNode],
    known: dict[str, Shape],
) -> Shape:
    total = EMPTY
    for node in selections.selections if selections else ():
        directives = Shape(directives=len(node.directives or ()))
        if isinstance(node, FieldNode):
            total = total.beside(_of_field(node, fragments, known)).beside(directives)
        elif isinstance(node, InlineFragmentNode):
            total = total.beside(_of_set(node.selection_set, fragments, known)).beside(directives)
        elif isinstance(node, FragmentSpreadNode):
            total = total.beside(_of_fragment(node.name.value, fragments, known)).beside(directives)
    return total


def _of_field(
    node: FieldNode, fragments: dict[str, FragmentDefinitionNode], known: dict[str, Shape]
) -> Shape:
    below = _of_set(node.selection_set, fragments, known)
    introspects = node.name.value in {"__schema", "__type"}
    return Shape(
        depth=0 if introspects else below.depth + 1,
        introspection=below.depth + 1 if introspects else below.introspection,
        fields=below.fields + 1,
        aliases=below.aliases + (node.alias is not None),
        directives=below.directives,
    )


def _of_fragment(name: str, fragments: dict[str, FragmentDefinitionNode], known: dict[str, Shape]) -> Shape:
    if name not in known:
        known[name] = EMPTY
        if name in fragments:
            known[name] = _of_set(fragments[name].selection_set, fragments, known)
    return known[name]
