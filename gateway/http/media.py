"""Media types of GraphQL over HTTP: which one a caller accepts."""

from __future__ import annotations

from gateway.http.problem import Problem

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
HTML = "text/html"


def accepted(header: str | None, *, offers: tuple[str, ...] = (GRAPHQL, JSON)) -> str:
    """The offered media type the caller wants most; the first offer wins ties. 406 when none fits."""
    if not (header or "").strip():
        return JSON  # callers from before the media type existed send nothing and expect this
    ranges = _ranges(header or "")
    weighted = [(_quality(offer, ranges), -place, offer) for place, offer in enumerate(offers)]
    quality, _, best = max(weighted)
    if quality <= 0:
        raise Problem(406, "NOT_ACCEPTABLE", f"This address answers {' or '.join(offers)}.")
    return best


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
