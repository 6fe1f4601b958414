"""A process that ends in the middle of a step: neither the step nor its entry is lost, and the verdict follows."""

from __future__ import annotations

import asyncio
from typing import Any

from path_people import Ground

from gateway.app import Gateway, configure
from sources.apidae.path.desk import Paths
from sources.apidae.path.model import Entry, Path, Step
from sources.apidae.path.steps import changed
from sources.apidae.path.store import JOURNAL, done_id
from sources.apidae.source import mend_paths


async def _cut_off(paths: Paths, journal: Any, number: int, *, copied: bool) -> None:
    """What is in the database when a process dies after the step was written."""
    path = (await paths.store.of([number]))[number]
    at = paths.now()
    revision = path.version + 1
    entry = Entry(
        id=done_id(number, revision), offer=number, revision=revision, step=Step.PRESELECT, subject="x",
        role="OFFICE", at=at, made=f"made-{number}-{revision}",
    )  # fmt: skip
    written = await paths.store.write(changed(path, preselected_at=at), entry)
    assert isinstance(written, Path)
    if not copied:
        await journal.delete_one({"_id": entry.id})


async def _story(ground: Ground, number: int, *, copied: bool) -> list[Any]:
    async with Gateway(configure(ground.stage.environ), jobs=False).open() as opened:
        context = opened.job_context(opened.by_name["apidae"])
        runtime = context.runtime
        paths = runtime.paths
        journal = runtime.mirror._room.collection(JOURNAL)
        await _cut_off(paths, journal, number, copied=copied)
        told: list[Any] = [(await paths.owners.of([number]))[number].is_public]
        told.append(await mend_paths(context))
        told.append((await paths.owners.of([number]))[number].is_public)
        told.append(await paths.store.made(f"made-{number}-1"))
        told.append(len(await paths.store.journal(number)))
        told.append(await mend_paths(context))
        return told


def test_what_was_cut_off_is_ended_by_the_next_run(ground: Ground) -> None:
    for copied in (True, False):
        number = ground.take(ground.by_provider).number
        told = asyncio.run(_story(ground, number, copied=copied))
        assert told == [
            True,
            "Judged 1 offers again after a step that was cut off.",
            False,
            number,
            1,
            "Judged 0 offers again after a step that was cut off.",
        ]
        region = ground.person("region-9", ("REGION_ADMIN", None))
        office = ground.person("office-9", ("OFFICE", _office_of(ground, number)))
        assert office.done("withdrawPreselection", number)["path"]["version"] == 2
        assert [(one["step"], one["version"]) for one in region.journal(number)] == [
            ("PRESELECT", 1),
            ("WITHDRAW_PRESELECTION", 2),
        ]


def _office_of(ground: Ground, number: int) -> int:
    return next(one.office for one in ground.taken if one.number == number and one.office)
