"""Lists with cursors: limits, pages, the urls of neighbours, and the four shapes of a last page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sources.social.emulator import errors
from sources.social.emulator.clock import parse_instant
from sources.social.emulator.fields import write_fields
from sources.social.emulator.ids import read_cursor, write_cursor
from sources.social.emulator.nodes import NodeKind, render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sources.social.emulator.fields import Selection
    from sources.social.emulator.state import Reading

_SHAPES = ("before", "both", "previous", "none")
_EMPTY = "empty-page-was-served"
DEFAULT_LIMIT = 25


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a list hangs (node id and edge name, for the urls of its neighbours) and what its items are."""

    node: str
    name: str
    kind: NodeKind
    maximum: int = 100
    old_paging: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a list: rows ``start`` to ``stop``; ``hollow`` when an empty page was to be served."""

    start: int
    stop: int
    hollow: bool = False


def listing(reading: Reading, edge: Edge, asked: Selection, items: Sequence[Any]) -> dict[str, Any]:
    """Answer a page as ``{"data", "paging"}``; raises `GraphError` 100 for a bad limit or cursor."""
    window = find_window(reading, asked.args, items, edge.maximum)
    rows = [] if window.hollow else items[window.start : window.stop]
    data = [render(reading, edge.kind, item, asked.children) for item in rows]
    paging = _paging(reading, edge, asked, items, window)
    return {"data": data, "paging": paging} if paging else {"data": data}


def read_limit(args: Mapping[str, str], maximum: int, default: int = DEFAULT_LIMIT) -> int:
    """Read ``limit``; raises `GraphError` 100 when it is no number or too great."""
    text = args.get("limit", str(default))
    if not text.isdecimal() or len(text) > 9:
        raise errors.bad_parameter("Param limit must be an integer")
    if int(text) > maximum:
        raise errors.bad_parameter(f"Param limit must be at most {maximum}")
    return int(text)


def find_window(
    reading: Reading, args: Mapping[str, str], items: Sequence[Any], maximum: int, *, hollow: bool = True
) -> Window:
    """Find the rows a call asks for, from ``limit`` and ``after`` or ``before``."""
    limit = read_limit(args, maximum)
    backwards = bool(args.get("__previous")) and "__paging_token" in args
    token = args.get("__paging_token")
    after = args.get("after") or (None if backwards else token)
    before = args.get("before") or (token if backwards else None)
    if after:
        place, flag = _place(reading, after, items)
        if hollow and reading.emulator.modes.empty_page and flag != _EMPTY:
            return Window(place + 1, place + 1, hollow=True)
        return Window(place + 1, min(len(items), place + 1 + limit))
    if before:
        place, _ = _place(reading, before, items)
        return Window(max(0, place - limit), place)
    return Window(0, min(len(items), limit))


def between(args: Mapping[str, str], items: Sequence[Any]) -> list[Any]:
    """Keep the items created from ``since`` to ``until`` (Unix seconds or ISO dates)."""
    since, until = _instant(args.get("since")), _instant(args.get("until"))
    return [
        item
        for item in items
        if (since is None or item.created >= since) and (until is None or item.created <= until)
    ]


def cursor_of(reading: Reading, item: Any, flag: str = "") -> str:
    """Give the cursor of an item."""
    return write_cursor(reading.emulator.options.app_secret, item.id, flag)


def _place(reading: Reading, cursor: str, items: Sequence[Any]) -> tuple[int, str]:
    """Find the row of a cursor; a cursor whose item is gone is invalid."""
    found = read_cursor(reading.emulator.options.app_secret, cursor)
    if found is not None:
        for place, item in enumerate(items):
            if item.id == found[0]:
                return place, found[1]
    raise errors.bad_parameter("Invalid cursors values")


def _paging(
    reading: Reading, edge: Edge, asked: Selection, items: Sequence[Any], window: Window
) -> dict[str, Any] | None:
    if window.hollow:
        after = cursor_of(reading, items[window.start - 1], _EMPTY)
        return {"cursors": {"after": after}, "next": neighbour(reading, edge, asked, after=after)}
    if window.start >= window.stop:
        return None
    before = cursor_of(reading, items[window.start])
    after = cursor_of(reading, items[window.stop - 1])
    if edge.old_paging and reading.emulator.modes.old_paging:
        return _old_paging(reading, edge, asked, items, window)
    previous = {"previous": neighbour(reading, edge, asked, before=before)} if window.start else {}
    if window.stop < len(items):
        following = neighbour(reading, edge, asked, after=after)
        return {"cursors": {"before": before, "after": after}, "next": following, **previous}
    return _last_page(reading, before, after, previous)


def _last_page(reading: Reading, before: str, after: str, previous: dict[str, str]) -> dict[str, Any] | None:
    """Shape a last page, each time another way unless a mode fixes it."""
    emulator = reading.emulator
    shape = emulator.modes.last_page
    if shape == "in_turn":
        shape = _SHAPES[emulator.last_pages % len(_SHAPES)]
        emulator.last_pages += 1
    if shape == "before":
        return {"cursors": {"before": before}}
    if shape == "previous" and previous:
        return dict(previous)
    if shape == "none":
        return None
    return {"cursors": {"before": before, "after": after}, **previous}


def _old_paging(
    reading: Reading, edge: Edge, asked: Selection, items: Sequence[Any], window: Window
) -> dict[str, Any]:
    """Page as older answers did: times and a paging token, no cursors."""
    first, last = items[window.start], items[window.stop - 1]
    paging = {
        "previous": neighbour(reading, edge, asked, __previous="1", __paging_token=cursor_of(reading, first))
    }
    if window.stop < len(items):
        paging["next"] = neighbour(
            reading, edge, asked, until=_seconds(last.created), __paging_token=cursor_of(reading, last)
        )
    return paging


def neighbour(reading: Reading, edge: Edge, asked: Selection, **move: str) -> str:
    """Write the url of a neighbouring page, with the token in clear as the API does."""
    kept = {
        name: value
        for name, value in asked.args.items()
        if name in {"limit", "since", "until", "user_id", "filter", "order", "summary"}
    }
    query = {"access_token": reading.token.text, "pretty": "0"}
    if asked.children:
        query["fields"] = write_fields(asked.children)
    query |= {"limit": str(DEFAULT_LIMIT), **kept, **move}
    return f"{reading.base}/{reading.version}/{edge.node}/{edge.name}?{urlencode(query)}"


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC) if text.isdecimal() else parse_instant(text)
    except (ValueError, OverflowError, OSError) as fault:
        raise errors.bad_parameter("since and until are Unix times or ISO dates") from fault


def _seconds(moment: datetime) -> str:
    return str(int(moment.timestamp()))
