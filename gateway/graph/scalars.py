"""Custom scalars of the graph and how each is read and written."""

from __future__ import annotations

import re
from typing import Any, NewType
from urllib.parse import urlsplit

import strawberry
from strawberry.types.scalar import ScalarDefinition

from gateway.errors import BadInput

Locale = NewType("Locale", str)
URL = NewType("URL", str)
GeoJSON = NewType("GeoJSON", dict)  # type: ignore[type-arg]  # a NewType cannot be generic

LONGEST_TAG = 35
_LANGUAGE_TAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}"  # language, extended language
    r"(-[a-z]{4})?(-(?:[a-z]{2}|[0-9]{3}))?"  # script, region
    r"(-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(-[0-9a-wyz](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?",  # extensions, private use
    re.IGNORECASE | re.ASCII,
)
"""A well-formed tag of RFC 5646 whose first part is a code of ISO 639."""


def parse_locale(value: object) -> str:
    """A BCP 47 language tag such as `fr` or `de-AT`; `INVALID_LOCALE` for anything else."""
    if isinstance(value, str) and len(value) <= LONGEST_TAG and _LANGUAGE_TAG.fullmatch(value):
        return value
    raise BadInput(
        "INVALID_LOCALE",
        "A locale is a language tag such as fr, en or de-AT.",
        hint="Write a hyphen between its parts, not an underscore.",
        argument="locale",
    )


def parse_url(value: object) -> str:
    """An absolute http or https url; `INVALID_ARGUMENT` for anything else."""
    if isinstance(value, str) and len(value) <= 2000:
        parts = urlsplit(value)
        if parts.scheme in {"http", "https"} and parts.netloc:
            return value
    raise BadInput(
        "INVALID_ARGUMENT", "An absolute http or https url is wanted.", hint="https://example.org/page"
    )


def as_it_is(value: Any) -> Any:
    """What is JSON already."""
    return value


def _geojson(value: Any) -> dict[str, Any]:
    if isinstance(value, dict) and isinstance(value.get("type"), str):
        return value
    raise BadInput("INVALID_ARGUMENT", "A GeoJSON geometry object with a type is wanted.")


SCALARS: dict[object, ScalarDefinition] = {
    Locale: strawberry.scalar(
        name="Locale",
        description="A language tag (BCP 47), e.g. `fr`, `en`, `de-AT`.",
        serialize=str,
        parse_value=parse_locale,
    ),
    URL: strawberry.scalar(
        name="URL",
        description="An absolute http or https url.",
        serialize=str,
        parse_value=parse_url,
    ),
    GeoJSON: strawberry.scalar(
        name="GeoJSON",
        description="A GeoJSON geometry (RFC 7946): positions are longitude, latitude.",
        serialize=as_it_is,
        parse_value=_geojson,
    ),
}
