"""A call to the Graph API and its answer, apart from HTTP, so that batch items are calls too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked: method, version or None, path without version, parameters, and the caller's host."""

    method: str
    asked: str | None
    path: str
    params: Mapping[str, str]
    token: str | None
    proof: str | None
    base: str

    @property
    def first(self) -> str:
        """Give the first part of the path: mostly an id."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: status, JSON value, and headers in lower case."""

    status: int
    body: Any
    headers: dict[str, str]


def write_json(value: Any) -> str:
    """Write JSON as the API does: accents as escapes, and ``/`` as ``\\/``."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/")
