"""Checks of what people type on the path: each gives the clean value or refuses with its field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from gateway.mutations import refuse
from sources.apidae.path.model import Answer, Value
from sources.apidae.types.path import AnswerValue

LONGEST_COMMENT = 2_000
LONGEST_EVIDENCE = 300
LONGEST_NAME = 120
MOST_EVIDENCE = 5
MOST_ANSWERS = 200
LONGEST_KEY = 70

VALUES: Mapping[AnswerValue, Value] = {
    AnswerValue.YES: "YES",
    AnswerValue.NO: "NO",
    AnswerValue.NOT_APPLICABLE: "NOT_APPLICABLE",
}

# controls but for line ends, marks of direction, halves of characters
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def cleaned(text: str, most: int, place: str, *, least: int = 0) -> str:
    """A text in composed form (NFC) of so many characters; refuses any other."""
    # counted before it is cleaned, which takes as long as the text
    if len(text) > 2 * most:
        refuse("INVALID_ARGUMENT", place)
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    found = _UNSEEN.sub("", plain).strip()
    if not least <= len(found) <= most:
        refuse("INVALID_ARGUMENT", place)
    return found


def answer_of(value: AnswerValue, comment: str, evidence: Sequence[str], place: str) -> Answer:
    """An answer with a comment and a few lines of evidence."""
    if len(evidence) > MOST_EVIDENCE:
        refuse("INVALID_ARGUMENT", f"{place}.evidence")
    lines = [
        " ".join(cleaned(one, LONGEST_EVIDENCE, f"{place}.evidence", least=1).split()) for one in evidence
    ]
    return Answer(
        value=VALUES[value],
        comment=cleaned(comment, LONGEST_COMMENT, f"{place}.comment"),
        evidence=tuple(lines),
    )


def keys_of(keys: Sequence[str], place: str) -> tuple[str, ...]:
    """Keys of indicators, each once."""
    if len(keys) > MOST_ANSWERS or any(not 0 < len(key) <= LONGEST_KEY for key in keys):
        refuse("INVALID_ARGUMENT", place)
    return tuple(dict.fromkeys(keys))
