"""What cannot be asked of Apidae itself: it is refused, never approximated."""

from __future__ import annotations

from gateway.errors import BadInput


def only_mirror(argument: str | None) -> BadInput:
    """The error for what only a mirror can answer."""
    return BadInput(
        "NOT_SUPPORTED_LIVE",
        "This deployment asks Apidae itself, which cannot answer that.",
        hint="It is there when the deployment keeps a mirror (APIDAE_MODE=mirror).",
        argument=argument,
    )
