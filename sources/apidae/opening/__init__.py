"""When an object is open: Apidae's periods in all their forms, read once and asked for days."""

from sources.apidae.opening.days import days_of, is_open_on
from sources.apidae.opening.periods import NOTHING_KNOWN, Form, Opening, Period, read_opening
from sources.apidae.opening.span import Span, paris_day

__all__ = [
    "NOTHING_KNOWN",
    "Form",
    "Opening",
    "Period",
    "Span",
    "days_of",
    "is_open_on",
    "paris_day",
    "read_opening",
]
