"""What the searches need to know of an object, taken from the object itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .fields import own_block
from .geometry import Point
from .opening import Opening, compile_opening
from .text import fold, sentence_words, words

Object = dict[str, Any]

_CRITERIA_BLOCKS = (
    "presentation",
    "prestations",
    "localisation",
    "descriptionTarif",
    "ouverture",
    "visites",
    "distinctions",
)
_NOT_CRITERIA = frozenset(
    {"familleCritere", "parent", "adresse", "perimetreGeographique", "territoiresAffectes"}
)


@dataclass(frozen=True, slots=True)
class Facts:
    """One object, reduced to what filters and orders look at. `keys` are its exact-match terms."""

    id: int
    identifier: str
    type: str
    state: str
    name: str
    keys: tuple[str, ...]
    point: Point | None
    modified: str
    minutes: int | None
    opening: Opening
    selections: tuple[int, ...]
    edges: tuple[str, ...]

    @property
    def visible(self) -> bool:
        """Whether the project may see it: published, and in one of its selections."""
        return self.state == "PUBLISHED" and bool(self.selections)


def facts_of(item: Object, selections: tuple[int, ...], edges: tuple[str, ...]) -> Facts:
    """The facts of an object; any of its fields may be missing but the id."""
    place = item.get("localisation", {})
    geometry = place.get("geolocalisation", {}).get("geoJson", {}).get("coordinates")
    opening = item.get("ouverture", {})
    return Facts(
        id=item["id"],
        identifier=item.get("identifier", ""),
        type=item.get("type", ""),
        state=item.get("state", "PUBLISHED"),
        name=fold(item.get("nom", {}).get("libelleFr", "")),
        keys=tuple(dict.fromkeys(_keys(item, selections))),
        point=(geometry[0], geometry[1]) if geometry else None,
        modified=item.get("gestion", {}).get("dateModification", "")[:10],
        minutes=opening.get("dureeSeance"),
        opening=compile_opening(opening),
        selections=selections,
        edges=edges,
    )


def name_words(item: Object, suffix: str = "Fr") -> tuple[str, ...]:
    """The words of the name in a language."""
    return tuple(words(item.get("nom", {}).get(f"libelle{suffix}", "")))


def text_words(item: Object, suffix: str = "Fr") -> set[str]:
    """The words of the descriptions in a language."""
    found: set[str] = set()
    presentation = item.get("presentation", {})
    for part in ("descriptifCourt", "descriptifDetaille"):
        for line in presentation.get(part, {}).get(f"libelle{suffix}", "").splitlines():
            found.update(sentence_words(line))
    return found


def _keys(item: Object, selections: tuple[int, ...]) -> Iterator[str]:
    yield f"type:{item.get('type')}"
    for block in (*_CRITERIA_BLOCKS, own_block(item.get("type", ""))):
        yield from _criteria(item.get(block))
    for criterion in item.get("criteresInternes", ()):
        yield f"critereInterne:{criterion['id']}"
    place = item.get("localisation", {})
    yield f"commune:{place.get('adresse', {}).get('commune', {}).get('code')}"
    for territory in place.get("territoiresAffectes", ()):
        yield f"territoire:{territory['id']}"
    yield f"membre:{item.get('gestion', {}).get('membreProprietaire', {}).get('id')}"
    for selection in selections:
        yield f"selection:{selection}"


def _criteria(value: Any) -> Iterator[str]:
    """Every reference element below a block, families, parents and addresses apart."""
    if isinstance(value, list):
        for item in value:
            yield from _criteria(item)
    elif isinstance(value, dict):
        if "elementReferenceType" in value:
            yield f"critere:{value['elementReferenceType']}_{value['id']}"
        else:
            for name, item in value.items():
                if name not in _NOT_CRITERIA and isinstance(item, (dict, list)):
                    yield from _criteria(item)
