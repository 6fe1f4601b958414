"""How much of which limit is used, read from headers that may be absent or broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

APP, PAGE, BUSINESS = "X-App-Usage", "X-Page-Usage", "X-Business-Use-Case-Usage"
PERCENTS = ("call_count", "total_time", "total_cputime")
REGAIN = "estimated_time_to_regain_access"

APP_BUDGET = "app"


@dataclass(frozen=True, slots=True)
class Usage:
    """The highest percentage of one budget, None where it was not told; minutes until access is regained."""

    percent: float | None = None
    minutes: float | None = None


def business_budget(kind: str, owner: str) -> str:
    """The name of the budget of a Page (`pages`) or an Instagram account (`instagram`)."""
    return f"{kind}:{owner}"


def read_usage(headers: Mapping[str, str], own: str = APP_BUDGET) -> dict[str, Usage]:
    """Usage by budget; what cannot be read is passed over. `own` is the budget of the call itself."""
    found: dict[str, Usage] = {}
    for budget, counters in _all_counters(headers, own):
        percents = _numbers(counters, PERCENTS)
        minutes = max(_numbers(counters, (REGAIN,)), default=0) or None
        if percents or minutes:
            known = found.get(budget, Usage())
            found[budget] = Usage(_most(known.percent, *percents), _most(known.minutes, minutes))
    return found


def _all_counters(headers: Mapping[str, str], own: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, budget in ((APP, APP_BUDGET), (PAGE, own)):
        counters = _parsed(headers.get(name))
        if isinstance(counters, dict):
            yield budget, counters
    business = _parsed(headers.get(BUSINESS))
    for owner, listed in business.items() if isinstance(business, dict) else ():
        for counters in listed if isinstance(listed, list) else ():
            if isinstance(counters, dict):
                yield business_budget(str(counters.get("type")), str(owner)), counters


def _parsed(text: str | None) -> Any:
    try:
        return orjson.loads(text or "null")
    except ValueError:
        return None


def _numbers(counters: Mapping[str, Any], names: tuple[str, ...]) -> list[float]:
    found = (counters.get(name) for name in names)
    return [float(value) for value in found if isinstance(value, int | float) and not isinstance(value, bool)]


def _most(*values: float | None) -> float | None:
    return max((value for value in values if value is not None), default=None)
