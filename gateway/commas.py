"""Texts of settings that hold several values, separated by commas."""

from __future__ import annotations


def comma_parts(text: str) -> list[str]:
    """The values in order, without blanks around them; empty ones do not count."""
    return [part for part in map(str.strip, text.split(",")) if part]
