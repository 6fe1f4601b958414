"""Careful reading of objects: whatever is absent, empty, damaged or too large reads as nothing."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from gateway.clock import in_utc
from sources.apidae.tables.languages import SUFFIXES

Raw = Mapping[str, Any]

MOST_ITEMS = 500
LINE = 300
PARAGRAPHS = 20_000

_HIDDEN = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^>]*>")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PLAIN_URL = re.compile(
    r"https?://(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:/[a-z0-9._~%!$&'()*+,;=:@/-]*)?", re.IGNORECASE | re.ASCII
)
_EMPTY: Raw = {}


def part(value: Any, *path: str) -> Raw:
    """The object at a path of keys; an empty one when anything on the way is not an object."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else _EMPTY


def items(value: Any, most: int = MOST_ITEMS) -> list[Raw]:
    """The objects of a list, `most` at most; an empty list when it is none."""
    if not isinstance(value, list):
        return []
    return [one for one in value[:most] if isinstance(one, dict)]


def text(value: Any, longest: int = LINE) -> str | None:
    """A text without markup, invisible signs or outer blanks; None when nothing is left."""
    if not isinstance(value, str):
        return None
    plain = value[: longest * 4].replace("\r\n", "\n").replace("\r", "\n")
    if "<" in plain or "&" in plain:
        plain = _without_markup(plain)
    plain = _INVISIBLE.sub("", plain).strip()
    return plain[:longest].rstrip() or None


def texts(value: Any, longest: int = LINE, keys: Mapping[str, str] = SUFFIXES) -> dict[str, str]:
    """A translated text by language tag; languages without a text are left out."""
    if not isinstance(value, dict):
        return {}
    found = {tag: text(value.get(key), longest) for key, tag in keys.items() if key in value}
    return {tag: one for tag, one in found.items() if one}


def french(value: Any) -> str | None:
    """A translated text in French, else in any language."""
    found = texts(value)
    return found.get("fr") or next(iter(found.values()), None)


def integer(value: Any) -> int | None:
    """A whole number of at most 15 digits."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 10**15:
        return None
    return value


def number(value: Any) -> float | None:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    found = float(value) if abs(value) < 1e15 else math.nan
    return found if math.isfinite(found) else None


def identity(value: Any) -> int | None:
    """The `id` of an object, when it is a positive number."""
    found = integer(value.get("id")) if isinstance(value, dict) else None
    return found if found and found > 0 else None


def moment(value: Any) -> datetime | None:
    """A time such as `2017-09-07T13:03:05.866+0000`, in UTC."""
    try:
        return in_utc(datetime.fromisoformat(value))
    except (TypeError, ValueError, OverflowError):
        return None


def day(value: Any) -> date | None:
    """A date; of a time its date."""
    try:
        return date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        return None


def url(value: Any) -> str | None:
    """An absolute http or https address; the scheme may be missing before `www.`."""
    if not isinstance(value, str) or len(value) > 2000:
        return None
    found = value.strip()
    if _PLAIN_URL.fullmatch(found):
        return found
    if found.lower().startswith("www."):
        found = f"https://{found}"
    try:
        parts = urlsplit(found)
        usable = parts.scheme.lower() in {"http", "https"} and "." in (parts.hostname or "")
    except ValueError:
        return None
    clean = usable and not parts.username and not re.search(r"[\s\x00-\x1f\"<>\\^`{|}]", found)
    return found if clean else None


def _without_markup(value: str) -> str:
    """Text without tags; twice, because what was escaped may be markup too."""
    for _ in range(2):
        value = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", value)))
        value = html.unescape(value)
    return _TAG.sub("", _HIDDEN.sub("", value))
