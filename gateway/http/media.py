"""Media types of GraphQL over HTTP: which one a caller accepts."""

from __future__ import annotations

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
HTML = "text/html"
EVENTS = "text/event-stream"
PARTS = "multipart/mixed"


class NoneAccepted(Exception):  # noqa: N818  # not a failure: the caller wants something else
    """Nothing that is offered fits what the caller accepts."""


def accepted(header: str | None) -> str:
    """The media type of ours the caller wants most; `NoneAccepted` when none fits.

    Of two that are wanted equally the newer one wins if it was named: whoever only says `*/*`, as
    browsers and old clients do, expects plain JSON.
    """
    if not (header or "").strip():
        return JSON
    ranges = _ranges(header or "")
    named = any(name == GRAPHQL for name, _ in ranges)
    offers = (GRAPHQL, JSON) if named else (JSON, GRAPHQL)
    best = max(offers, key=lambda offer: _quality(offer, ranges))
    if _quality(best, ranges) <= 0:
        raise NoneAccepted(f"This address answers {GRAPHQL} or {JSON}.")
    return best


def accepts_events(header: str | None) -> tuple[bool, bool]:
    """Whether a caller takes events, and whether it wants them rather than any JSON."""
    ranges = _ranges(header or "")
    events = _quality(EVENTS, [r for r in ranges if r[0] == EVENTS])
    return events > 0, events > max(_quality(GRAPHQL, ranges), _quality(JSON, ranges))


def accepts_parts(header: str | None) -> bool:
    """Whether a caller names answers in parts."""
    return any(name == PARTS and quality > 0 for name, quality in _ranges(header or ""))


def prefers_html(header: str | None) -> bool:
    """Whether a browser's navigation asks: HTML is named and wanted more than any JSON."""
    ranges = _ranges(header or "")
    html = _quality(HTML, [r for r in ranges if r[0] == HTML])
    return html > 0 and html >= max(_quality(GRAPHQL, ranges), _quality(JSON, ranges))


def _ranges(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.split(",")[:30]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                quality = _number(parameter[2:])
        found.append((name, quality))
    return found


def _quality(offer: str, ranges: list[tuple[str, float]]) -> float:
    wildcard = offer.split("/", maxsplit=1)[0] + "/*"
    for name in (offer, wildcard, "*/*"):  # the most specific range decides
        found = [quality for asked, quality in ranges if asked == name]
        if found:
            return found[0]
    return 0.0


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0
