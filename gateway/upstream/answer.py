"""What an upstream answered, read completely and within its limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import orjson

from gateway.errors import SourceInvalid


class Answer(msgspec.Struct, frozen=True):
    """Status, headers (names in any case) and decompressed body of an answer.

    `source` and `place` (host and path) only serve to say in an error where it came from.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    source: str
    place: str

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON (UTF-8, no NaN); anything else raises `SourceInvalid`."""
        try:
            return orjson.loads(self.body)
        except ValueError:
            kind = self.headers.get("Content-Type", "no content type")
            about = f"{len(self.body)} bytes of {kind[:60]} from {self.place} are not JSON"
            raise SourceInvalid(source=self.source, detail=about) from None
