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

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def parse_locale(value: object) -> str:
    """A BCP 47 language tag such as `fr` or `de-AT`; `INVALID_LOCALE` for anything else."""
    if isinstance(value, str) and _LANGUAGE_TAG.fullmatch(value):
        return value
    raise BadInput("INVALID_LOCALE", "A locale is a language tag such as fr, en or de-AT.", argument="locale")


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
