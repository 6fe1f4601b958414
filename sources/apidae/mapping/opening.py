"""When an object is open, and whether it is at all for the time being."""

from __future__ import annotations

from sources.apidae.mapping.reading import PARAGRAPHS, Raw, items, part, texts
from sources.apidae.opening.periods import Opening as Schedule
from sources.apidae.opening.periods import indications, is_set
from sources.apidae.tables.alerts import CALLED_OFF, CLOSED_FOR_NOW
from sources.apidae.types.alerts import OfferStatus
from sources.apidae.types.opening import Opening, halted_schedule
from sources.apidae.types.words import OfferType

READ = (
    "periodesOuvertures",
    "ouvertTouteLAnnee",
    "fermeTemporairement",
    "fermeturesExceptionnelles",
    "indicationsPeriode",
    "ouverturesComplementaires",
)
"""All that an opening is computed from."""


def opening_of(item: Raw, status: OfferStatus) -> Opening:
    """When it is open; unknown when the source says nothing at all."""
    block = part(item, "ouverture")
    words = texts(block.get("periodeEnClair"), PARAGRAPHS)
    says = words or items(block.get("periodesOuvertures")) or is_set(block.get("ouvertTouteLAnnee"))
    halted = status is OfferStatus.TEMPORARILY_CLOSED
    kept = {key: block[key] for key in READ if key in block}
    return Opening(texts=words, block=kept, halted=halted, is_unknown=not says and not halted)


def status_of(block: Raw, kind: OfferType | None) -> OfferStatus:
    """Whether an offer with this `ouverture` takes place; only an event can be called off."""
    said = indications(block)
    if CALLED_OFF in said and kind is OfferType.EVENT:
        return OfferStatus.CANCELLED
    if is_set(block.get("fermeTemporairement")) or said & {CALLED_OFF, CLOSED_FOR_NOW}:
        return OfferStatus.TEMPORARILY_CLOSED
    return OfferStatus.OPEN


def schedule_of(block: Raw, kind: OfferType) -> Schedule:
    """The opening of an offer, without a day while it is closed for the time being."""
    halted = status_of(block, kind) is OfferStatus.TEMPORARILY_CLOSED
    return halted_schedule(block, halted=halted)
