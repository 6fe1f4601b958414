"""Pages of lists that are in memory, behind a place in their order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

from gateway.graph.connection import (
    Connection,
    Edge,
    check_first,
    decode_cursor,
    encode_cursor,
    page_info,
)

T = TypeVar("T")
Place = tuple[str, str]


def page_of(name: str, items: Sequence[tuple[Place, T]], first: int, after: str | None) -> Connection[T]:
    """A page of items that are ordered by their places; cursors are good for the list of this name alone."""
    check_first(first)
    places = [place for place, _ in items]
    start = bisect_right(places, _place(name, after)) if after else 0
    shown = items[start : start + first]
    edges = [Edge(cursor=encode_cursor(name, *place), node=item) for place, item in shown]
    info = page_info([edge.cursor for edge in edges], more=start + first < len(items), before=start > 0)
    return Connection(edges=edges, page_info=info, total_count=len(items))


def _place(name: str, after: str) -> Place:
    first, second = decode_cursor(after, name, str, str)
    return first, second
