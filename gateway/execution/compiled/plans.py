"""The plans of a document's operations: compiled on first use, kept with the document."""

from __future__ import annotations

from graphql import (
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableValues,
)

from gateway.execution.compiled.compiler import Compiler
from gateway.execution.compiled.plan import Plan, Unsupported
from gateway.execution.compiled.selections import Selections, condition_variables
from gateway.execution.documents import Document

CONDITIONS = "conditions"
MAX_CONDITIONS = 4
"""Variables of `@skip` and `@include`: each doubles the plans an operation may have."""


def plan_of(
    schema: GraphQLSchema, document: Document, operation: OperationDefinitionNode, variables: VariableValues
) -> Plan | None:
    """The plan of an operation under these conditions; None when the ordinary executor must run it."""
    kept = document.plans
    if CONDITIONS not in kept:
        kept[CONDITIONS] = sorted(condition_variables(document.ast))
    conditions = kept[CONDITIONS]
    name = operation.name.value if operation.name else ""
    choice = (name, *(bool(variables.coerced.get(condition)) for condition in conditions))
    if choice not in kept:
        few = len(conditions) <= MAX_CONDITIONS
        kept[choice] = _compiled(schema, document, operation, variables) if few else None
    plan: Plan | None = kept[choice]
    return plan


def _compiled(
    schema: GraphQLSchema, document: Document, operation: OperationDefinitionNode, variables: VariableValues
) -> Plan | None:
    root = schema.query_type
    if root is None or operation.operation is not OperationType.QUERY:
        return None
    fragments = {
        node.name.value: node for node in document.ast.definitions if isinstance(node, FragmentDefinitionNode)
    }
    try:
        selections = Selections(schema, fragments, variables)
        plan = Compiler(selections).compile((operation.selection_set,), root)
    except Unsupported:
        return None
    plan.selections = selections
    return plan
