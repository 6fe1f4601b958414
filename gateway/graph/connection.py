"""Relay connections: arguments, page info and opaque keyset cursors."""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import orjson
import strawberry

from gateway.errors import BadInput, LimitExceeded
from gateway.graph.ids import unpack

T = TypeVar("T")

MAX_FIRST = 100

Place = tuple[str, str]
"""Where an item stands in a list in memory: what it is ordered by, then what tells equal ones apart."""

First = Annotated[int, strawberry.argument(description=f"How many items, 1 to {MAX_FIRST}.")]
After = Annotated[
    str | None,
    strawberry.argument(description="The `endCursor` of the page before; none for the first page."),
]

Last = Annotated[
    int | None,
    strawberry.argument(
        description=f"So many items from the end instead, 1 to {MAX_FIRST}, in the order of the list; "
        "`first` does not count then."
    ),
]
Before = Annotated[
    str | None,
    strawberry.argument(
        description="With `last`: the `startCursor` of the page behind; none for the last page."
    ),
]


@strawberry.type(description="Where a page of a list stands in the whole list.")
class PageInfo:
    """Relay's page info."""

    has_next_page: bool = strawberry.field(description="True when more items follow this page.")
    has_previous_page: bool = strawberry.field(description="True when items come before this page.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first item of this page.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last item: pass it as `after`.")


@strawberry.type(description="One item of a list and its place in it.")
class Edge(Generic[T]):
    """Relay's edge."""

    cursor: str = strawberry.field(description="Opaque place of this item in the list.")
    node: T = strawberry.field(description="The item itself.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """Relay's connection; `total_count` is None where counting would cost too much."""

    edges: list[Edge[T]] = strawberry.field(description="The items of this page, in the order of the list.")
    page_info: PageInfo = strawberry.field(description="Whether and how to go on.")
    total_count: int | None = strawberry.field(
        description="How many items the whole list has; null where it is not counted.", default=None
    )


def page_info(cursors: Sequence[str], *, more: bool, before: bool) -> PageInfo:
    """Page info of a page with these cursors."""
    return PageInfo(
        has_next_page=more,
        has_previous_page=before,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )


def page_in_memory(
    list_name: str, items: Sequence[tuple[Place, T]], first: int, after: str | None
) -> Connection[T]:
    """A page of items that are ordered by their places; cursors are good for the list of this name alone."""
    check_first(first)
    places = [place for place, _ in items]
    start = bisect_right(places, _decoded(after, list_name)) if after else 0
    shown = items[start : start + first]
    edges = [Edge(cursor=encode_cursor(list_name, *place), node=item) for place, item in shown]
    info = page_info([edge.cursor for edge in edges], more=start + first < len(items), before=start > 0)
    return Connection(edges=edges, page_info=info, total_count=len(items))


def _decoded(after: str, list_name: str) -> Place:
    first, second = decode_cursor(after, list_name, str, str)
    return first, second


def check_first(first: int, argument: str = "first") -> int:
    """`first` when it lies in 1..100; `INVALID_ARGUMENT` or `LIMIT_FIRST` otherwise."""
    if first < 1:
        raise BadInput("INVALID_ARGUMENT", f"{argument} must be at least 1.", argument=argument)
    if first > MAX_FIRST:
        raise LimitExceeded("LIMIT_FIRST", limit=MAX_FIRST, actual=first)
    return first


@dataclass(frozen=True, slots=True)
class Window:
    """Which page of a list is asked for: `count` items behind a cursor, or before it when `backward`."""

    count: int
    cursor: str | None
    backward: bool = False

    @property
    def argument(self) -> str:
        """The argument that the cursor came in."""
        return "before" if self.backward else "after"


def check_window(first: int, after: str | None, last: int | None, before: str | None) -> Window:
    """The page that these arguments ask for; `INVALID_ARGUMENT` when they contradict each other."""
    if last is None:
        if before is not None:
            raise BadInput(
                "INVALID_ARGUMENT", "`before` goes with `last`.", hint="Add last: 20.", argument="before"
            )
        return Window(check_first(first), after)
    if after is not None:
        raise BadInput(
            "INVALID_ARGUMENT",
            "A page goes either forward or backward: `after` goes with `first`, `before` with `last`.",
            argument="after",
        )
    return Window(check_first(last, "last"), before, backward=True)


def encode_cursor(list_name: str, *place: Any) -> str:
    """An opaque cursor: the list it belongs to and the sort key and id of the item (JSON values)."""
    return base64.urlsafe_b64encode(orjson.dumps([list_name, *place])).decode().rstrip("=")


def decode_cursor(
    cursor: str, list_name: str, *types: type | tuple[type, ...], argument: str = "after"
) -> list[Any]:
    """The place inside a cursor of `list_name`; each value is checked against its type.

    `INVALID_CURSOR` for anything that this list did not give out.
    """
    place = _place(cursor)
    if (
        len(place) == len(types) + 1
        and place[0] == list_name
        and all(_fits(value, kind) for value, kind in zip(place[1:], types, strict=True))
    ):
        return place[1:]
    raise BadInput(
        "INVALID_CURSOR",
        "This cursor does not belong to this list.",
        hint="Pass a cursor of a page of the same list with the same filter and sort.",
        argument=argument,
    )


def _place(cursor: str) -> list[Any]:
    try:
        place = orjson.loads(unpack(cursor, longest=1000))
    except orjson.JSONDecodeError:
        return []
    return place if isinstance(place, list) else []


def _fits(value: Any, kind: type | tuple[type, ...]) -> bool:
    if isinstance(value, bool):  # a bool is an int to isinstance, never to us
        return kind is bool
    return isinstance(value, kind)
