"""Damages the answers of an emulator on their way to the source (standard 7, through the whole gateway)."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import PurePath
from typing import Any

from gateway.errors import GatewayError
from gateway.testing.standard.asking import Asking
from gateway.testing.standard.damage import DAMAGES, Path, damage, paths_of, spelled
from gateway.testing.standard.ground import Ground, elsewhere
from gateway.testing.standard.proxies import DamagingProxy
from gateway.testing.standard.served import quiet
from gateway.testing.standard.upstream import queries, through

ROUNDS = 16
JOB_ROUNDS = 4
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
        for name, query in queries(ground, asking, first=100).items():
            attempt = Attempt(ground, asking, proxy, name, query)
            for number in range(ROUNDS):
                for where, sentence in await attempt.round(number):
                    problems.setdefault(where, sentence)
                if not proxy.calls or attempt.late() or len(problems) >= MOST_PROBLEMS:
                    break
        for name, query in queries(ground, asking, first=3).items():
            problems |= await _envelopes(Attempt(ground, asking, proxy, name, query))
        for number in range(JOB_ROUNDS if asking.source.jobs else 0):
            problems |= await _jobs(ground, asking, proxy, number)
    return list(problems.values())


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
    proxy.change = Plan(number).change
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

    def __init__(self, ground: Ground, asking: Asking, proxy: DamagingProxy, name: str, query: str) -> None:
        """Nothing asked yet."""
        self._ground = ground
        self._asking = asking
        self._proxy = proxy
        self.name = name
        self._query = query
        self._until = time.monotonic() + SEARCH_SECONDS

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
            async with through(self._ground, self._asking, self._proxy) as way:
                answer = await way.one.run(self._query)
        codes = {fault.extensions["code"] for fault in answer.faults}
        if codes - {"SOURCE_INVALID"}:
            return ", ".join([*sorted(codes), *told[:1]])
        lost = (answer.data or {}).get(self.name) is None and plan.several
        return "the whole page is lost" if lost else ""


class Envelope:
    """One damage to an answer as a whole, or to one of its keys; the empty kind only looks."""

    several = False

    def __init__(self, path: Path, kind: str) -> None:
        """An empty path means the whole answer."""
        self._path = path
        self._kind = kind
        self.body: dict[str, Any] | None = None

    def change(self, body: Any) -> Any:
        """The damaged answer."""
        if isinstance(body, dict):
            self.body = body
        whole = {"": body}
        path = ("", *self._path)
        if self._kind and (not self._path or (isinstance(body, dict) and self._path[0] in body)):
            damage(whole, path, self._kind)
        return whole.get("")


class Plan:
    """Which damage each record of an answer gets in a round; only those at `places` when given."""

    def __init__(self, number: int, places: Collection[int] | None = None) -> None:
        """Rounds differ in paths and kinds."""
        self._number = number
        self._places = places
        self.done: dict[int, str] = {}
        self.several = False

    def change(self, body: Any) -> Any:
        """The answer with every chosen record damaged, each at another place."""
        kinds = list(DAMAGES)
        records = records_in(body)
        self.several = self.several or len(records) > 1
        for place, record in enumerate(records):
            paths = list(paths_of(record))
            if not paths or (self._places is not None and place not in self._places):
                continue
            path = paths[(self._number * 37 + place * 11) % len(paths)]
            kind = kinds[(self._number + place) % len(kinds)]
            damage(record, path, kind)
            self.done[place] = f"{spelled(path)} {kind}"
        return body


def records_in(body: Any) -> list[Any]:
    """The longest list of objects in a document, or the document itself."""
    lists, waiting = [], [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            lists.append(value)
        if isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value
    return max(lists, key=len, default=[body])


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
