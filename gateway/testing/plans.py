"""The plan that the compiled executor has for a document: for tests that look at it or set its heat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError

from gateway.execution.compiled import Plan, plan_of
from gateway.execution.documents import Document
from gateway.execution.runner import Runner
from gateway.execution.variables import coerced


def plan_for(runner: Runner, document: Document, variables: Mapping[str, Any]) -> Plan | None:
    """The plan of a document's only operation; None for one that the ordinary executor runs.

    Nor is there one for variables that do not fit.
    """
    (chosen,) = document.operations.values()
    try:
        values = coerced(runner.core, document, chosen, variables)
    except GraphQLError:
        return None
    return plan_of(runner.core, document, chosen, values)
