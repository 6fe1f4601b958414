"""Damages the answers of an emulator on their way to the source (standard 7, through the whole gateway)."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import PurePath

from gateway.errors import GatewayError
from gateway.testing.standard.asking import Asking
from gateway.testing.standard.clock import FORGOTTEN
from gateway.testing.standard.damage import Path, spelled
from gateway.testing.standard.ground import Ground, elsewhere
from gateway.testing.standard.plans import Envelope, Plan
from gateway.testing.standard.proxies import DamagingProxy
from gateway.testing.standard.served import Quiet, quiet
from gateway.testing.standard.upstream import queries, through

ROUNDS = 16
JOB_ROUNDS = 2
JOB_PLACES = 2
"""A job's rounds are dear: each record is damaged at two places in each."""
MOST_PROBLEMS = 8
SEARCH_SECONDS = 12.0
MOST_KEYS = 12
SHAPES = ("removed", "null", "number", "text", "list", "list of nulls", "object", "nested")
"""Damages to what is around the records: of texts only one, they are read alike."""

LOGGERS = ("gateway.graph", "gateway.execution")


def broken_by_damage(ground: Ground, asking: Asking) -> list[str]:
    """Damages to records of an upstream's answers that cost more than that record, or are not typed."""
    return asyncio.run(_broken_by_damage(ground, asking))


async def _broken_by_damage(ground: Ground, asking: Asking) -> list[str]:
    proxy = DamagingProxy(ground.emulators[asking.source.name].url)
    problems: dict[str, str] = {}
    async with proxy:
        few = queries(ground, asking, first=3)
        for name, query in queries(ground, asking, first=100).items():
            async with through(ground, asking, proxy) as way:
                attempt = Attempt(way.one, proxy, name, query)
                problems |= await _records(attempt)
            if attempt.asked():
                async with through(ground, asking, proxy) as way:
                    problems |= await _envelopes(Attempt(way.one, proxy, name, few[name]))
        for number in range(JOB_ROUNDS if asking.source.jobs else 0):
            problems |= await _jobs(ground, asking, proxy, number)
    return list(problems.values())


async def _records(attempt: Attempt) -> dict[str, str]:
    """Damages to the records of an answer, all at once, each at another place."""
    problems: dict[str, str] = {}
    for number in range(ROUNDS):
        for where, sentence in await attempt.round(number):
            problems.setdefault(where, sentence)
        if not attempt.asked() or attempt.late() or len(problems) >= MOST_PROBLEMS:
            break
    return problems


async def _envelopes(attempt: Attempt) -> dict[str, str]:
    """Damages to what is around the records: the whole answer, and each of its own keys."""
    problems: dict[str, str] = {}
    paths = await attempt.paths()
    for path, kind in product(paths, SHAPES):
        if hurt := await attempt.hurt(Envelope(path, kind)):
            problems.setdefault(hurt, f"{attempt.name}: {spelled(path) or 'the whole answer'} {kind}: {hurt}")
    return problems


async def _jobs(ground: Ground, asking: Asking, proxy: DamagingProxy, number: int) -> dict[str, str]:
    """The source's jobs read damaged records into a database of their own, then its fields are asked."""
    source = asking.source
    proxy.change = Plan(number, each=JOB_PLACES).change
    environ = elsewhere(ground.behind(source, proxy.url), f"damage{number}")
    problems: dict[str, str] = {}
    with failures() as told:
        async with quiet(environ, ground.schema) as one:
            await one.opened.prepare_rooms(one.store)
            for job in source.jobs:
                try:
                    await job.run(one.opened.job_context(one.opened.by_name[source.name]))
                except GatewayError:
                    continue
                except Exception as error:  # noqa: BLE001  # that is what is looked for
                    problems[f"{job.name} {place_of(error)}"] = f"the job {job.name}: {place_of(error)}"
            for name, query in queries(ground, asking, first=100).items():
                faults = (await one.run(query)).faults
                if codes := {fault.extensions["code"] for fault in faults} - {"SOURCE_INVALID"}:
                    about = ", ".join([*sorted(codes), *told[:1]])
                    problems[f"{name} {about}"] = f"{name} after a job read damaged records: {about}"
    return problems


class Attempt:
    """One root field under damage; looks for the culprits when a round hurts."""

    def __init__(self, one: Quiet, proxy: DamagingProxy, name: str, query: str) -> None:
        """`one` is a gateway whose source calls its emulator through the proxy."""
        self._one = one
        self._proxy = proxy
        self._calls = proxy.calls
        self.name = name
        self._query = query
        self._until = time.monotonic() + SEARCH_SECONDS

    def asked(self) -> bool:
        """Whether the upstream was asked at all."""
        return self._proxy.calls > self._calls

    def late(self) -> bool:
        """Whether enough time was spent."""
        return time.monotonic() > self._until

    async def round(self, number: int) -> list[tuple[str, str]]:
        """Where it fails and a sentence, for one or two culprits among the damages of a round."""
        whole = Plan(number)
        if not await self.hurt(whole):
            return []
        found = [await self._culprit(number, half) for half in _halves(sorted(whole.done))]
        return [one for one in found if one] or [("", f"{self.name}: round {number} gives an error")]

    async def _culprit(self, number: int, places: list[int]) -> tuple[str, str] | None:
        if not places or self.late():
            return None
        plan = Plan(number, places)
        hurt = await self.hurt(plan)
        if not hurt:
            return None
        if len(places) == 1:
            return hurt, f"{self.name}: {plan.done.get(places[0])}: {hurt}"
        first, second = _halves(places)
        return await self._culprit(number, first) or await self._culprit(number, second)

    async def paths(self) -> list[Path]:
        """The keys of the upstream's answers, and the answer itself as `()`; none when nothing is asked."""
        seen = Envelope((), "")
        await self.hurt(seen)
        return [] if seen.body is None else [(), *((key,) for key in list(seen.body)[:MOST_KEYS])]

    async def hurt(self, plan: Plan | Envelope) -> str:
        """The codes and the place of a failure under these damages, "" when there is none."""
        self._proxy.change = plan.change
        with failures() as told:
            self._one.clock.age(FORGOTTEN)
            answer = await self._one.run(self._query)
        codes = {fault.extensions["code"] for fault in answer.faults}
        if codes - {"SOURCE_INVALID"}:
            return ", ".join([*sorted(codes), *told[:1]])
        lost = (answer.data or {}).get(self.name) is None and plan.several
        return "the whole page is lost" if lost else ""


@contextmanager
def failures() -> Iterator[list[str]]:
    """What unexpected failures are logged meanwhile, as `TypeError in mapping.py, line 55`; not shown."""
    told: list[str] = []
    handler = _Teller(told)
    loggers = [logging.getLogger(name) for name in LOGGERS]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    try:
        yield told
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
            logger.propagate = True


class _Teller(logging.Handler):
    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._told.append(place_of(error))


def place_of(error: BaseException) -> str:
    """What was raised and where: `KeyError in mapping.py, line 55`."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {PurePath(last.filename).name}, line {last.lineno}"


def _halves(places: list[int]) -> tuple[list[int], list[int]]:
    middle = (len(places) + 1) // 2
    return places[:middle], places[middle:]
