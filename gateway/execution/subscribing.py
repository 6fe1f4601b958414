"""Runs a subscription: follows its source, and executes the operation once for each event."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableValues,
    get_argument_values,
)
from graphql.execution import experimental_execute_incrementally
from strawberry.types.arguments import convert_arguments

from gateway.errors import GatewayError, LimitExceeded
from gateway.execution.documents import Document
from gateway.execution.faults import fold, request_fault
from gateway.execution.put_off import whole_ast
from gateway.execution.runner import Answer, Operation, Runner, refusal
from gateway.graph.request import RequestScope
from gateway.source import Happening, Subscription

NewScope = Callable[[], RequestScope]


@dataclass(frozen=True, slots=True)
class Event:
    """The answer to one event, and the mark after it."""

    answer: Answer
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Following:
    """A subscription that may run: what to follow, with which arguments, at what cost an event."""

    runner: Runner
    operation: Operation
    document: Document
    variables: VariableValues
    declared: Subscription
    arguments: dict[str, Any]
    cost: int

    async def events(self, new_scope: NewScope, since: str | None) -> AsyncGenerator[Event, None]:
        """An answer per event; a failure of the source is the last one."""
        happenings: AsyncIterator[Happening[Any]] = new_scope().listen(self.declared, self.arguments, since)
        try:
            async for happening in happenings:
                yield Event(await self._answer(happening.value, new_scope()), happening.mark)
        except GatewayError as error:
            fault = request_fault(GraphQLError(error.message, original_error=error))
            yield Event(Answer(executed=False, faults=(fault,)))
        finally:
            await happenings.aclose()  # type: ignore[attr-defined]  # it is a generator

    async def _answer(self, value: Any, scope: RequestScope) -> Answer:
        scope.document = self.document
        try:
            async with asyncio.timeout(self.runner.seconds):
                running = experimental_execute_incrementally(
                    self.runner.core,
                    whole_ast(self.document),  # an event comes in one piece
                    root_value=value,
                    context_value=scope,
                    variable_values=dict(self.operation.variables),
                    operation_name=self.operation.name,
                )
                result: Any = await running if inspect.isawaitable(running) else running
        except TimeoutError:
            late = LimitExceeded("LIMIT_DEADLINE", limit=self.runner.seconds, actual=self.runner.seconds)
            return refusal(GraphQLError(late.message, original_error=late))
        finally:
            scope.abandon()
        return Answer(True, result.data, fold(result.errors or ()))


def is_subscription(runner: Runner, operation: Operation) -> bool:
    """Whether the operation that is meant is one; False for whatever cannot run."""
    prepared = runner.documents.prepare(operation.query)
    chosen = prepared.named(operation.name) if isinstance(prepared, Document) else None
    return chosen is not None and chosen.operation is OperationType.SUBSCRIPTION


def following(runner: Runner, operation: Operation, scope: RequestScope) -> Following | Answer:
    """The subscription, or why it cannot run."""
    prepared = runner.documents.prepare(operation.query)
    if not isinstance(prepared, Document):
        return refusal(*prepared)
    chosen = prepared.named(operation.name)
    assert chosen is not None  # noqa: S101  # `is_subscription` has found it
    try:
        variables, cost = runner.measure(prepared, chosen, operation.variables)
        declared, arguments = _field(runner, prepared, chosen, variables)
        scope.admit(declared.roles)
    except GraphQLError as error:
        return refusal(error)
    except GatewayError as error:
        return refusal(GraphQLError(error.message, original_error=error))
    return Following(runner, operation, prepared, variables, declared, arguments, cost)


def _field(
    runner: Runner, document: Document, chosen: OperationDefinitionNode, variables: VariableValues
) -> tuple[Subscription, dict[str, Any]]:
    """The one root field, which validation has made sure of, and its arguments."""
    node = _root_node(document, chosen.selection_set)
    root: Any = runner.core.subscription_type
    definition = root.fields[node.name.value]
    field = definition.extensions["strawberry-definition"]
    values = get_argument_values(definition, node, variables)
    scalars = runner.schema.schema_converter.scalar_registry
    return field.metadata["declared"], convert_arguments(
        values, field.arguments, scalars, runner.schema.config
    )


def _root_node(document: Document, selections: SelectionSetNode) -> FieldNode:
    node = selections.selections[0]
    while not isinstance(node, FieldNode):
        inner = node.selection_set if isinstance(node, InlineFragmentNode) else _fragment(document, node)
        node = inner.selections[0]
    return node


def _fragment(document: Document, spread: Any) -> SelectionSetNode:
    return next(
        node.selection_set
        for node in document.ast.definitions
        if isinstance(node, FragmentDefinitionNode) and node.name.value == spread.name.value
    )
