"""Languages: suffixes of Apidae's texts, and ids of the languages spoken on site."""

from __future__ import annotations

from collections.abc import Mapping

SUFFIXES: Mapping[str, str] = {
    "libelleFr": "fr",
    "libelleEn": "en",
    "libelleDe": "de",
    "libelleIt": "it",
    "libelleEs": "es",
    "libelleNl": "nl",
    "libellePtBR": "pt-BR",
    "libelleZh": "zh",
    "libelleRu": "ru",
    "libelleJa": "ja",
    "libelleKo": "ko",
}
"""Key of a translated text -> language tag."""

COORDINATES: Mapping[str, str] = {tag if tag != "pt-BR" else "ptBR": tag for tag in SUFFIXES.values()}
"""Key of a translated means of contact -> language tag."""

ASKABLE = frozenset(tag.lower() for tag in SUFFIXES.values())
"""Values of `locales` that Apidae knows."""

SPOKEN: Mapping[int, str] = {
    1189: "de", 1192: "en", 4605: "ar", 5989: "hy", 5990: "bg", 5991: "ca", 1206: "zh", 4603: "ko",
    5690: "co", 5118: "da", 1194: "es", 1197: "fr", 5421: "el", 5993: "he", 5994: "hu", 1200: "it",
    5469: "fsl", 1202: "nl", 5995: "no", 4602: "ja", 4873: "oc", 4604: "pl", 4306: "pt", 5996: "oc",
    5997: "ro", 1205: "ru", 5998: "sr", 6434: "sk", 5468: "sv", 5467: "cs", 5999: "th", 6000: "vi",
}  # fmt: skip
"""Ids of `Langue` -> language tag; `fsl` is French sign language."""
