"""What people write into mutations of this source: cleaned, bounded, in French at least."""

from __future__ import annotations

import re
from collections.abc import Sequence

import strawberry

from gateway.graph.scalars import Locale
from gateway.mutations import refuse
from gateway.richtext import clean_line, clean_text

MAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,63}(\.[^@\s.]{1,63}){1,5}")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_MAIL, LONGEST_SLUG, MOST_LANGUAGES = 254, 80, 20


@strawberry.input(description="A text in one language.")
class EditorialTextInput:
    """A text."""

    locale: Locale = strawberry.field(description="Its language, e.g. `fr`.")
    value: str = strawberry.field(description="The text, without markup.")


def texts_of(given: Sequence[EditorialTextInput], field: str, most: int, *, needed: bool) -> dict[str, str]:
    """Texts by language; refuses one that is too long, a language twice, and where `needed` no French one."""
    found = {one.locale: clean_text(one.value) for one in given}
    if len(found) < len(given) or len(given) > MOST_LANGUAGES:
        refuse("INVALID_ARGUMENT", field)
    if any(not text or len(text) > most for text in found.values()):
        refuse("INVALID_ARGUMENT", field)
    if "fr" not in found and (needed or found):
        words = {"fr": "Il faut un texte en français.", "en": "A text in French is needed."}
        refuse("INVALID_ARGUMENT", field, texts=words)
    return {str(tag): text for tag, text in found.items()}


def mail_of(given: str, field: str) -> str:
    """An e-mail address."""
    mail = given.strip()
    if len(mail) > LONGEST_MAIL or not MAIL.fullmatch(mail) or not mail.isprintable():
        refuse("INVALID_ARGUMENT", field)
    return mail


def slug_of(given: str, field: str) -> str:
    """Part of a url."""
    if len(given) > LONGEST_SLUG or not SLUG.fullmatch(given):
        refuse("INVALID_ARGUMENT", field)
    return given


def line_of(given: str | None, field: str, most: int) -> str | None:
    """One line, None for nothing."""
    line = clean_line(given) if given else ""
    if len(line) > most:
        refuse("INVALID_ARGUMENT", field)
    return line or None
