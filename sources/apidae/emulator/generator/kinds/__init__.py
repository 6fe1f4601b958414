"""Kinds of offers, by theme, with the shares they take in a catalogue."""

from itertools import accumulate

from . import crafts, events, heritage, lodging, outdoors, routes, taste, wellness
from .kind import Kind, Some, Spec

OFFER_KINDS = (
    *outdoors.KINDS,
    *routes.KINDS,
    *crafts.KINDS,
    *heritage.KINDS,
    *taste.KINDS,
    *wellness.KINDS,
    *events.KINDS,
    *lodging.KINDS,
)
_STEPS = tuple(accumulate(kind.weight for kind in OFFER_KINDS))


def kind_at(position: float) -> Kind:
    """The kind that stands at a position in [0, 1) of the shares."""
    mark = position * _STEPS[-1]
    return next(kind for kind, step in zip(OFFER_KINDS, _STEPS, strict=True) if mark < step)


__all__ = ["OFFER_KINDS", "Kind", "Some", "Spec", "kind_at"]
