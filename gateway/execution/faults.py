"""Errors as callers see them: a message, a stable code, a path; equal ones folded, nothing internal."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, get_location

from gateway.errors import GatewayError, Internal

logger = logging.getLogger("gateway.execution")

MAX_FAULTS = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry of `errors`; `extensions.code` is always there."""

    message: str
    extensions: dict[str, Any]
    path: tuple[str | int, ...] | None = None
    locations: tuple[tuple[int, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The entry as the GraphQL specification orders it."""
        entry: dict[str, Any] = {"message": self.message}
        if self.locations:
            entry["locations"] = [{"line": line, "column": column} for line, column in self.locations]
        if self.path is not None:
            entry["path"] = list(self.path)
        return entry | {"extensions": self.extensions}


def request_fault(error: GraphQLError) -> Fault:
    """A fault that stopped an operation before it ran."""
    known = _gateway_error(error)
    extensions = known.extensions() if known else dict(error.extensions or {})
    extensions.setdefault("code", "INVALID_VARIABLES")
    return Fault(known.message if known else error.message, extensions, locations=_locations(error))


def fold(errors: Iterable[GraphQLError]) -> tuple[Fault, ...]:
    """Faults of an executed operation: one per code, source and message, with how often it happened.

    An outage below a list of N parents is one fault with `count: N`, not N of them; at most ten in all.
    It tells the first place by path, not by time: which source answers first is no part of an answer.
    """
    folded: dict[tuple[Any, ...], list[Fault]] = {}
    for error in sorted(errors, key=_place):
        fault = _field_fault(error)
        same = (fault.extensions["code"], fault.extensions.get("source"), fault.message)
        folded.setdefault(same, []).append(fault)
    return tuple(_counted(group) for group in list(folded.values())[:MAX_FAULTS])


def _place(error: GraphQLError) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, step) for step in error.path or ()]


def _counted(group: list[Fault]) -> Fault:
    first = group[0]
    if len(group) == 1:
        return first
    return Fault(first.message, first.extensions | {"count": len(group)}, first.path, first.locations)


def _field_fault(error: GraphQLError) -> Fault:
    known = _gateway_error(error)
    path = tuple(error.path) if error.path else None
    if known is None and error.original_error is None:
        # graphql-core's own words about arguments and types hold nothing internal
        return Fault(error.message, {"code": "INVALID_ARGUMENT"}, path, _locations(error))
    known = known or _unexpected(error)
    return Fault(known.message, known.extensions(), path, _locations(error))


def _unexpected(error: GraphQLError) -> Internal:
    reference = secrets.token_hex(4)
    kind = type(error.original_error).__name__
    logger.error("a field failed with %s (reference %s)", kind, reference, exc_info=error.original_error)
    return Internal(reference=reference)


def _gateway_error(error: GraphQLError) -> GatewayError | None:
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause if isinstance(cause, GatewayError) else None


def _locations(error: GraphQLError) -> tuple[tuple[int, int], ...]:
    # graphql-core counts lines in `original_error.source`, which with ours is the name of a source of content
    places = [node.loc for node in error.nodes or () if node.loc]
    found = [get_location(place.source, place.start) for place in places] or error.locations or []
    return tuple((place.line, place.column) for place in found[:3])
