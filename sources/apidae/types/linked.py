"""Offers that another one is linked to in Apidae."""

from __future__ import annotations

import strawberry

from sources.apidae.types.offer import Offer
from sources.apidae.types.ties import Tie


@strawberry.type(description="A public offer that another one is linked to in Apidae.")
class LinkedOffer:
    """A linked offer."""

    tie: Tie = strawberry.field(description="What it is to the offer that links to it.")
    offer: Offer = strawberry.field(description="The linked offer.")
