"""What cannot be asked of Apidae itself: it is refused, never approximated."""

from __future__ import annotations

from gateway.errors import BadInput
from sources.apidae.catalogue import By, OfferQuery

_ARGUMENTS = {By.EPCI: "filter.epci", By.TERRITORY: "filter.territories", By.ACCESS: "filter.carFree"}


def refuse_places(query: OfferQuery) -> None:
    """`INVALID_ARGUMENT` for a question about belonging or access."""
    for by, _ in query.belongs:
        raise only_mirror(_ARGUMENTS.get(by))
    if query.station_within is not None:
        raise only_mirror("filter.near.mode")
    if query.selection is not None:
        raise only_mirror(None)


def only_mirror(argument: str | None) -> BadInput:
    """The error for what only a mirror can answer."""
    return BadInput(
        "INVALID_ARGUMENT",
        "This deployment asks Apidae itself, which cannot answer that.",
        hint="It is there when the deployment keeps a mirror (APIDAE_MODE=mirror).",
        argument=argument,
    )
