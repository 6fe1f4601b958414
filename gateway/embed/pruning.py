"""What other sites may not show is taken out of an answer before it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from gateway.media.signing import PREFIX

WIDTHS = (320, 640, 1280)
WITHHELD = frozenset({"", "UNKNOWN", "PLATFORM_ONLY"})


def prune(operation: str, data: Any, *, limit: int, picture_origins: Sequence[str]) -> Any:
    """The answer of a widget operation with only pictures, contents and addresses that may be shown.

    Pictures stay when they have a credit and a known licence, and are ours or come from `picture_origins`,
    one each; contents that are for Partir Ici alone are left out.
    """
    if operation == "stories":
        return {
            "scoutContents": _stories(data["scoutContents"], limit, picture_origins),
            "socialPosts": _posts(data.get("socialPosts")),
        }
    if operation == "map":
        return {"offers": {"edges": [{"node": _linked(edge["node"])} for edge in data["offers"]["edges"]]}}
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
    return _linked(node) | {"pictures": {"edges": [{"node": one} for one in _shown(photos, origins)]}}


def _linked(node: dict[str, Any]) -> dict[str, Any]:
    return node | {
        "bookingUrl": web_address(node["bookingUrl"]),
        "contact": {"website": web_address(node["contact"]["website"])},
    }


def _posts(connection: dict[str, Any] | None) -> dict[str, Any]:
    nodes = [edge["node"] for edge in (connection or {"edges": []})["edges"]]
    linked = [node for node in nodes if web_address(node["permalink"])]
    return {"edges": [{"node": node | {"media": _stills(node["media"])}} for node in linked]}


def _stills(media: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first picture, under our own addresses."""
    shown = (one | {"sizes": own_sizes(one["sizes"])} for one in media)
    return [one for one in shown if one["sizes"]][:1]


def own_sizes(sizes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Copies of our own proxy as paths: a widget asks whichever address of the gateway it came from."""
    paths = ((one["width"], urlsplit(one["url"]).path) for one in sizes if one["width"] in WIDTHS)
    return [{"width": width, "url": path} for width, path in paths if path.startswith(PREFIX)]


def _stories(connection: dict[str, Any], limit: int, origins: Sequence[str]) -> dict[str, Any]:
    nodes = [edge["node"] for edge in connection["edges"]]
    public = [node for node in nodes if node["licence"] not in WITHHELD and node["author"]]
    return {
        "edges": [{"node": node | {"pictures": _shown(node["pictures"], origins)}} for node in public[:limit]]
    }


def _shown(pictures: Sequence[dict[str, Any]], origins: Sequence[str]) -> list[dict[str, Any]]:
    public = [one for one in pictures if one["licence"] not in WITHHELD and one["credit"].strip()]
    for picture in public:
        if sizes := own_sizes(picture.get("sizes") or ()):
            return [picture | {"url": None, "sizes": sizes}]
        if _is_of(picture["url"], origins):
            return [picture | {"sizes": []}]
    return []


def _is_of(address: Any, origins: Sequence[str]) -> bool:
    url = web_address(address)
    if url is None:
        return False
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" in origins
