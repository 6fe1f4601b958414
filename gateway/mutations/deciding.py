"""The words in which a source's one module of rights answers: may this caller do this to that object?"""

from __future__ import annotations

from enum import Enum

from gateway.mutations.refusal import refuse


class Decision(Enum):
    """ALLOWED; FORBIDDEN: they may know of it; HIDDEN: for them it does not exist."""

    ALLOWED = "ALLOWED"
    FORBIDDEN = "FORBIDDEN"
    HIDDEN = "NOT_FOUND"

    def enforce(self, field: str = "") -> None:
        """Return when allowed, else refuse with `FORBIDDEN` or `NOT_FOUND`."""
        if self is not Decision.ALLOWED:
            refuse(self.value, field)


def allowed_if(condition: bool, *, visible: bool = True) -> Decision:
    """ALLOWED when the condition holds; else FORBIDDEN for those who see the object, HIDDEN for others."""
    if condition:
        return Decision.ALLOWED
    return Decision.FORBIDDEN if visible else Decision.HIDDEN
