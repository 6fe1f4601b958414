"""What a theme brings to a demo text, and the line that exists in several languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """The same sentence in French, English and German.

    Sentences may hold `{offre}` (a name in quotation marks), `{commune}`, `{a_commune}` and `{de_commune}`;
    the translations `{offre}` and `{commune}` only.
    """

    fr: str
    en: str
    de: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Sentences for offers whose name has a word that begins like one of `stems` (small letters).

    `scenes` bring the offer in and hold `{offre}`; `details` may follow in any order; `alts` say what
    a picture shows.
    """

    key: str
    stems: tuple[str, ...]
    titles: tuple[str, ...]
    scenes: tuple[str, ...]
    details: tuple[str, ...]
    tips: tuple[str, ...]
    alts: tuple[str, ...]
    told: tuple[Line, ...]
