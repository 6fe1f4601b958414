"""The answer to one standard query per root field, kept in a file (standard 14)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gateway.testing.standard.asking import Asking
from gateway.testing.standard.ground import Ground

VOLATILE = {"fetchedAt", "asOf", "cursor", "startCursor", "endCursor"}
FIRST = 2

_LOOPBACK = re.compile(r"127\.0\.0\.1:\d+")
_EXPIRING = re.compile(r"\?\S*$")


def differing(
    ground: Ground, asking: Asking, folder: Path, volatile: Mapping[str, str], unasked: Mapping[str, str]
) -> Iterator[str]:
    """Root fields whose answer is not the kept one. A missing file is written, but not where `CI` is set."""
    for field in asking.source.fields:
        name, _ = asking.field_of(field)
        query = asking.root(field, first=FIRST, known=ground.known)
        if name in unasked:
            if query is not None:
                yield f"{name} can be asked: `unasked` need not name it"
            continue
        if query is None:
            yield f"{name} cannot be asked: tell its arguments in `arguments` of the test class"
            continue
        answer = ground.plain.answer(query)
        if "errors" in answer:
            yield f"{name} gives {answer['errors'][0]['extensions']['code']}"
            continue
        yield from _compared(folder / f"{name}.json", query, steady(answer["data"], VOLATILE | set(volatile)))


def _compared(file: Path, query: str, data: Any) -> Iterator[str]:
    text = json.dumps({"query": query, "data": data}, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS") == "1" or not (file.exists() or os.environ.get("CI")):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    elif not file.exists():
        yield f"{file.name} is missing: run the test with UPDATE_SNAPSHOTS=1 and review the file"
    elif file.read_text(encoding="utf-8") != text:
        yield (
            f"{file.parent.name}/{file.name} differs: {_difference(file, text)}. "
            "When that is meant, run the test with UPDATE_SNAPSHOTS=1 and review the file"
        )


def _difference(file: Path, text: str) -> str:
    kept = file.read_text(encoding="utf-8").splitlines()
    for number, (old, new) in enumerate(zip(kept, text.splitlines(), strict=False), start=1):
        if old != new:
            return f"line {number} was {old.strip()[:80]}, is {new.strip()[:80]}"
    return "its length"


def steady(value: Any, volatile: set[str], key: str = "") -> Any:
    """The answer without what changes from run to run: moments of reading, ports, signatures in urls."""
    if isinstance(value, dict):
        return {name: steady(item, volatile, name) for name, item in value.items()}
    if isinstance(value, list):
        return [steady(item, volatile) for item in value]
    if value is not None and key in volatile:
        return "..."
    if isinstance(value, str) and _LOOPBACK.search(value):
        return _EXPIRING.sub("", _LOOPBACK.sub("127.0.0.1", value))
    return value
