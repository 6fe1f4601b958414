"""One request to an upstream, before it knows where and how it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import BinaryIO

import msgspec
from yarl import URL

JSON: Mapping[str, str] = MappingProxyType({"Content-Type": "application/json"})
"""The headers of a JSON document."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Method, path below the base url, and what goes with it.

    `idempotent`: sending it twice does no harm, so it may be repeated. `operation` names it in metrics;
    give one when the path holds ids. `into` takes the body of a good answer, which is too large for memory:
    it is emptied before each attempt, and the answer's own body is empty then.
    """

    method: str
    path: str
    operation: str | None = None
    params: Mapping[str, str | int] | None = None
    data: Mapping[str, str] | bytes | None = None
    headers: Mapping[str, str] | None = None
    idempotent: bool = True
    into: BinaryIO | None = None


@lru_cache(maxsize=2_000)
def url_of(base: URL, path: str) -> URL:
    """The path below the base; one that would leave it, or carries a query, is a `ValueError`.

    Paths are made of constants and ids: a link that an upstream sent must never be followed as it is.
    """
    segments = path.split("/")
    if "://" in path or ".." in segments or any(sign in path for sign in "?#\\\r\n"):
        raise ValueError("a path below the base url is wanted, without query")
    return base.joinpath(*(segment for segment in segments if segment))
