"""What other sites may not show is taken out of an answer before it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

WITHHELD = frozenset({"", "UNKNOWN", "PLATFORM_ONLY"})


def prune(operation: str, data: Any, *, limit: int, picture_origins: Sequence[str]) -> Any:
    """The answer of a widget operation with only pictures, contents and addresses that may be shown.

    Pictures stay when they have a credit, a known licence and come from `picture_origins`, one each;
    contents that are for Partir Ici alone are left out.
    """
    if operation == "stories":
        return {"scoutContents": _stories(data["scoutContents"], limit, picture_origins)}
    if operation == "offer":
        return {"offer": data["offer"] and _offer(data["offer"], picture_origins)}
    edges = data["offers"]["edges"]
    return {"offers": {"edges": [{"node": _offer(edge["node"], picture_origins)} for edge in edges]}}


def web_address(value: Any) -> str | None:
    """The value when it is an absolute http or https url without credentials."""
    if not isinstance(value, str):
        return None
    try:
        url = urlsplit(value)
    except ValueError:
        return None
    good = url.scheme in {"http", "https"} and url.hostname and "@" not in url.netloc
    return value if good else None


def _offer(node: dict[str, Any], origins: Sequence[str]) -> dict[str, Any]:
    photos = [edge["node"] for edge in (node["pictures"] or {"edges": []})["edges"]]
    return node | {
        "bookingUrl": web_address(node["bookingUrl"]),
        "contact": {"website": web_address(node["contact"]["website"])},
        "pictures": {"edges": [{"node": one} for one in _shown(photos, origins)]},
    }


def _stories(connection: dict[str, Any], limit: int, origins: Sequence[str]) -> dict[str, Any]:
    nodes = [edge["node"] for edge in connection["edges"]]
    public = [node for node in nodes if node["licence"] not in WITHHELD and node["author"]]
    return {
        "edges": [{"node": node | {"pictures": _shown(node["pictures"], origins)}} for node in public[:limit]]
    }


def _shown(pictures: Sequence[dict[str, Any]], origins: Sequence[str]) -> list[dict[str, Any]]:
    return [one for one in pictures if _may_show(one, origins)][:1]


def _may_show(picture: dict[str, Any], origins: Sequence[str]) -> bool:
    url = web_address(picture["url"])
    if url is None or picture["licence"] in WITHHELD or not picture["credit"].strip():
        return False
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" in origins
