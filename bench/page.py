"""docs/performance.md: the tables, and what is not fair in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench.measure import Outcome


def page(outcomes: Sequence[Outcome], facts: dict[str, Any]) -> str:
    """The whole page."""
    raise NotImplementedError
