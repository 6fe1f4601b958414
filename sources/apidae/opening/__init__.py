"""When an object is open: Apidae's periods in all their forms, read once and asked for days."""

from sources.apidae.opening.days import days_of, is_open_on
from sources.apidae.opening.periods import NOTHING_KNOWN, Form, Opening, Period, read_opening
from sources.apidae.opening.span import PARIS, Span, paris_day
from sources.apidae.opening.stretches import Stretch, is_open_at, next_stretches, stretches, upcoming

__all__ = [
    "NOTHING_KNOWN",
    "PARIS",
    "Form",
    "Opening",
    "Period",
    "Span",
    "Stretch",
    "days_of",
    "is_open_at",
    "is_open_on",
    "next_stretches",
    "paris_day",
    "read_opening",
    "stretches",
    "upcoming",
]
