"""All conditions of searches. A group of filters is a module of its own; its conditions are added here."""

from __future__ import annotations

from sources.apidae.index.by_day import DAYS
from sources.apidae.index.by_kind import KINDS
from sources.apidae.index.by_place import PLACES
from sources.apidae.index.by_practice import PRACTICE
from sources.apidae.index.by_text import TEXTS
from sources.apidae.index.condition import Condition

CONDITIONS: tuple[Condition, ...] = (*KINDS, *PLACES, *DAYS, *PRACTICE, *TEXTS)
