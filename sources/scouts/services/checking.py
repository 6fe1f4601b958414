"""Checks of single values that people type: each gives the clean value or refuses with its field."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from gateway.mutations import refuse
from gateway.richtext import clean_line
from sources.scouts.documents import PictureDocument, TerritoryDocument
from sources.scouts.folding import fold

LONGEST_TITLE = 150
LONGEST_LINE = 300
MOST_TERRITORIES = 20
LICENCES = frozenset(
    {"PLATFORM_ONLY", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"}
    | {"CC-BY-ND-4.0", "CC-BY-NC-ND-4.0"}
)


def bounded(text: str, most: int, place: str, *, least: int = 1) -> str:
    """A clean line of so many characters; refuses any other."""
    # counted before it is cleaned, which takes as long as the text
    if len(text) > 4 * most or not least <= len(line := clean_line(text)) <= most:
        refuse("INVALID_ARGUMENT", place)
    return line


def picture_of(given: PictureDocument, place: str) -> PictureDocument:
    """A picture by its https address, with a credit and a known licence."""
    url = given["url"]
    parts = urlsplit(url) if url.isprintable() and len(url) <= LONGEST_LINE else None
    if parts is None or parts.scheme != "https" or not parts.hostname or parts.username or " " in url:
        refuse("INVALID_ARGUMENT", f"{place}.url")
    return {
        "url": url,
        "credit": bounded(given["credit"], 120, f"{place}.credit"),
        "licence": licence_of(given["licence"], f"{place}.licence"),
        "alt": bounded(given["alt"], LONGEST_LINE, f"{place}.alt", least=0),
        "peopleShown": given["peopleShown"],
    }


def licence_of(name: str, place: str) -> str:
    """A licence that contents may be under."""
    if name not in LICENCES:
        refuse("INVALID_ARGUMENT", place)
    return name


def checked_territories(given: Sequence[TerritoryDocument], place: str) -> list[TerritoryDocument]:
    """Pieces of country with names and departments that can be; each name once."""
    if len(given) > MOST_TERRITORIES:
        refuse("INVALID_ARGUMENT", place)
    found: dict[str, TerritoryDocument] = {}
    for one in given:
        name = bounded(one["name"], 80, f"{place}.name", least=2)
        if len(one["departments"]) > 12 or not all(
            code.isalnum() and len(code) == 2 for code in one["departments"]
        ):
            refuse("INVALID_ARGUMENT", f"{place}.departments")
        found.setdefault(fold(name), {"name": name, "departments": list(dict.fromkeys(one["departments"]))})
    return list(found.values())
