"""Who may do what with the Region's content: the one module that decides it."""

from __future__ import annotations

from gateway.identity import Caller


def is_region(caller: Caller) -> bool:
    """Whether the caller acts for the Region: reads messages and drafts, edits collections."""
    return caller.has("REGION_ADMIN")
