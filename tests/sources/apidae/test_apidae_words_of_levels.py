"""What visitors and offices read of levels never looks like a label, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from sources.apidae.policies.book import own_book
from sources.apidae.policies.reasons import Ineligibility, Notice, Reason
from sources.apidae.tables.reason_words import NOTICES, REASONS, words_of_reason
from sources.apidae.tables.wording import AXIS_NAMES, STATEMENT, WORDING
from sources.apidae.types.words import Axis

LABELS = re.compile(
    r"label|badge|médaille|medal|award|garanti|guarante|gütesiegel|siegel|marchio|sello|keurmerk|éco-|eco-"
    r"|excellen|faible|[★☆⭐✩✪✯❂🌟🍃🌿🌱☘🍀🏅🏆✓✔✅]",
    re.IGNORECASE,
)
CERTIFIED = re.compile(r"certifi\w*|zertifizier\w*|certificat\w*|gecertificeer\w*", re.IGNORECASE)
NEGATED = (
    "aucun tiers ne",
    "no third party",
    "von niemandem sonst",
    "nessun terzo",
    "ningún tercero",
    "geen derde",
)
CLAIMS = re.compile(
    r"respectueux|écologique|durable|sustainable|green|nachhaltig|umweltfreundlich|sostenibil|duurza|ecologic",
    re.IGNORECASE,
)


def told() -> Iterator[tuple[str, str, str]]:
    """Everything that is said of levels: what it is, the language, the text."""
    tables: Mapping[str, Mapping[str, str]] = {
        "statement": STATEMENT,
        **{f"{axis.name} {level}": texts for (axis, level), texts in WORDING.items()},
        **{f"axis {axis.name}": texts for axis, texts in AXIS_NAMES.items()},
    }
    for what, texts in tables.items():
        for tag, text in texts.items():
            yield what, tag, text


@pytest.mark.parametrize(("what", "tag", "text"), list(told()))
def test_no_text_of_a_level_looks_like_a_label(what: str, tag: str, text: str) -> None:
    assert not LABELS.search(text), (what, tag)
    assert not CLAIMS.search(text), "a claim that would need proof"
    for found in CERTIFIED.finditer(text):
        assert any(one in text[: found.start()].lower() for one in NEGATED), found[0]


@pytest.mark.parametrize("text", ["Label bienveillant", "Niveau ★★☆", "Impact excellent", "🌿 2 sur 3"])
def test_what_looks_like_one_is_recognised(text: str) -> None:
    assert LABELS.search(text)


def test_every_level_is_worded_in_every_language_and_says_that_it_is_declared() -> None:
    languages = set(STATEMENT)
    assert {"fr", "en", "de", "it", "es", "nl"} <= languages
    assert set(WORDING) == {(axis, level) for axis in Axis for level in (1, 2, 3)}
    for texts in WORDING.values():
        assert set(texts) == languages
        assert "déclaré" in texts["fr"]
        assert "declared" in texts["en"]


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("version", own_book().versions)
def test_every_reason_is_worded_in_french_and_english_with_its_rules_by_name(
    reason: Reason, version: str
) -> None:
    policy = own_book().versions[version]
    rules = (*policy.prerequisites.of, *policy.prerequisites.excluded)
    axis = Axis.SOCIAL if reason is Reason.AXIS_MISSING else None
    texts = words_of_reason(Ineligibility(reason, axis, tuple(one.key for one in rules)), policy)
    assert set(texts) == {"fr", "en"}
    for tag, text in texts.items():
        assert "{" not in text
        told = [one for one in rules if one.name.texts[tag] in text]
        assert told == (list(rules) if reason is Reason.PREREQUISITES_NOT_MET else [])


def test_nothing_is_without_words() -> None:
    assert set(REASONS) == set(Reason) - {Reason.NOT_AN_OFFER}
    assert set(NOTICES) == set(Notice)
