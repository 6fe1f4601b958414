"""The movable clock of the emulator: every date it gives or checks comes from here."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

EARLIEST: Final = 631_152_000  # 1990-01-01
LATEST: Final = 4_102_444_800  # 2100-01-01


def parse_instant(text: str) -> datetime:
    """Read an ISO date or date and time from 1990 to 2100, UTC without a zone; raises ValueError."""
    moment = datetime.fromisoformat(text)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    if not EARLIEST <= moment.timestamp() <= LATEST:
        raise ValueError("dates lie between 1990 and 2100")
    return moment.astimezone(UTC)


def graph_time(moment: datetime) -> str:
    """Write a date as the Graph API does, for example ``2021-08-13T08:25:28+0000``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


class Clock:
    """Seconds since 1970, ticking with a source of time or standing still at a given instant."""

    def __init__(self, frozen_at: datetime | None = None, source: Callable[[], float] = time.time) -> None:
        """Stand still at ``frozen_at``, or follow ``source`` when there is none."""
        self._source = source if frozen_at is None else lambda: 0.0
        self._offset = 0.0 if frozen_at is None else frozen_at.timestamp()

    def seconds(self) -> float:
        """Give the current time in seconds since 1970."""
        return self._source() + self._offset

    def now(self) -> datetime:
        """Give the current time in UTC."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def move_to(self, moment: datetime) -> None:
        """Set the time; a ticking clock goes on ticking from there. Raises ValueError outside 1990-2100."""
        self.advance(moment.timestamp() - self.seconds())

    def advance(self, seconds: float) -> None:
        """Move the time by some seconds, backwards when negative; raises ValueError outside 1990-2100."""
        if not EARLIEST <= self.seconds() + seconds <= LATEST:
            raise ValueError("the time stays between 1990 and 2100")
        self._offset += seconds
