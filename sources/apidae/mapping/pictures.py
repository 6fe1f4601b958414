"""Pictures of an object, with what is known of their rights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from sources.apidae.mapping.licences import rights_of
from sources.apidae.mapping.reading import Raw, day, french, integer, items, text, url
from sources.apidae.types.pictures import Picture

_SIZES = (("urlListe", 100), ("urlFiche", 210), ("urlDiaporama", 900), ("urlQHD", 1920))
"""Renditions of Apidae and their usual widths."""

WIDEST_ORIGINAL, LARGEST_ORIGINAL = 2_000, 1_000_000
"""Pixels and bytes. An original without renditions serves when it is known to be no larger than either."""

_FILE_NAME = re.compile(
    r"\S+\.(jpe?g|png|gif|webp|tiff?|bmp)|(img|dsc|dscn|dscf|pict|p)[_-]?\d+\S*", re.IGNORECASE
)
MOST_PICTURES = 50
FILE_SIGNS = 12
"""Of the hash of a file's address: enough to tell an object's pictures apart."""


def pictures_of(item: Raw) -> tuple[Picture, ...]:
    """The pictures of an object, the same file once."""
    found: dict[str, Picture] = {}
    for raw in items(item.get("illustrations"))[:MOST_PICTURES]:
        if not _is_picture(raw):
            continue
        for file, picture in _pictures(raw, integer(item.get("id"))):
            found.setdefault(text(file.get("checksum"), 100) or picture.renditions[-1][1], picture)
    return tuple(found.values())


def _is_picture(raw: Raw) -> bool:
    kind = raw.get("type")
    return kind is None or (isinstance(kind, str) and kind.startswith("IMAGE"))


def _pictures(raw: Raw, number: int | None) -> Iterator[tuple[Raw, Picture]]:
    for file in items(raw.get("traductionFichiers"))[:1]:
        if renditions := _renditions(file):
            rights = rights_of(french(raw.get("copyright")))
            yield (
                file,
                Picture(
                    ref=f"{number or 0}/{sha256(renditions[-1][1].encode()).hexdigest()[:FILE_SIGNS]}",
                    renditions=renditions,
                    expires=day(raw.get("dateLimiteDePublication")),
                    credit=rights.credit,
                    licence=rights.licence,
                    licence_text=rights.text,
                    alt=_alt(raw, file),
                ),
            )


def _renditions(file: Raw) -> tuple[tuple[int, str], ...]:
    sized = tuple((width, found) for key, width in _SIZES if (found := url(file.get(key))))
    original = url(file.get("url"))
    width, size = integer(file.get("largeur")), integer(file.get("taille"))
    small = (width is not None and 0 < width <= WIDEST_ORIGINAL) or (
        size is not None and 0 < size <= LARGEST_ORIGINAL
    )
    return ((width or 0, original),) if original and small and not sized else sized


def _alt(raw: Raw, file: Raw) -> str:
    legend = french(raw.get("legende")) or ""
    return "" if _FILE_NAME.fullmatch(legend) or legend == file.get("fileName") else legend
