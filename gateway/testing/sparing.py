"""What a process full of tests does once instead of again and again, since it tests nothing."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from gateway import app
from gateway.graph.compose import ComposedSchema, compose
from gateway.source import Source


@functools.cache
def compose_once() -> None:
    """From now on gateways of the same sources share a schema; `compose` itself still makes a new one."""
    made: dict[tuple[int, ...], tuple[Sequence[Source[Any]], ComposedSchema]] = {}

    def composed(sources: Sequence[Source[Any]]) -> ComposedSchema:
        key = tuple(map(id, sources))
        if key not in made:
            made[key] = sources, compose(sources)  # with the sources, so that no other gets the id of one
        return made[key][1]

    app.compose = composed  # type: ignore[attr-defined]  # the name under which a gateway looks it up
