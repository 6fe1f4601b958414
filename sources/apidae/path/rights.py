"""Who may take a step, and who sees what of a path: the only module that decides it.

That somebody sees the dossier at all is decided in `sources.apidae.dossiers.scope`.
"""

from __future__ import annotations

from collections.abc import Iterable

from gateway.identity import Caller
from gateway.mutations.deciding import Decision
from sources.apidae.dossiers.scope import scope_of
from sources.apidae.path.model import Entry
from sources.apidae.path.owners import Owned
from sources.apidae.workflow.model import Respondent


def sees(caller: Caller, offer: Owned) -> bool:
    """Whether the dossier of an offer is for the caller's eyes."""
    return scope_of(caller).holds(offer.number, offer.office, offer.provider, offer.department)


def acts_as(caller: Caller, offer: Owned, roles: Iterable[Respondent]) -> Respondent | None:
    """In which of these roles the caller may act on an offer; None for none."""
    return next((role for role in roles if _is(caller, offer, role)), None)


def decision(caller: Caller, offer: Owned, roles: Iterable[Respondent]) -> Decision:
    """Whether the caller may act in one of these roles."""
    if acts_as(caller, offer, roles):
        return Decision.ALLOWED
    return Decision.FORBIDDEN if sees(caller, offer) else Decision.HIDDEN


def sees_journal(caller: Caller, offer: Owned) -> bool:
    """Whether the journal is for the caller's eyes: those who follow the path, not the provider."""
    others = Caller(caller.subject, tuple(role for role in caller.roles if role.name != "PROVIDER"))
    return sees(others, offer)


def sees_subject(caller: Caller, offer: Owned, entry: Entry) -> bool:
    """Whether the account behind an entry is for the caller's eyes: the own one, the own office's."""
    if entry.subject == caller.subject:
        return True
    return entry.role == "OFFICE" and _is(caller, offer, "OFFICE")


def _is(caller: Caller, offer: Owned, role: Respondent) -> bool:
    if role == "OFFICE":
        return offer.office is not None and caller.has("OFFICE", str(offer.office))
    own = [offer.number, *([offer.provider] if offer.provider is not None else [])]
    return any(caller.has("PROVIDER", str(number)) for number in own)
