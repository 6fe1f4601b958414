"""Faults ordered by control: delays, statuses, closed connections, cut or foreign bodies."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from sources.social.emulator.versions import split_version

MODES: Final = ("delay", "status", "close", "cut", "html", "transient", "ok")
DEFAULTS: Final = {"delay": 1_000, "status": 503, "close": 0, "cut": 50, "html": 500, "transient": 2}


@dataclass(slots=True)
class Fault:
    """A fault for paths that start with ``path`` and queries that hold ``contains``, so many ``times``.

    ``value``: milliseconds of delay, a status, the percentage of the body that a cut keeps, an error code.
    """

    mode: str
    value: int
    path: str = ""
    contains: str = ""
    times: int | None = None

    def fits(self, path: str, query: str) -> bool:
        """Tell whether the fault is for this call; the path may be given with or without its version."""
        bare = "/" + split_version(path)[1]
        return (path.startswith(self.path) or bare.startswith(self.path)) and self.contains in query


class Faults:
    """The ordered faults; the latest that fits a call is served."""

    def __init__(self) -> None:
        """Start without faults."""
        self.ordered: list[Fault] = []

    def order(self, wanted: dict[str, Any]) -> None:
        """Add a fault, or take back those of a path with ``ok``; raises ValueError for a bad order."""
        fault = _read(wanted)
        if fault.mode == "ok":
            self.ordered = [other for other in self.ordered if fault.path and other.path != fault.path]
        else:
            self.ordered.append(fault)

    def next_for(self, path: str, query: str) -> Fault | None:
        """Give the fault to serve now, and count it as served."""
        for fault in reversed(self.ordered):
            if fault.fits(path, query):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.ordered.remove(fault)
                return fault
        return None

    def report(self) -> list[dict[str, Any]]:
        """Give the ordered faults as JSON values."""
        return [asdict(fault) for fault in self.ordered]


def _read(wanted: dict[str, Any]) -> Fault:
    if unknown := sorted(wanted.keys() - {"mode", "value", "path", "contains", "times"}):
        raise ValueError(f"unknown key: {', '.join(unknown)}")
    mode, times = wanted.get("mode"), wanted.get("times")
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}")
    value = wanted.get("value", DEFAULTS.get(mode, 0))
    path, contains = wanted.get("path", ""), wanted.get("contains", "")
    if type(value) is not int or not 0 <= value <= 600_000:
        raise ValueError("value is a whole number from 0")
    if mode in {"status", "html"} and not 200 <= value <= 599:
        raise ValueError("value is a status from 200 to 599")
    if times is not None and (type(times) is not int or times < 1):
        raise ValueError("times is a whole number from 1")
    if not isinstance(path, str) or not isinstance(contains, str):
        raise ValueError("path and contains are texts")  # noqa: TRY004 - all bad orders are one kind of error
    return Fault(mode, value, path, contains, times)
