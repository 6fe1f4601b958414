"""Resolvers of the ordinary executor: a root field asks its source, a link follows its batch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionSetNode,
)

from gateway.source import Link, RootField

Resolver = Callable[..., Awaitable[Any]]


def ask_resolver(field: RootField) -> Resolver:
    """A resolver that asks a root field's source."""

    async def resolve(self: Any, info: Any, **arguments: Any) -> Any:  # noqa: ARG001  # self is Strawberry's
        return await info.context.ask(field, arguments, selected_names(info))

    return resolve


def follow_resolver(link: Link) -> Resolver:
    """A resolver that follows a link together with the other parents of its level."""

    async def resolve(self: Any, info: Any, **arguments: Any) -> Any:
        return await info.context.follow(
            link, self, arguments, selected_names(info).intersection(link.watches)
        )

    return resolve


def event_resolver() -> Resolver:
    """A resolver of a subscription's field: its value is the event, with which the operation is executed."""

    async def resolve(self: Any, info: Any, **arguments: Any) -> Any:  # noqa: ARG001  # Strawberry's form
        return self

    return resolve


def selected_names(info: Any) -> frozenset[str]:
    """Names of the fields asked right below this one, fragments included, whatever their directives."""
    fragments: dict[str, FragmentDefinitionNode] = info._raw_info.fragments
    nodes: list[FieldNode] = info._raw_info.field_nodes
    return frozenset(
        name for node in nodes if node.selection_set for name in _names(node.selection_set, fragments, set())
    )


def _names(
    selections: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode], seen: set[str]
) -> Iterator[str]:
    for node in selections.selections:
        if isinstance(node, FieldNode):
            yield node.name.value
        elif isinstance(node, InlineFragmentNode):
            yield from _names(node.selection_set, fragments, seen)
        elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
            seen.add(node.name.value)
            yield from _names(fragments[node.name.value].selection_set, fragments, seen)
