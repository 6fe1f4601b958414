"""What a match says: about which object a post is, why, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

OFFER, SCOUT, COMMUNE, TERRITORY = "Offer", "Scout", "Commune", "Territory"
"""The entities that posts are linked to."""


class Reason(Enum):
    """Why a post is linked to an object."""

    AUTHOR = "AUTHOR"
    OFFICE = "OFFICE"
    PERMALINK = "PERMALINK"
    MENTION = "MENTION"
    HASHTAG = "HASHTAG"
    NAME = "NAME"
    PLACE = "PLACE"


@dataclass(frozen=True, slots=True)
class Match:
    """One link found: to which object, why, and how sure (0 to 1)."""

    entity: str
    key: str
    reason: Reason
    confidence: float
