"""Texts of others made fit for feeds: without control characters, addresses only of the web."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gateway.embed.pruning import WITHHELD, web_address

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
REORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """The text without characters that XML and iCalendar forbid or that reorder what is read."""
    return REORDERING.sub("", CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def value_of(text: Mapping[str, str] | None) -> str:
    """A localized text; "" when there is none."""
    return clean(text["value"]) if text else ""


def where(node: Mapping[str, Any]) -> str:
    """Address and commune on one line."""
    place = node["place"] or {}
    lines = clean(place.get("address") or "").splitlines()
    commune = place.get("commune")
    if commune and not any(commune["name"].lower() in line.lower() for line in lines):
        lines.append(f"{commune['name']} ({commune['department']['name']})")
    return ", ".join(line.strip() for line in lines if line.strip())


def website(node: Mapping[str, Any]) -> str | None:
    """The provider's own page; None for what would not be one address on one line."""
    url = web_address((node["contact"] or {}).get("website"))
    return url if url and url.isprintable() and " " not in url else None


def may_leave(licence: str) -> bool:
    """Whether others may show something under this licence at all."""
    return licence not in WITHHELD
