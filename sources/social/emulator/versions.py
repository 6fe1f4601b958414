"""Versions of the Graph API: which live, and which one serves a call."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

# Version and the day it expires; None where no day is announced.
TABLE: Final[dict[str, date | None]] = {
    "v21.0": date(2027, 1, 21),
    "v22.0": date(2027, 5, 20),
    "v23.0": date(2027, 10, 8),
    "v24.0": date(2028, 2, 18),
    "v25.0": date(2028, 7, 29),
    "v26.0": None,
}
_VERSION = re.compile(r"v\d{1,3}\.\d{1,2}")


def split_version(path: str) -> tuple[str | None, str]:
    """Cut ``/v26.0/me/accounts`` into the version asked for, or None, and ``me/accounts``."""
    first, _, rest = path.lstrip("/").partition("/")
    if _VERSION.fullmatch(first):
        return first, rest.strip("/")
    return None, path.strip("/")


class Versions:
    """The living versions, by the table, the clock and the sunsets ordered by control."""

    def __init__(self) -> None:
        """Start with nothing sunset by hand."""
        self.sunset: set[str] = set()

    def living(self, now: datetime) -> list[str]:
        """Name the living versions, oldest first; by its date the newest never dies, by hand it may."""
        found = [
            name
            for name, day in TABLE.items()
            if name not in self.sunset and (day is None or now.date() < day)
        ]
        return found or [list(TABLE)[-1]]

    def served(self, asked: str | None, now: datetime) -> str:
        """Name the version that answers: the asked one, or in silence the oldest living one."""
        living = self.living(now)
        return asked if asked in living else living[0]
