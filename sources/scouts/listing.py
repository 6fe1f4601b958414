"""Between arguments and pages: cursors are read here, connections are made here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from gateway.errors import BadInput
from gateway.graph.connection import (
    Connection,
    Edge,
    check_first,
    decode_cursor,
    encode_cursor,
    page_info,
)
from gateway.source import Context, Keyed
from sources.scouts.documents import Document
from sources.scouts.pages import Found, Order, Wanted
from sources.scouts.runtime import Runtime

T = TypeVar("T")

_STORED: dict[type, type | tuple[type, ...]] = {datetime: int, float: (int, float)}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LATEST = (datetime(3000, 1, 1, tzinfo=UTC) - _EPOCH) // _MILLISECOND


class Listing:
    """One list of the graph: its name in cursors, its order, the entity of its items."""

    def __init__(self, name: str, order: Order, entity: str | None, make: Callable[[Document], Any]) -> None:
        """`make` turns a document into an object of the graph; `entity` is None for one without an id."""
        self.name = name
        self.order = order
        self.entity = entity
        self.make = make

    def wanted(self, ctx: Context[Runtime], first: int, after: str | None) -> Wanted:
        """The page asked for; `INVALID_ARGUMENT`, `LIMIT_FIRST` or `INVALID_CURSOR` otherwise."""
        place = self._place(after) if after is not None else None
        return Wanted(check_first(first), place, "totalCount" in ctx.selected)

    def connection(self, ctx: Context[Runtime], found: Found, wanted: Wanted) -> Connection[Any]:
        """The page as a connection; its items are known to the loaders from now on."""
        shown = found.documents[: wanted.first]
        nodes = [self.make(document) for document in shown]
        if self.entity is not None:
            ctx.request.prime(self.entity, nodes)
        cursors = [self._cursor(document) for document in shown]
        info = page_info(cursors, more=len(found.documents) > wanted.first, before=wanted.place is not None)
        edges = [Edge(cursor=cursor, node=node) for cursor, node in zip(cursors, nodes, strict=True)]
        return Connection(edges=edges, page_info=info, total_count=found.total)

    def connections(
        self,
        ctx: Context[Runtime],
        parents: Sequence[Keyed],
        found: Mapping[str, Found],
        wanted: Wanted,
    ) -> list[Connection[Any] | None]:
        """One connection per parent, in their order."""
        return [self.connection(ctx, found[parent.key], wanted) for parent in parents]

    def _cursor(self, document: Document) -> str:
        value = document[self.order.field]
        if isinstance(value, datetime):
            value = (value - _EPOCH) // _MILLISECOND
        return encode_cursor(self.name, value, document["_id"])

    def _place(self, cursor: str) -> tuple[Any, str]:
        kind = self.order.kind
        stored = _STORED.get(kind, kind)
        value, key = decode_cursor(cursor, self.name, stored, str)
        if kind is datetime:
            if not 0 <= value <= _LATEST:
                raise BadInput(
                    "INVALID_CURSOR", "This cursor does not belong to this list.", argument="after"
                )
            return _EPOCH + value * _MILLISECOND, key
        return value, key
