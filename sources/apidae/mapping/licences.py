"""From what a source writes about rights to a credit, an SPDX id and the text itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.apidae.types.pictures import UNKNOWN_LICENCE

_COMMONS = re.compile(
    r"\(?\b(?:(?:cc|creative\s+commons)[\s-]*by|by(?=-))(?P<parts>(?:[\s-]+(?:nc|nd|sa)\b){0,2})(?:[\s-]*(?P<version>[1-4]\.\d))?\)?",
    re.IGNORECASE,
)
_COMMONS_URL = re.compile(
    r"\(?https?://(?:www\.)?creativecommons\.org/licenses/by(?P<parts>(?:-(?:nc|nd|sa)){0,2})"
    r"/(?P<version>[1-4]\.\d)(?:/[\w./-]*)?\)?",
    re.IGNORECASE,
)
_ZERO = re.compile(r"\(?\bcc[\s-]?(?:0|zero)\b(?:[\s-]*1\.0)?\)?", re.IGNORECASE)
_OPEN = re.compile(
    r"\(?\blicence ouverte\b(?:\s*(?:v(?:ersion)?)?\s*(?P<version>\d(?:\.\d)?))?\)?", re.IGNORECASE
)
_RESERVED = re.compile(r"\btous droits réservés\b|\ball rights reserved\b|\bdroits réservés\b", re.IGNORECASE)
_KINDS = {"", "NC", "ND", "SA", "NC-ND", "NC-SA"}


@dataclass(frozen=True, slots=True)
class Rights:
    """`credit` is empty when nobody is named; `text` is all that is written, None when nothing is."""

    credit: str
    licence: str
    text: str | None


def rights_of(written: str | None) -> Rights:
    """What a text such as `CC-BY-SA 4.0 Office de tourisme` says."""
    if not written:
        return Rights("", UNKNOWN_LICENCE, None)
    for pattern in (_COMMONS_URL, _COMMONS, _ZERO, _OPEN, _RESERVED):
        if found := pattern.search(written):
            rest = written[: found.start()] + " " + written[found.end() :]
            return Rights(_tidy(rest), _spdx(pattern, found), written)
    return Rights(_tidy(written), UNKNOWN_LICENCE, written)


def _spdx(pattern: re.Pattern[str], found: re.Match[str]) -> str:
    """The id, only where the text leaves no doubt: a licence without its version is unknown."""
    if pattern is _ZERO:
        return "CC0-1.0"
    if pattern is _OPEN:
        return "etalab-2.0" if found["version"] in {"2", "2.0"} else UNKNOWN_LICENCE
    if pattern not in (_COMMONS, _COMMONS_URL) or not found["version"]:
        return UNKNOWN_LICENCE
    kind = "-".join(re.findall(r"[a-z]+", found["parts"].lower())).upper()
    if kind not in _KINDS:
        return UNKNOWN_LICENCE
    return "-".join(filter(None, ["CC-BY", kind, found["version"]]))


def _tidy(text: str) -> str:
    plain = re.sub(r"\s+", " ", text.replace("©", " ")).strip(" -–—,;:/|·")
    return plain[:200]
