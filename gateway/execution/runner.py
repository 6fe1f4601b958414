"""Runs one operation: prepared document, limits with variables, execution, errors made fit to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from graphql import (
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    VariableValues,
)
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType as StrawberryOperationType

from gateway.errors import LimitExceeded
from gateway.execution.compiled import NeedsOrdinary, Plan, PlanRunner, Rendered, Result, plan_of
from gateway.execution.cost import cost_in
from gateway.execution.deadlines import Deadlines
from gateway.execution.documents import Document, Documents, Limits
from gateway.execution.faults import Fault, fold, request_fault
from gateway.execution.hints import enum_hint
from gateway.execution.put_off import whole_text
from gateway.execution.variables import coerced
from gateway.graph.compose import ComposedSchema
from gateway.graph.request import RequestScope
from gateway.observe.tracing import Trace, phase

RENDERED_BYTES = 32_000_000
SMALL_COST = 20
"""An answer of so few objects stays in the processor's caches while the next level is waited for."""


class Operation(msgspec.Struct, frozen=True):
    """What a caller sends: a document, the operation's name in it, its variables."""

    query: str
    name: str | None = None
    variables: Mapping[str, Any] = msgspec.field(default_factory=dict)
    read_only: bool = False
    """Set for GET: only queries may run."""
    joined: bool = False
    """Whether an answer without errors may come as bytes."""
    trace: Trace | None = None
    """The record of its work, when the caller asks for one."""


class Answer(msgspec.Struct, frozen=True):
    """`executed` is False when nothing ran: then there is no `data` and `faults` says why.

    With `joined`, `data` is None and `joined` its JSON.
    """

    executed: bool
    data: Mapping[str, Any] | None = None
    faults: tuple[Fault, ...] = ()
    extensions: Mapping[str, Any] = msgspec.field(default_factory=dict)
    joined: bytes | None = None


class UsePrepared(SchemaExtension):
    """Hands Strawberry the document that was parsed and validated before."""

    def on_parse(self) -> Iterator[None]:
        """Skip parsing."""
        self.execution_context.graphql_document = self.execution_context.context.document.ast
        yield

    def on_validate(self) -> Iterator[None]:
        """Skip validation: it was done when the document was prepared."""
        self.execution_context.pre_execution_errors = []
        yield


class Runner:
    """Runs operations against one composed schema."""

    def __init__(
        self,
        schema: ComposedSchema,
        limits: Limits,
        *,
        introspection: bool = True,
        seconds: float = 10.0,
        compiled: bool = True,
        rendered_bytes: int = RENDERED_BYTES,
        small_cost: int = SMALL_COST,
    ) -> None:
        """`seconds` ends an operation that outlives every source's own deadline.

        Without `compiled` everything goes to the ordinary executor, for comparison. Of pieces of answers
        `rendered_bytes` are kept. What costs no more than `small_cost` is written at once, not by levels.
        """
        self.schema = schema
        self.limits = limits
        self.core = schema._schema  # Strawberry offers no public door to the core schema
        self.documents = Documents(self.core, limits, introspection=introspection)
        self._seconds = seconds
        self._deadlines = Deadlines(seconds)
        self._introspection = introspection
        self._compiled = compiled
        self._small_cost = small_cost
        self._plans = PlanRunner(schema, Rendered(rendered_bytes))

    async def run(self, operation: Operation, scope: RequestScope) -> Answer:
        """Execute, or say why not. Never raises for anything a caller can send."""
        prepared = self.documents.prepare(operation.query)
        if not isinstance(prepared, Document):
            return refusal(*prepared)
        try:
            chosen = _chosen(prepared, operation)
            variables = self._variables(prepared, chosen, operation.variables)
            cost = self._cost(prepared, chosen, variables)
        except GraphQLError as error:
            return refusal(error)
        scope.document = prepared
        plan = self._plan(operation, prepared, chosen, variables)
        task = scope.task = self._deadlines.current_task()
        try:
            with self._deadlines.limited(task), phase("execute"):
                result = await self._execute(operation, scope, plan, variables, cost)
        except TimeoutError:
            late = LimitExceeded("LIMIT_DEADLINE", limit=self._seconds, actual=self._seconds)
            return refusal(GraphQLError(late.message, original_error=late))
        finally:
            scope.forget()
        extensions: dict[str, Any] = {"cost": {"requested": cost, "limit": self.limits.cost}}
        if scope.stale:
            extensions["stale"] = sorted(scope.stale)
        return Answer(True, result.data, fold(result.errors), extensions, result.joined)

    def _plan(
        self,
        operation: Operation,
        document: Document,
        chosen: OperationDefinitionNode,
        variables: VariableValues,
    ) -> Plan | None:
        if not self._compiled:
            return None
        known = len(document.plans)
        with phase("plan"):
            plan = plan_of(self.core, document, chosen, variables)
        if operation.trace is not None and plan is not None:
            operation.trace.plan = "KEPT" if len(document.plans) == known else "NEW"
        return plan

    @property
    def seconds(self) -> float:
        """The longest time for one operation, or for one event of a subscription."""
        return self._seconds

    def measure(
        self, document: Document, chosen: OperationDefinitionNode, given: Mapping[str, Any]
    ) -> tuple[VariableValues, int]:
        """Variables and cost of an operation; raises `GraphQLError` for what cannot run."""
        variables = self._variables(document, chosen, given)
        return variables, self._cost(document, chosen, variables)

    def _variables(
        self, document: Document, chosen: OperationDefinitionNode, given: Mapping[str, Any]
    ) -> VariableValues:
        try:
            return coerced(self.core, document, chosen, given)
        except GraphQLError as error:
            error.extensions = {**(error.extensions or {}), **self._hint(error.message)}
            raise

    def _hint(self, message: str) -> dict[str, str]:
        return enum_hint(self.core, message) if self._introspection else {}

    def _cost(self, document: Document, chosen: OperationDefinitionNode, variables: VariableValues) -> int:
        cost = cost_in(self.core, document, chosen, variables.coerced)
        if cost > self.limits.cost:
            error = LimitExceeded("LIMIT_COST", limit=self.limits.cost, actual=cost)
            raise GraphQLError(error.message, original_error=error, extensions=error.extensions())
        return cost

    async def _execute(
        self,
        operation: Operation,
        scope: RequestScope,
        plan: Plan | None,
        variables: VariableValues,
        cost: int,
    ) -> Result:
        if plan is not None:
            small = cost <= self._small_cost
            try:
                return await self._plans.run(plan, scope, variables, joined=operation.joined, small=small)
            except NeedsOrdinary:
                pass  # most of what was read stays in the scope and is not asked again
        document = scope.document
        result = await self.schema.execute(
            operation.query if document is None else whole_text(document),
            variable_values=dict(operation.variables),
            context_value=scope,
            operation_name=operation.name,
            allowed_operation_types=[StrawberryOperationType.QUERY, StrawberryOperationType.MUTATION],
        )
        return Result(result.data, result.errors or [])


def refusal(*errors: GraphQLError) -> Answer:
    """The answer of what did not run."""
    return Answer(executed=False, faults=tuple(request_fault(error) for error in errors))


def _chosen(document: Document, operation: Operation) -> OperationDefinitionNode:
    if operation.name is None and len(document.operations) == 1:
        chosen = next(iter(document.operations.values()))
    elif operation.name in document.operations:
        chosen = document.operations[operation.name]
    else:
        raise GraphQLError(
            "Say by operationName which operation of the document to run.",
            extensions={"code": "INVALID_OPERATION"},
        )
    if chosen.operation is OperationType.SUBSCRIPTION:
        words = "A subscription is answered as text/event-stream: name it in Accept."
        raise GraphQLError(words, extensions={"code": "INVALID_OPERATION"})
    if operation.read_only and chosen.operation is not OperationType.QUERY:
        raise GraphQLError("GET runs queries only.", extensions={"code": "METHOD_NOT_ALLOWED"})
    return chosen
