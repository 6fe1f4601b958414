"""Which sources' content an operation shows: the tags under which its answer is kept."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import GraphQLAbstractType, GraphQLNamedType, GraphQLSchema, is_abstract_type

from gateway.execution.documents import Document
from gateway.http.lifetime import selected_of
from gateway.opened import OpenedSources

SHOWN = "shown_sources"
OF_NONE = frozenset({"sources", "viewer"})
"""Fields of the gateway's own that show no content of a source; all the others may show that of any."""


def sources_shown(
    schema: GraphQLSchema, document: Document, name: str | None, opened: OpenedSources
) -> frozenset[str]:
    """Names of the sources whose fields and links the operation selects, and whose entities they lead to.

    Whatever `@skip` and `@include` say, every selected field counts. Worked out once per document.
    """
    known: dict[str | None, frozenset[str]] = document.plans.setdefault(SHOWN, {})
    if name not in known:
        known[name] = frozenset(_shown(schema, document, name, opened))
    return known[name]


def _shown(
    schema: GraphQLSchema, document: Document, name: str | None, opened: OpenedSources
) -> Iterator[str]:
    for selected in selected_of(schema, document, name):
        if selected.declared is not None:
            yield opened.source_of(selected.declared).name
        elif selected.at_root and selected.name not in OF_NONE:
            yield from opened.by_name
        for kind in _possible(schema, selected.type):
            if opened.owns(kind.name):
                yield opened.owner(kind.name)[0].name


def _possible(schema: GraphQLSchema, kind: GraphQLNamedType) -> Iterator[GraphQLNamedType]:
    yield kind
    yield from getattr(kind, "interfaces", ())
    if is_abstract_type(kind):
        abstract: GraphQLAbstractType = kind
        for one in schema.get_possible_types(abstract):
            yield one
            yield from one.interfaces
