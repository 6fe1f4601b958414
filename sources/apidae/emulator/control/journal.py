"""The journal of the calls that the emulator has answered."""

from collections import Counter, deque
from dataclasses import asdict, dataclass
from typing import Any

KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One call: its service, how many ids it named, the page it asked for, how many ids were answered, its
    status.
    """

    service: str
    ids_asked: int
    count_asked: int | None
    ids_answered: int
    status: int


class Journal:
    """The last calls, and counts over all of them since the last `clear`."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._counts: Counter[str] = Counter()

    def record(self, entry: Entry) -> None:
        """Note a call."""
        self._entries.append(entry)
        self._counts[entry.service] += 1

    def clear(self) -> None:
        """Forget every call."""
        self._entries.clear()
        self._counts.clear()

    def shape(self) -> dict[str, Any]:
        """Calls in order, and how many there were of each service."""
        return {
            "total": self._counts.total(),
            "counts": dict(self._counts),
            "calls": [asdict(entry) for entry in self._entries],
        }
