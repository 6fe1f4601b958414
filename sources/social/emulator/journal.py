"""The journal: what the client asked for, so that tests can check how it behaves."""

from __future__ import annotations

from collections import Counter, deque
from typing import Any

MAX_KEYS = 5_000
MAX_ROWS = 500


class Journal:
    """Counts of calls by path, batch items, retired parameters, tokens in urls; and the latest calls."""

    def __init__(self) -> None:
        """Start empty."""
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.calls = 0
        self.by_path: Counter[str] = Counter()
        self.by_status: Counter[int] = Counter()
        self.items_by_path: Counter[str] = Counter()
        self.discovery: Counter[str] = Counter()
        self.retired: Counter[str] = Counter()
        self.versions: Counter[str] = Counter()
        self.errors: Counter[int] = Counter()
        self.token_in_url_paths: Counter[str] = Counter()
        self.faults = 0
        self.batches: deque[list[str]] = deque(maxlen=MAX_ROWS)
        self.latest: deque[dict[str, Any]] = deque(maxlen=MAX_ROWS)

    def call(self, method: str, path: str, status: int, *, token_in_url: bool) -> None:
        """Record a finished HTTP call; ``path`` has no query. Status 0 is a closed connection."""
        self.calls += 1
        _count(self.by_path, f"{method} {path}")
        self.by_status[status] += 1
        if token_in_url:
            _count(self.token_in_url_paths, path)
        self.latest.append({"method": method, "path": path, "status": status})

    def batch(self, paths: list[str]) -> None:
        """Record the items of a batch by their paths, queries and tokens left out."""
        self.batches.append(paths)
        for path in paths:
            _count(self.items_by_path, path)

    def report(self, during_block: dict[str, int]) -> dict[str, Any]:
        """Give everything as JSON values; ``during_block`` counts calls after a first refusal."""
        return {
            "calls": self.calls,
            "by_path": dict(self.by_path),
            "by_status": {str(status): count for status, count in self.by_status.items()},
            "errors_by_code": {str(code): count for code, count in self.errors.items()},
            "versions_asked": dict(self.versions),
            "discovery": dict(self.discovery),
            "batches": list(self.batches),
            "batch_items": sum(self.items_by_path.values()),
            "items_by_path": dict(self.items_by_path),
            "calls_while_blocked": sum(during_block.values()),
            "calls_while_blocked_by_counter": during_block,
            "tokens_in_urls": sum(self.token_in_url_paths.values()),
            "tokens_in_urls_by_path": dict(self.token_in_url_paths),
            "retired_parameters": dict(self.retired),
            "faults_served": self.faults,
            "latest": list(self.latest),
        }


def _count(counter: Counter[str], key: str) -> None:
    """Count a key; once there are very many keys, new ones share one."""
    counter[key if key in counter or len(counter) < MAX_KEYS else "(others)"] += 1
