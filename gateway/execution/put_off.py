"""Finds what a document puts off with `@defer` and `@stream`, and makes the same document without."""

from __future__ import annotations

from typing import Any

from graphql import REMOVE, DirectiveNode, Visitor, print_ast, visit

from gateway.execution.documents import Document

DIRECTIVES = frozenset({"defer", "stream"})
KEPT = "whole"


class _Whole(Visitor):
    """Takes the two directives out; `found` says whether there was any."""

    found = False

    def enter_directive(self, node: DirectiveNode, *_: Any) -> Any:
        """Remove it."""
        if node.name.value in DIRECTIVES:
            self.found = True
            return REMOVE
        return None


def whole_text(document: Document) -> str | None:
    """The document without the directives, for one answer in one piece; None when it has none of them."""
    if KEPT not in document.plans:
        visitor = _Whole()
        rest = visit(document.ast, visitor)
        document.plans[KEPT] = print_ast(rest) if visitor.found else None
    text: str | None = document.plans[KEPT]
    return text
