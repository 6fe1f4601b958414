"""Variables of an operation: straight checks for plain scalars, graphql-core for everything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableValues,
    get_variable_values,
    is_non_null_type,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValueSource

from gateway.execution.documents import Document

MAX_ERRORS = 10
SIGNATURES = "signatures"
LOWEST, HIGHEST = -(2**31), 2**31 - 1


def _is_int(value: Any) -> bool:
    return value.__class__ is int and LOWEST <= value <= HIGHEST


def _is_text(value: Any) -> bool:
    return value.__class__ is str


def _is_flag(value: Any) -> bool:
    return value is True or value is False


PLAIN: Mapping[str, Callable[[Any], bool]] = {
    "Int": _is_int,
    "String": _is_text,
    "ID": _is_text,
    "Boolean": _is_flag,
}
"""Types whose values are their own coerced form when they pass the check; others are left to graphql-core."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A variable of plain type. `absent` is what stands for it when it is not given, None if it must be."""

    name: str
    check: Callable[[Any], bool]
    nullable: bool
    signature: Any
    absent: VariableValueSource | None


def coerced(
    schema: GraphQLSchema, document: Document, operation: OperationDefinitionNode, given: Mapping[str, Any]
) -> VariableValues:
    """The values that the operation's variables have; raises the first `GraphQLError` of graphql-core."""
    name = operation.name.value if operation.name else ""
    known: dict[str, list[Expected] | None] = document.plans.setdefault(SIGNATURES, {})
    if name not in known:
        known[name] = _expected(schema, operation)
    expected = known[name]
    found = _quick(expected, given) if expected is not None else None
    if found is not None:
        return found
    definitions = operation.variable_definitions or ()
    checked = get_variable_values(
        schema, definitions, dict(given), max_errors=MAX_ERRORS, hide_suggestions=True
    )
    if isinstance(checked, list):
        raise checked[0]
    return checked


def _expected(schema: GraphQLSchema, operation: OperationDefinitionNode) -> list[Expected] | None:
    """What is known of the variables; None when one of them is not of a plain type."""
    found: list[Expected] = []
    for definition in operation.variable_definitions or ():
        signature = get_variable_signature(schema, definition)
        if isinstance(signature, GraphQLError):
            return None
        kind: Any = signature.type
        required = is_non_null_type(kind)
        kind = kind.of_type if required else kind
        check = PLAIN.get(getattr(kind, "name", ""))
        if check is None:
            return None
        optional = not required and definition.default_value is None
        absent = VariableValueSource(signature) if optional else None
        found.append(Expected(signature.name, check, not required, signature, absent))
    return found


def _quick(expected: list[Expected], given: Mapping[str, Any]) -> VariableValues | None:
    """The values when all of them are as they should be; None when graphql-core must look."""
    sources: dict[str, VariableValueSource] = {}
    values: dict[str, Any] = {}
    for one in expected:
        if one.name not in given:
            if one.absent is None:
                return None
            sources[one.name] = one.absent
            continue
        value = given[one.name]
        if not (one.nullable if value is None else one.check(value)):
            return None
        sources[one.name] = VariableValueSource(one.signature, value)
        values[one.name] = value
    return VariableValues(sources, values)
