"""The bytes between what is filled in later always make an object, with members or without."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from gateway.execution.compiled.joined import Segments


@pytest.mark.parametrize("members", ["", "c", "cc", "h", "ch", "hc", "hch", "hh"])
def test_an_object_is_whole_whatever_it_holds(members: str) -> None:
    segments, expected = Segments(), {}
    for rank, kind in enumerate(members):
        key = f"k{rank}"
        expected[key] = rank
        if kind == "c":
            segments.member(key, str(rank))
        else:
            segments.hole(key, str(rank))
    segments.end()
    names: dict[str, Any] = {"dumps": orjson.dumps}
    pieces = [eval(text, names) for text in segments.texts]  # noqa: S307  # what the compiler runs
    holes = [*(hole.encode() for hole in segments.holes), b""]
    joined = b"".join(piece + hole for piece, hole in zip(pieces, holes, strict=True))
    assert orjson.loads(joined) == expected
