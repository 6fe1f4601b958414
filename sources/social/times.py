"""Times as the database gives them back: without a zone, but always UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def aware(moment: datetime) -> datetime:
    """A stored time, which is UTC, with its zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def aware_or_none(moment: datetime | None) -> datetime | None:
    """The same of a time that may be missing."""
    return None if moment is None else aware(moment)
