"""Who may do what with keys: the only place that decides it."""

from __future__ import annotations

from gateway.identity import Caller
from gateway.mutations import Decision
from gateway.mutations.deciding import allowed_if
from gateway.partners.record import KeyRecord


def partners_seen(caller: Caller) -> tuple[str, ...] | None:
    """Whose keys a caller may see: None for everybody's, empty for nobody's."""
    return None if caller.has("REGION_ADMIN") else caller.scopes("PARTNER")


def may_manage(caller: Caller) -> Decision:
    """Give keys, change what they may show, revoke them."""
    return allowed_if(caller.has("REGION_ADMIN"))


def may_rotate(caller: Caller, record: KeyRecord) -> Decision:
    """Exchange the text of a key, or make a narrower one after it; of others' keys one knows nothing."""
    own = caller.has("PARTNER", record.partner)
    return allowed_if(own or caller.has("REGION_ADMIN"), visible=False)
