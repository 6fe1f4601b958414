"""Links between offers: those that Apidae holds, each followed for all offers of a level together."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.graph.connection import First, check_first
from gateway.source import Context, link
from sources.apidae.loading import offers_by_key
from sources.apidae.runtime import Runtime
from sources.apidae.types.linked import LinkedOffer
from sources.apidae.types.offer import Event, Offer
from sources.apidae.types.ties import Tie, TiedKey

ABOVE, BELOW = Tie.ORGANISER, Tie.PROGRAMME
"""How Apidae links an event to the one whose programme it is in, and that one to it."""


@link("Offer", description="Public offers that it is linked to in Apidae, as there ordered.", cost=3)
async def linked(
    parents: Sequence[Offer], ctx: Context[Runtime], first: First = 10
) -> Sequence[list[LinkedOffer] | None]:
    """Whatever is linked is loaded like any offer: what is not public is not there."""
    check_first(first)
    found = await _tied(parents, ctx, tuple(Tie))
    return [[LinkedOffer(tie=tie, offer=offer) for tie, offer in one[:first]] for one in found]


@link("Event", description="The event whose programme it is part of, e.g. a festival.", cost=2)
async def super_event(parents: Sequence[Event], ctx: Context[Runtime]) -> Sequence[Event | None]:
    """The first such event."""
    found = await _tied(parents, ctx, (ABOVE,))
    return [next(iter(_events(one)), None) for one in found]


@link("Event", description="The events of its programme.", cost=3)
async def sub_events(parents: Sequence[Event], ctx: Context[Runtime]) -> Sequence[list[Event] | None]:
    """At most as many as an object has links."""
    return [_events(one) for one in await _tied(parents, ctx, (BELOW,))]


Tied = list[tuple[Tie, Offer]]


async def _tied(parents: Sequence[Offer], ctx: Context[Runtime], ties: tuple[Tie, ...]) -> list[Tied]:
    wanted = [[one for one in parent.all_ties if one.tie in ties] for parent in parents]
    offers = await offers_by_key(ctx, (one.key for each in wanted for one in each))
    return [[_pair(one, offers) for one in each if one.key in offers] for each in wanted]


def _pair(one: TiedKey, offers: dict[str, Offer]) -> tuple[Tie, Offer]:
    return one.tie, offers[one.key]


def _events(found: Tied) -> list[Event]:
    return [one for _, one in found if isinstance(one, Event)]
