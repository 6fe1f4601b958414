"""The file of a deployment's table of places: JSON, made by `python -m sources.apidae.places`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sources.apidae.places.gazetteer import Gazetteer, KnownCommune

KIND = "partir-ici places 1"
"""What such a file begins with; raised when its form changes."""


MAKE = "make one with `python -m sources.apidae.places`"


class PlacesError(ValueError):
    """A file that is no table of places; the text says what to do."""


class _Commune(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=False)

    insee: str = Field(pattern=r"^[0-9][0-9AB][0-9]{3}$")
    name: str = Field(min_length=1, max_length=200)
    epci: str = ""
    postcodes: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    population: int | None = None
    point: tuple[float, float] | None = None


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: str
    attribution: list[str]
    epcis: dict[str, str]
    communes: list[_Commune]


def read_places(path: str) -> Gazetteer:
    """The table of a file, kept while the file does not change; an empty one for no path.

    `PlacesError` for a file that cannot be read or is none of ours.
    """
    if not path:
        return Gazetteer()
    try:
        stamp = Path(path).stat().st_mtime_ns
    except OSError:
        raise PlacesError(f"is no file that can be read; {MAKE}") from None
    return _read(path, stamp)


@lru_cache(maxsize=4)
def _read(path: str, _: int) -> Gazetteer:
    try:
        content = Path(path).read_bytes()
        table = _Table.model_validate(orjson.loads(content))
    except (OSError, orjson.JSONDecodeError, ValidationError):
        raise PlacesError(f"is no table of places; {MAKE}") from None
    if table.kind != KIND:
        raise PlacesError(f"is a table of another version; {MAKE}")
    communes = [KnownCommune(**dict(one)) for one in table.communes]
    digest = hashlib.blake2b(content, digest_size=8).hexdigest()
    return Gazetteer(communes, table.epcis, digest=digest, attribution=table.attribution)


def write_places(
    path: Path, communes: Iterable[KnownCommune], epcis: Mapping[str, str], attribution: Sequence[str]
) -> None:
    """Write a table in one step: who reads meanwhile finds the old one or the new one."""
    listed = [_plain(one) for one in sorted(communes, key=lambda one: one.insee)]
    whole = {"kind": KIND, "attribution": list(attribution), "epcis": dict(epcis), "communes": listed}
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft.write_bytes(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS))
    draft.replace(path)


def _plain(one: KnownCommune) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in KnownCommune.__slots__}
    return {name: value for name, value in values.items() if value not in (None, "", ())}
