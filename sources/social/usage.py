"""How much of its limits the app has used, read from headers that may be absent or broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

HEADERS = ("X-App-Usage", "X-Page-Usage", "X-Business-Use-Case-Usage")
PERCENTS = ("call_count", "total_time", "total_cputime")
REGAIN = "estimated_time_to_regain_access"


@dataclass(frozen=True, slots=True)
class Usage:
    """The highest percentage of any limit, None where no header told; minutes until access is regained."""

    percent: float | None = None
    minutes: float | None = None


def read_usage(headers: Mapping[str, str]) -> Usage:
    """The usage that these headers report; what cannot be read is passed over."""
    percents: list[float] = []
    minutes: list[float] = []
    for name in HEADERS:
        for counters in _objects(_parsed(headers.get(name))):
            percents += _numbers(counters, PERCENTS)
            minutes += _numbers(counters, (REGAIN,))
    return Usage(max(percents, default=None), max(minutes, default=0) or None)


def _parsed(text: str | None) -> Any:
    try:
        return orjson.loads(text or "null")
    except ValueError:
        return None


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of counters: at the top, or in the lists of a business use case."""
    if not isinstance(value, dict):
        return
    yield value
    for listed in value.values():
        if isinstance(listed, list):
            yield from (item for item in listed if isinstance(item, dict))


def _numbers(counters: Mapping[str, Any], names: tuple[str, ...]) -> list[float]:
    found = (counters.get(name) for name in names)
    return [float(value) for value in found if isinstance(value, int | float) and not isinstance(value, bool)]
