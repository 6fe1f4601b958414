"""Keeps secrets out of texts: known ones by value, unknown ones by the look of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus, urlsplit

REMOVED = "[removed]"
LONGEST = 300
SHORTEST_SECRET = 4

_URL = re.compile(r"\b[a-z][a-z0-9+.\-]*://[^\s\"'<>]+", re.IGNORECASE)
_PARAMETER = re.compile(
    r"""(?P<name>[\w\-]*(?:key|token|secret|passw(?:or)?d|proof|signature|authorization|credential)[\w\-]*)
        (?P<is>\\?["']?\s*[=:]\s*\\?["']?)
        (?:(?:bearer|basic|token)\s+)?
        [^\s"'&;,<>\\)}\]]+""",
    re.IGNORECASE | re.VERBOSE,
)
_BEARER = re.compile(r"\b(bearer|basic)\s+[\w\-.~+/=]{6,}", re.IGNORECASE)
_OPAQUE = re.compile(r"[\w\-]{40,}")


def redact(text: str, secrets: Iterable[str] = (), limit: int = LONGEST) -> str:
    """The text without secrets, urls reduced to host and path, in one line of at most `limit` characters."""
    for secret in sorted(set(secrets), key=len, reverse=True):
        if len(secret) >= SHORTEST_SECRET:
            for form in (secret, quote(secret, safe=""), quote_plus(secret)):
                text = text.replace(form, REMOVED)
    text = _URL.sub(lambda found: place_of(found.group()), text)
    text = _PARAMETER.sub(rf"\g<name>\g<is>{REMOVED}", text)
    text = _BEARER.sub(rf"\1 {REMOVED}", text)
    text = _OPAQUE.sub(REMOVED, text)
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def place_of(url: str) -> str:
    """Host and path of a url: no user, no port, no query, no fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return REMOVED
    return f"{parts.hostname or ''}{parts.path}"
