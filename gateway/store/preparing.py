"""Makes declared collections, validators and indexes exist; may run in several processes at once."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from gateway.errors import SourceInvalid
from gateway.store.specs import CollectionSpec, IndexSpec
from gateway.store.terms import Document

if TYPE_CHECKING:
    from gateway.store.room import Room

logger = logging.getLogger("gateway.store")

NAMESPACE_EXISTS = 48
INDEX_CONFLICTS = {85, 86}
INDEX_NOT_FOUND = 27


async def prepare_collections(room: Room, specs: Sequence[CollectionSpec]) -> None:
    """Create what is missing and give each collection its declared validator."""
    names = {room.full_name(spec.name) for spec in specs}
    existing = await _existing(room, names)
    for spec in specs:
        name = room.full_name(spec.name)
        if name not in existing:
            await _create(room, name, spec)
            existing |= await _existing(room, {name})
        if existing[name] != dict(spec.validator or {}):
            await room.command({"collMod": name, "validator": dict(spec.validator or {})})
            logger.info("%s has a new validator", name)


async def prepare_indexes(room: Room, specs: Sequence[CollectionSpec]) -> None:
    """Create missing indexes; one that exists with other options is dropped and made again."""
    for spec in specs:
        if not spec.indexes:
            continue
        name = room.full_name(spec.name)
        if not await _created(room, name, spec.indexes):
            declared = {index.full_name for index in spec.indexes}
            for index in spec.indexes:
                await _replace(room, name, index, declared)


async def _existing(room: Room, names: set[str]) -> dict[str, Document]:
    chosen = {"type": "collection", "name": {"$in": sorted(names)}}
    reply = await room.command({"listCollections": 1, "filter": chosen, "cursor": {"batchSize": len(names)}})
    found = reply["cursor"]["firstBatch"]
    return {entry["name"]: entry["options"].get("validator", {}) for entry in found}


async def _create(room: Room, name: str, spec: CollectionSpec) -> None:
    command: Document = {"create": name}
    if spec.validator:
        command["validator"] = dict(spec.validator)
    await room.command(command, allowed={NAMESPACE_EXISTS})  # another process was faster


async def _created(room: Room, collection: str, indexes: Sequence[IndexSpec]) -> bool:
    command = {"createIndexes": collection, "indexes": [index.document() for index in indexes]}
    reply = await room.command(command, allowed=INDEX_CONFLICTS)
    return bool(reply["ok"])


async def _replace(room: Room, collection: str, index: IndexSpec, declared: Set[str]) -> None:
    for in_the_way in (_same_name, _same_keys):
        if await _created(room, collection, [index]):
            return
        reply = await room.command({"listIndexes": collection, "cursor": {"batchSize": 100}})
        for name in in_the_way(index, reply["cursor"]["firstBatch"], declared):
            logger.warning("the index %s of %s is made again: it was declared otherwise", name, collection)
            # another process may have dropped it already
            await room.command({"dropIndexes": collection, "index": name}, allowed={INDEX_NOT_FOUND})
    if not await _created(room, collection, [index]):
        raise SourceInvalid(source=room.source, detail=f"index {index.full_name} of {collection}")


def _same_name(index: IndexSpec, existing: Sequence[Mapping[str, Any]], _: Set[str]) -> list[str]:
    return [entry["name"] for entry in existing if entry["name"] == index.full_name]


def _same_keys(index: IndexSpec, existing: Sequence[Mapping[str, Any]], declared: Set[str]) -> list[str]:
    return [
        entry["name"]
        for entry in existing
        if entry["name"] not in declared
        and (
            list(entry["key"].items()) == list(index.keys) or (index.is_text and "textIndexVersion" in entry)
        )
    ]
