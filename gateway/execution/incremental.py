"""Answers in pieces: what `@defer` and `@stream` put off follows when it is there."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, OperationType
from graphql.execution import experimental_execute_incrementally

from gateway.errors import LimitExceeded
from gateway.execution.documents import Document
from gateway.execution.faults import fold
from gateway.execution.put_off import puts_off
from gateway.execution.runner import Answer, Operation, Runner, refusal
from gateway.graph.request import RequestScope

Piece = dict[str, Any]


def is_incremental(runner: Runner, operation: Operation) -> bool:
    """Whether the operation is a query that puts something off."""
    prepared = runner.documents.prepare(operation.query)
    if not isinstance(prepared, Document) or not puts_off(prepared):
        return False
    chosen = prepared.named(operation.name)
    return chosen is not None and chosen.operation is OperationType.QUERY


@dataclass(slots=True)
class Pieces:
    """An operation that may run in pieces, at its cost."""

    runner: Runner
    operation: Operation
    document: Document
    cost: int

    async def run(self, scope: RequestScope) -> AsyncGenerator[Piece, None]:
        """First what is not put off, then the rest as it comes; an end out of time is told in the last."""
        scope.document = self.document
        deadline = asyncio.get_running_loop().time() + self.runner.seconds
        try:
            async with asyncio.timeout_at(deadline):
                running = experimental_execute_incrementally(
                    self.runner.core,
                    self.document.ast,
                    context_value=scope,
                    variable_values=dict(self.operation.variables),
                    operation_name=self.operation.name,
                )
                result: Any = await running if inspect.isawaitable(running) else running
            more = getattr(result, "subsequent_results", None)
            first = _cleaned(result if more is None else result.initial_result)
            cost = {"requested": self.cost, "limit": self.runner.limits.cost}
            yield first | {"extensions": {"cost": cost}}
            while more is not None and (piece := await _next(more, deadline)) is not None:
                yield _cleaned(piece)
        except TimeoutError:
            late = LimitExceeded("LIMIT_DEADLINE", limit=self.runner.seconds, actual=self.runner.seconds)
            error = GraphQLError(late.message, original_error=late)
            yield {"errors": [fault.as_json() for fault in fold([error])], "hasNext": False}
        finally:
            scope.abandon()


def pieces_of(runner: Runner, operation: Operation) -> Pieces | Answer:
    """The operation, or why it cannot run; ask `is_incremental` before."""
    prepared = runner.documents.prepare(operation.query)
    chosen = prepared.named(operation.name) if isinstance(prepared, Document) else None
    assert isinstance(prepared, Document) and chosen is not None  # noqa: S101, PT018  # see above
    try:
        _, cost = runner.measure(prepared, chosen, operation.variables)
    except GraphQLError as error:
        return refusal(error)
    return Pieces(runner, operation, prepared, cost)


async def _next(more: Any, deadline: float) -> Any:
    async with asyncio.timeout_at(deadline):
        return await anext(more, None)


def _cleaned(result: Any) -> Piece:
    """A piece as the protocol writes it, its errors made fit to be seen."""
    piece: Piece = dict(result.formatted)
    _clean(piece, result)
    for name in ("incremental", "completed"):
        parts = [dict(part) for part in piece.get(name, ())]
        for part, made in zip(parts, getattr(result, name, None) or (), strict=True):
            _clean(part, made)
        if parts:
            piece[name] = parts
    return piece


def _clean(piece: Piece, result: Any) -> None:
    if errors := getattr(result, "errors", None):
        piece["errors"] = [fault.as_json() for fault in fold(errors)]
