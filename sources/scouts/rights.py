"""Who may do what to which object: the only module of this source that decides it.

A right needs the role in the token and the relation to the object in the database: a token alone makes
nobody an author. What the law gives to a person (withdraw, take a consent back, be erased, get the own data)
needs no role. Nobody decides about the own content or membership.
"""

from __future__ import annotations

from gateway.identity import Caller
from gateway.mutations import Decision
from gateway.mutations.deciding import allowed_if
from sources.scouts.documents import CommunityDocument, ContentDocument, ScoutDocument
from sources.scouts.records import MembershipDocument, PerkDocument


def manages(caller: Caller, community: str) -> bool:
    """Whether the caller leads a community."""
    return caller.has("COMMUNITY_MANAGER", community)


def is_region(caller: Caller) -> bool:
    """Whether the caller speaks for the Region."""
    return caller.has("REGION_ADMIN")


def is_own(caller: Caller, scout: ScoutDocument | None) -> bool:
    """Whether a scout is the caller."""
    return scout is not None and scout["subject"] is not None and scout["subject"] == caller.subject


def act_as(caller: Caller, scout: ScoutDocument | None) -> Decision:
    """To do what only scouts do: sign, publish, claim."""
    if scout is None or not is_own(caller, scout):
        return Decision.HIDDEN
    return allowed_if(caller.has("SCOUT") and scout["state"] != "SUSPENDED")


def answer_for(caller: Caller, scout: ScoutDocument | None) -> Decision:
    """To use the rights of a person over the own data."""
    return allowed_if(is_own(caller, scout), visible=False)


def edit(caller: Caller, content: ContentDocument | None, author: ScoutDocument | None) -> Decision:
    """To change a content: its author."""
    if content is None:
        return Decision.HIDDEN
    own = is_own(caller, author)
    if own and author is not None and author["state"] == "SUSPENDED":
        return Decision.FORBIDDEN
    return allowed_if(own and caller.has("SCOUT"), visible=own or _visible(caller, content))


def take_back(caller: Caller, content: ContentDocument | None, author: ScoutDocument | None) -> Decision:
    """To withdraw a content: its author, whatever became of their role."""
    if content is None:
        return Decision.HIDDEN
    return allowed_if(is_own(caller, author), visible=_visible(caller, content))


def mark(caller: Caller, content: ContentDocument | None, author: ScoutDocument | None) -> Decision:
    """To say which offer a content is about: its author, or whoever looks after it."""
    if content is None:
        return Decision.HIDDEN
    if edit(caller, content, author) is Decision.ALLOWED:
        return Decision.ALLOWED
    return allowed_if(_looks_after(caller, content), visible=_visible(caller, content))


def moderate(caller: Caller, content: ContentDocument | None, author: ScoutDocument | None) -> Decision:
    """To decide about a content: its community's manager or the Region, never its author."""
    if content is None:
        return Decision.HIDDEN
    decides = _looks_after(caller, content) and not is_own(caller, author)
    return allowed_if(decides, visible=_visible(caller, content) or is_own(caller, author))


def lead(caller: Caller, community: CommunityDocument | None) -> Decision:
    """To invite, to create perks: the community's own manager."""
    if community is None:
        return Decision.HIDDEN
    return allowed_if(manages(caller, community["_id"]), visible=community["state"] == "ACTIVE")


def approve(
    caller: Caller,
    community: CommunityDocument | None,
    membership: MembershipDocument | None,
    scout: ScoutDocument | None,
) -> Decision:
    """To take a scout into a community: its manager, for others than themselves."""
    led = lead(caller, community)
    if led is not Decision.ALLOWED:
        return led
    if membership is None or scout is None:
        return Decision.HIDDEN
    return allowed_if(not is_own(caller, scout))


def see_perk(caller: Caller, perk: PerkDocument, scout: ScoutDocument | None) -> bool:
    """Whether a perk is for the caller's eyes: the scouts it is meant for, their managers, the Region."""
    member = scout is not None and is_own(caller, scout) and is_meant(perk, scout)
    return member or is_region(caller) or any(manages(caller, one) for one in perk["communities"])


def is_meant(perk: PerkDocument, scout: ScoutDocument) -> bool:
    """Whether a perk is meant for a scout: approved, and at home in one of its communities."""
    return scout["state"] == "APPROVED" and not set(perk["communities"]).isdisjoint(scout["homes"])


def claim(caller: Caller, perk: PerkDocument | None, scout: ScoutDocument | None) -> Decision:
    """To take a perk: a scout it is meant for."""
    if perk is None or not see_perk(caller, perk, scout):
        return Decision.HIDDEN
    return allowed_if(scout is not None and is_meant(perk, scout) and caller.has("SCOUT"))


def capacity(caller: Caller, content: ContentDocument, author: ScoutDocument | None) -> str:
    """In what role somebody acts on a content, for its history."""
    if is_own(caller, author):
        return "SCOUT"
    return "COMMUNITY_MANAGER" if manages(caller, content["community"]) else "REGION_ADMIN"


def _looks_after(caller: Caller, content: ContentDocument) -> bool:
    return is_region(caller) or manages(caller, content["community"])


def _visible(caller: Caller, content: ContentDocument) -> bool:
    return bool(content.get("visible")) or _looks_after(caller, content)
