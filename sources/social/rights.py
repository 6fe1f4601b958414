"""Who may decide what about posts: the one place that knows roles."""

from __future__ import annotations

from gateway.identity import Caller
from gateway.mutations import Decision
from gateway.mutations.deciding import allowed_if
from gateway.source import Card
from sources.social.matching import COMMUNE, OFFER


def moderate(caller: Caller) -> Decision:
    """To hide a post or to put it on top of all lists: community managers and the Region."""
    return allowed_if(caller.has("REGION_ADMIN") or caller.has("COMMUNITY_MANAGER"))


def judge(caller: Caller, entity: str, card: Card | None) -> Decision:
    """To say whether a post is about an object: who answers for that object, or the Region.

    That is an offer's own office and provider, and the department's agency for all that lies in it.
    """
    if card is None:
        return Decision.HIDDEN
    if caller.has("REGION_ADMIN"):
        return Decision.ALLOWED
    of_department = card.insee is not None and caller.has("DEPARTMENT_AGENCY", card.insee[:2])
    if entity == COMMUNE:
        return allowed_if(of_department)
    return allowed_if(entity == OFFER and (of_department or _keeps(caller, card)))


def _keeps(caller: Caller, card: Card) -> bool:
    if card.office is not None and caller.has("OFFICE", card.office):
        return True
    return any(caller.has("PROVIDER", key) for key in (card.key, card.provider) if key is not None)
