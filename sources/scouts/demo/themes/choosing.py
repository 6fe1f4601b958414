"""Guesses the theme of an offer from the words of its name."""

from __future__ import annotations

import re
from functools import lru_cache

from sources.scouts.demo.themes.anything import ANYTHING
from sources.scouts.demo.themes.hands import HANDS, HERITAGE
from sources.scouts.demo.themes.outdoors import ANIMALS, CYCLING, WALKING, WATER
from sources.scouts.demo.themes.rest import BATHS, EVENING, SLEEPING
from sources.scouts.demo.themes.table import TABLE, WINE
from sources.scouts.demo.themes.theme import Theme

THEMES: tuple[Theme, ...] = (
    WINE,
    BATHS,
    SLEEPING,
    ANIMALS,
    CYCLING,
    HANDS,
    EVENING,
    TABLE,
    WATER,
    WALKING,
    HERITAGE,
)
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def theme_of(name: str) -> Theme:
    """The theme of the first telling word: what stands first in a name is mostly what it is."""
    for word in _WORD.findall(name.lower()):
        for theme in THEMES:
            if word.startswith(theme.stems):
                return theme
    return ANYTHING
