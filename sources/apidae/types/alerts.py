"""Whether an offer takes place at all, and what a visitor must know before leaving home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

import strawberry

from gateway.graph.text import Texts


@strawberry.enum(description="Whether an offer takes place.")
class OfferStatus(Enum):
    """States of an offer."""

    OPEN = strawberry.enum_value("OPEN", description="As announced; see `opening` for when.")
    TEMPORARILY_CLOSED = strawberry.enum_value(
        "TEMPORARILY_CLOSED", description="Closed for the time being, whatever its periods say."
    )
    CANCELLED = strawberry.enum_value("CANCELLED", description="An event that does not take place.")


@dataclass(frozen=True, slots=True)
class Alert:
    """A sentence, with the days from and to which it may be shown."""

    texts: Texts
    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it may be shown on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
