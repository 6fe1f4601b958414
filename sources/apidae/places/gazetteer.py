"""The table of places in memory: communes by present or former code, by postcode, by beginning of a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from sources.apidae.places.prefixes import Prefixes
from sources.apidae.tables.places import in_region

Point = tuple[float, float]
"""Longitude and latitude in degrees."""


@dataclass(frozen=True, slots=True)
class KnownCommune:
    """A commune of today. `former` are codes of communes merged into it, `parts` those of its districts.

    `epci` is the code of its EPCI, empty without one; `population` its inhabitants, None when not known.
    """

    insee: str
    name: str
    epci: str = ""
    postcodes: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    population: int | None = None
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class KnownEpci:
    """A group of communes with a budget of its own: its SIREN, its name and the codes of its communes."""

    code: str
    name: str
    communes: tuple[str, ...]


class Gazetteer:
    """What this deployment knows of places; an empty one knows nothing and refuses nothing.

    `digest` stands for the content, `attribution` names whose data it is.
    """

    def __init__(
        self,
        communes: Iterable[KnownCommune] = (),
        epcis: Mapping[str, str] | None = None,
        *,
        digest: str = "",
        attribution: Sequence[str] = (),
    ) -> None:
        """`epcis` are names by code."""
        self._communes = {one.insee: one for one in communes}
        self._aliases = {
            code: one.insee for one in self._communes.values() for code in (*one.former, *one.parts)
        }
        self._epci_names = dict(epcis or {})
        self.digest = digest
        self.attribution = tuple(attribution)

    def __bool__(self) -> bool:
        """Whether there is a table at all."""
        return bool(self._communes)

    def present(self, code: str) -> str:
        """The code of the commune that a code stands for today; an unknown one is given back as it is."""
        return code if code in self._communes else self._aliases.get(code, code)

    def commune(self, code: str) -> KnownCommune | None:
        """A commune by its present or a former code."""
        return self._communes.get(self.present(code))

    def named(self, postcode: str) -> list[KnownCommune]:
        """The communes that a postcode serves, the largest first."""
        return [self._communes[code] for code in self._by_postcode.get(postcode, ())]

    def epci(self, code: str) -> KnownEpci | None:
        """An EPCI by its code."""
        members = self._members.get(code)
        return KnownEpci(code, self._epci_names.get(code, code), tuple(members)) if members else None

    def epci_of(self, insee: str) -> KnownEpci | None:
        """The EPCI of a commune, None where there is none or it is not known."""
        commune = self.commune(insee)
        return self.epci(commune.epci) if commune and commune.epci else None

    def epcis(self) -> list[KnownEpci]:
        """All EPCI with a commune in the region, by name."""
        found = [self.epci(code) for code in sorted(self._members)]
        inside = [one for one in found if one and any(map(in_region, one.communes))]
        return sorted(inside, key=lambda one: (one.name, one.code))

    def middle_of(self, insee: str) -> Point | None:
        """Where a commune is: its own point, else the middle of its EPCI; None when neither is known."""
        commune = self.commune(insee)
        if commune is None or commune.point:
            return commune.point if commune else None
        return self.middle(self._members.get(commune.epci, ()))

    def middle(self, codes: Iterable[str]) -> Point | None:
        """The middle of communes whose points are known."""
        known = (self._communes.get(code) for code in codes)
        points = [one.point for one in known if one and one.point]
        return (median(lon for lon, _ in points), median(lat for _, lat in points)) if points else None

    def starting_with(self, prefix: str, most: int) -> list[KnownCommune]:
        """Communes of the region with a word that begins so, those whose name does and large ones first."""
        return self._prefixes.find(prefix, most)

    def epcis_starting_with(self, prefix: str, most: int) -> list[KnownEpci]:
        """EPCI of the region with a word that begins so."""
        return self._epci_prefixes.find(prefix, most)

    @cached_property
    def _epci_prefixes(self) -> Prefixes[KnownEpci]:
        return Prefixes((one.name, one) for one in self.epcis())

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        members: dict[str, list[str]] = {}
        for one in sorted(self._communes.values(), key=lambda one: one.insee):
            if one.epci:
                members.setdefault(one.epci, []).append(one.insee)
        return members

    @cached_property
    def _by_postcode(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in sorted(self._communes.values(), key=_size):
            for postcode in one.postcodes:
                found.setdefault(postcode, []).append(one.insee)
        return found

    @cached_property
    def _prefixes(self) -> Prefixes[KnownCommune]:
        inside = sorted((one for one in self._communes.values() if in_region(one.insee)), key=_size)
        return Prefixes((one.name, one) for one in inside)


def _size(one: KnownCommune) -> tuple[int, str]:
    return -(one.population or 0), one.insee
