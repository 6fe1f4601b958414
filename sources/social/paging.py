"""How to go on in a list of the Graph API without ever keeping a `next` url, which holds the token."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from gateway.errors import SourceInvalid

_OLD_PARAMETERS = frozenset({"after", "until", "since", "__paging_token", "__previous"})
_CURSOR = re.compile(r"[\w\-=+/.:%|~]{1,1000}")

Place = Mapping[str, str]
"""Parameters that ask for the next page."""


def rows_of(page: Any) -> list[Any]:
    """The rows of a page; a page without a list of rows raises `SourceInvalid`: it is not an empty one."""
    rows = page.get("data") if isinstance(page, dict) else None
    if not isinstance(rows, list):
        raise SourceInvalid(detail="a list without rows")
    return rows


def next_place(page: Mapping[str, Any]) -> Place | None:
    """Where a list edge goes on, or None: only a missing `next` ends it, never a short or empty page."""
    paging = _paging(page)
    link = paging.get("next")
    if not link:
        return None
    after = _after(paging)
    if after:
        return {"after": after}
    if found := _old_place(link):
        return found
    raise SourceInvalid(detail="a list that goes on without saying where")


def next_cursor(media: Mapping[str, Any]) -> str | None:
    """Where the media of a discovered account go on: it has cursors but never a `next`.

    No `after` ends the list, and so does an empty page.
    """
    return _after(_paging(media)) if rows_of(media) else None


def _paging(page: Mapping[str, Any]) -> Mapping[str, Any]:
    paging = page.get("paging")
    return paging if isinstance(paging, dict) else {}


def _after(paging: Mapping[str, Any]) -> str | None:
    cursors = paging.get("cursors")
    after = cursors.get("after") if isinstance(cursors, dict) else None
    if after is None or after == "":
        return None
    # it is written into an expression of fields, where a bracket would change the question
    if isinstance(after, str) and _CURSOR.fullmatch(after):
        return after
    raise SourceInvalid(detail="a cursor of an unknown shape")


def _old_place(link: Any) -> Place | None:
    """The place inside an older `next`: its own parameters only, never the token."""
    try:
        query = urlsplit(str(link)).query
    except ValueError:
        return None
    return {name: value for name, value in parse_qsl(query) if name in _OLD_PARAMETERS} or None
