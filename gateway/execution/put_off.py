"""Finds what a document puts off with `@defer` and `@stream`, and makes the same document without."""

from __future__ import annotations

from typing import Any

from graphql import REMOVE, DirectiveNode, DocumentNode, Visitor, print_ast, visit

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


def whole_ast(document: Document) -> DocumentNode:
    """The document without the directives, for one answer in one piece; itself when it has none of them."""
    if KEPT not in document.plans:
        visitor = _Whole()
        rest = visit(document.ast, visitor)
        document.plans[KEPT] = rest if visitor.found else document.ast
    ast: DocumentNode = document.plans[KEPT]
    return ast


def puts_off(document: Document) -> bool:
    """Whether a document has one of the directives."""
    return whole_ast(document) is not document.ast


def whole_text(document: Document) -> str:
    """The text of `whole_ast`."""
    return print_ast(whole_ast(document)) if puts_off(document) else document.text
