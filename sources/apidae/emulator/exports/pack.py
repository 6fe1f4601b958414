"""Makes the zip of an export, as it should be or spoilt."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from sources.apidae.emulator.control.switches import show_labels
from sources.apidae.emulator.generator.selections import SELECTIONS
from sources.apidae.emulator.world import World

from .shape import References

GROUP = 100
FLAVOURS = ("grouped", "single", "xml")
FAULTS = ("", "bomb", "escape", "absolute", "link", "cut", "no_communes", "no_elements", "bad_json", "twice")
BOMB_BYTES = 60_000_000
REFERENCE_FILES = {"no_communes": "communes.json", "no_elements": "elements_reference.json"}


@dataclass(frozen=True, slots=True)
class Content:
    """What an export tells: objects that are there, and numbers of those that are not any more."""

    changed: Sequence[int]
    removed: Sequence[int]


def packed(world: World, content: Content, flavour: str, fault: str) -> bytes:
    """The zip in one of the flavours, with one of the faults; "" for none."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        if flavour == "xml":
            archive.writestr("objets_modifies/objets_modifies-1.xml", "<objetsTouristiques/>")
        else:
            for name, value in _files(world, content, flavour):
                if name != REFERENCE_FILES.get(fault):
                    archive.writestr(name, orjson.dumps(value))
        archive.writestr("__MACOSX/._objets_supprimes.json", b"\x00\x05")
        _spoil(archive, fault)
    whole = buffer.getvalue()
    return whole[: len(whole) * 2 // 3] if fault == "cut" else whole


def _files(world: World, content: Content, flavour: str) -> Iterator[tuple[str, Any]]:
    references = References()
    items = [_item(world, references, number) for number in content.changed]
    if flavour == "single":
        yield from ((f"objets_modifies/{item['id']}.json", item) for item in items)
    else:
        for start in range(0, len(items), GROUP):
            yield f"objets_modifies/objets_modifies-{start // GROUP + 1}.json", items[start : start + GROUP]
    for number in sorted(references.linked.keys() - set(content.changed)):
        known = number in world.store.facts
        told = _item(world, References(), number) if known else references.linked[number]
        yield f"objets_lies/objets_lies_modifies-{number}.json", told
    yield "objets_supprimes.json", list(content.removed)
    yield "selections.json", _selections(world)
    yield "elements_reference.json", list(references.elements.values())
    yield "communes.json", list(references.communes.values())
    yield "criteres_internes.json", list(references.criteria.values())
    yield "territoires.json", list(references.territories.values())


def _item(world: World, references: References, number: int) -> dict[str, Any]:
    item = show_labels(world.store.item(number), world.switches.labels)
    return {**references.reduced(item), "formatVersion": "v002"}


def _selections(world: World) -> list[dict[str, Any]]:
    facts = world.store.facts
    return [
        {
            **selection.shape(),
            "objetsTouristiques": [
                {"type": facts[number].type, "id": number}
                for number in world.store.ordered
                if selection.id in facts[number].selections
            ],
        }
        for selection in SELECTIONS
    ]


def _spoil(archive: zipfile.ZipFile, fault: str) -> None:
    if fault == "bomb":
        with archive.open("objets_modifies/bomb.json", "w", force_zip64=True) as entry:
            for _ in range(BOMB_BYTES // 1_000_000):
                entry.write(b" " * 1_000_000)
    elif fault in {"escape", "absolute"}:
        archive.writestr("../../evil.json" if fault == "escape" else "/etc/evil.json", b"[]")
    elif fault == "link":
        info = zipfile.ZipInfo("objets_modifies/link.json")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, b"/etc/passwd")
    elif fault == "bad_json":
        archive.writestr("objets_modifies/objets_modifies-999.json", b'[{"id": 1,')
    elif fault == "twice":
        archive.writestr("objets_modifies/again.json", b"[]")
        archive.writestr("objets_modifies/AGAIN.json", b"[]")
