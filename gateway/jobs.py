"""Runs the sources' jobs: at start, then at their pace; a job that fails tries again later."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

from gateway.errors import GatewayError, SourceError
from gateway.opened import OpenedSource, OpenedSources
from gateway.source import Job

logger = logging.getLogger("gateway.jobs")

RETRY_AFTER = 30.0


async def run_jobs(opened: OpenedSources, *, at_once: bool = True) -> None:
    """Run every job of every enabled source for ever; `at_once` False waits one period first."""
    await opened.prepared.wait()
    async with asyncio.TaskGroup() as group:
        for source in opened.by_name.values():
            if source.settings.enabled:
                for job in source.source.jobs:
                    group.create_task(_repeat(opened, source, job, at_once=at_once))


async def fill(opened: OpenedSources) -> AsyncIterator[tuple[str, str]]:
    """Demo content of every enabled source, or the first run of its jobs: its name and a sentence.

    In the order of names; what fails says so and stops nothing.
    """
    for source in opened.by_name.values():
        if not source.settings.enabled:
            continue
        demo = source.source.demo
        work = [demo] if demo else [job.run for job in source.source.jobs]
        for run in work:
            try:
                yield source.name, await run(opened.job_context(source))
            except GatewayError as error:
                yield source.name, f"failed with {error.code}"


async def run_once(opened: OpenedSources, source: OpenedSource, job: Job[Any]) -> str:
    """Run one job and give its sentence; raises what it raises."""
    return await job.run(opened.job_context(source))


async def _repeat(opened: OpenedSources, source: OpenedSource, job: Job[Any], *, at_once: bool) -> None:
    if not at_once:
        await opened.clock.sleep(job.every)
    while True:
        pause = job.every
        try:
            logger.info("%s %s: %s", source.name, job.name, await run_once(opened, source, job))
        except SourceError as error:
            error.source = error.source or source.name
            opened.health.failed(error)
            logger.warning("%s %s: %s, tried again in %.0f s", source.name, job.name, error.code, RETRY_AFTER)
            pause = min(RETRY_AFTER, job.every)
        except GatewayError as error:
            logger.error("%s %s: %s", source.name, job.name, error.code)  # noqa: TRY400  # the code says it
        except Exception:
            logger.exception("%s %s failed", source.name, job.name)
        await opened.clock.sleep(pause)
