"""Loads every entity by its keys, in the loader's own ways and in awkward ones (standards 5 and 13)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from gateway.app import configure
from gateway.graph.ids import decode_id
from gateway.graph.request import RequestScope
from gateway.source import Context, Entity, Source
from gateway.testing.standard.ground import Ground
from gateway.testing.standard.served import quiet

AWKWARD = (
    "",
    " ",
    "0",
    "-1",
    "no-such-key",
    "../../x",
    '{"$gt": ""}',
    "$where",
    "🌋",
    "a" * 400,
    "1,2",
    "NaN",
)
MOST_KEYS = 40


class Recorder:
    """Writes down the keys of each call of an entity's loader."""

    def __init__(self) -> None:
        """Nothing called yet."""
        self.batches: list[list[str]] = []

    def around(self, entity: Entity[Any]) -> Entity[Any]:
        """The entity with a loader that is written down."""

        async def load(keys: Sequence[str], ctx: Context[Any]) -> Mapping[str, Any]:
            self.batches.append(list(keys))
            return await entity.load(keys, ctx)

        return replace(entity, load=load)


def misloaded(ground: Ground, source: Source[Any], entity: Entity[Any]) -> list[str]:
    """What is wrong with loading an entity by key."""
    keys = [decode_id(one)[1] for one in ground.known.get(entity.name, ())][:MOST_KEYS]
    if not keys:
        return [f"no object of {entity.name} is reached by any list, so nothing can be loaded"]
    return asyncio.run(_misloaded(ground, source, entity, keys))


@asynccontextmanager
async def _recorded(
    ground: Ground, source: Source[Any], entity: Entity[Any]
) -> AsyncIterator[tuple[Recorder, Any]]:
    recorder = Recorder()
    entities = [recorder.around(one) if one is entity else one for one in source.entities]
    configuration = configure(ground.environ)
    sources = [
        (replace(one, entities=entities) if one is source else one, its) for one, its in configuration.sources
    ]
    changed = replace(configuration, sources=sources)
    async with quiet(ground.environ, ground.schema, configuration=changed) as one:
        yield recorder, one.opened


async def _misloaded(ground: Ground, source: Source[Any], entity: Entity[Any], keys: list[str]) -> list[str]:
    problems: list[str] = []
    async with _recorded(ground, source, entity) as (recorder, opened):
        twice = [*reversed(keys), "no-such-key", *keys]
        found = await RequestScope(opened).load_many(entity.name, twice)
        problems += _misplaced(entity, twice, found)
        asked = [key for batch in recorder.batches for key in batch]
        if len(asked) != len(set(asked)):
            problems.append(f"{entity.name}: keys asked twice are fetched twice")
        recorder.batches.clear()
        problems += await _awkward(entity, opened, source)
        recorder.batches.clear()
        problems += await _full(entity, opened, keys)
        if too_large := [len(batch) for batch in recorder.batches if len(batch) > entity.max_batch]:
            problems.append(f"{entity.name}: a batch of {too_large[0]} is above {entity.max_batch}")
    return problems


def _misplaced(entity: Entity[Any], keys: Sequence[str], found: Sequence[Any]) -> Iterator[str]:
    if len(found) != len(keys):
        yield f"{entity.name}: {len(found)} answers for {len(keys)} keys"
        return
    for key, one in zip(keys, found, strict=True):
        if key == "no-such-key":
            if one is not None:
                yield f"{entity.name}: an unknown key gives {type(one).__name__}"
        elif one is None or one.key != key:
            yield f"{entity.name}: {key} gives {'nothing' if one is None else one.key}"
        elif not isinstance(one, entity.type):
            yield f"{entity.name}: {key} gives a {type(one).__name__}"


async def _awkward(entity: Entity[Any], opened: Any, source: Source[Any]) -> list[str]:
    problems = []
    for keys in (*([key] for key in AWKWARD), list(AWKWARD)):
        context = opened.job_context(opened.by_name[source.name])
        try:
            found = await entity.load(keys, context)
        except Exception as error:  # noqa: BLE001  # that is what is looked for
            problems.append(f"{entity.name}: the unknown key {keys[0][:20]!r} raises {type(error).__name__}")
        else:
            if any(one is not None for one in found.values()):
                problems.append(f"{entity.name}: the unknown key {keys[0][:20]!r} gives an object")
    return problems


async def _full(entity: Entity[Any], opened: Any, keys: list[str]) -> list[str]:
    """Two full batches and a key more: the loader must take as many keys as it says."""
    invented = [f"no-such-key-{number}" for number in range(2 * entity.max_batch + 1 - len(keys))]
    wanted = [*keys, *invented]
    try:
        found = await RequestScope(opened).load_many(entity.name, wanted)
    except Exception as error:  # noqa: BLE001  # that is what is looked for
        return [f"{entity.name}: {entity.max_batch} keys at once raise {type(error).__name__}: {error}"]
    present = [one for one in found if one is not None]
    return [] if len(present) == len(keys) else [f"{entity.name}: a full batch gives {len(present)} objects"]
