"""Every fault mode between a source and its upstream, over HTTP (standard 8), and canaries (11)."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gateway.app import Gateway, configure
from gateway.errors import GatewayError
from gateway.settings import prefix_of, read_source_settings
from gateway.source import RootField
from gateway.testing.faults import FaultProxy
from gateway.testing.standard.asking import Asking
from gateway.testing.standard.clock import FORGOTTEN, StageClock
from gateway.testing.standard.declared import is_secret
from gateway.testing.standard.ground import Ground, elsewhere
from gateway.testing.standard.proxies import proxying
from gateway.testing.standard.served import Served, served

MODES: Mapping[str, tuple[float, str]] = {
    "latency": (0.2, ""),
    "reset_peer": (0, "SOURCE_UNAVAILABLE"),
    "timeout": (0, "SOURCE_TIMEOUT"),
    "slicer": (0, "SOURCE_TIMEOUT"),
    "html": (0, "SOURCE_INVALID"),
    "bad_json": (0, "SOURCE_INVALID"),
    "bad_utf8": (0, "SOURCE_INVALID"),
    "bomb": (0, "SOURCE_INVALID"),
    "redirect": (0, "SOURCE_INVALID"),
    "status": (503, "SOURCE_UNAVAILABLE"),
    "retry_after": (30, "SOURCE_RATE_LIMITED"),
}
"""Mode -> its value, and the code it may give beside data and `SOURCE_UNAVAILABLE`."""

FOR_ALL = ("timeout", "status")
"""Modes under which every root field is asked; under the others those that call the upstream at all."""

JOB_MODES = ("html", "bad_json", "redirect", "status", "retry_after")
LONG_PAUSE = 400.0
CANARY = "CANARY-SECRET"
ANY_CANARY = "CANARY-"
NOWHERE = "http://127.0.0.1:9"


def badly_failing(ground: Ground, asking: Asking, seconds: float) -> Iterator[str]:
    """Faults that give other codes than theirs, take too long, or last longer than they are there."""
    source = asking.source
    with proxying(ground.emulators[source.name].url) as proxy:
        with served(ground.behind(source, proxy.url)) as one:
            called = calling(ground, asking, one, proxy)
            for number, (mode, (value, code)) in enumerate(MODES.items()):
                fields = None if mode in FOR_ALL else called
                if fields == []:
                    continue
                one.clock.advance(LONG_PAUSE)
                proxy.set(mode, value)
                yield from _during(one, mode, code, all_roots(ground, asking, 3 + number, fields), seconds)
                proxy.set("ok")
                one.clock.advance(LONG_PAUSE)
                codes = _codes(one.answer(all_roots(ground, asking, 20 + number, fields)))
                if codes:
                    yield f"after {mode} ended the source still gives {sorted(codes)}"
        yield from asyncio.run(_jobs_during(ground, asking, proxy))


def calling(ground: Ground, asking: Asking, one: Served, proxy: FaultProxy) -> list[RootField]:
    """Root fields that call the upstream when nothing is known yet."""
    found = []
    for field in asking.source.fields:
        before = proxy.calls
        if query := asking.root(field, first=2, known=ground.known):
            one.clock.age(FORGOTTEN)
            one.answer(query)
        if proxy.calls > before:
            found.append(field)
    return found


def all_roots(ground: Ground, asking: Asking, first: int, fields: Sequence[RootField] | None = None) -> str:
    """All root fields of the source in one operation, or only those given."""
    calls = [
        f"{called}{asking.below(asking.field_of(field)[1])}"
        for field in (asking.source.fields if fields is None else fields)
        if (called := asking.call(field, first=first, known=ground.known))
    ]
    return f"{{ {' '.join(calls)} }}"


def _during(one: Served, mode: str, code: str, query: str, seconds: float) -> Iterator[str]:
    started = time.monotonic()
    answer = one.answer(query)
    took = time.monotonic() - started
    if took > seconds:
        yield f"{mode} takes {took:.1f} s"
    if unexpected := _codes(answer) - ({code, "SOURCE_UNAVAILABLE"} if code else set()):
        yield f"{mode} gives {sorted(unexpected)}"
    if not _codes(answer) and any(value is None for value in (answer["data"] or {"": None}).values()):
        yield f"{mode} gives null without a code"


def _codes(answer: Mapping[str, Any]) -> set[str]:
    return {error["extensions"]["code"] for error in answer.get("errors", ())}


async def _jobs_during(ground: Ground, asking: Asking, proxy: FaultProxy) -> list[str]:
    """Jobs that raise something untyped when the upstream fails; in a database of their own."""
    source, problems = asking.source, []
    environ = elsewhere(ground.behind(source, proxy.url), "faults")
    async with Gateway(configure(environ), clock=StageClock(), jobs=False).open() as opened:
        await opened.prepared.wait()
        for job in source.jobs:
            for mode in JOB_MODES:
                proxy.set(mode, MODES[mode][0])
                try:
                    await job.run(opened.job_context(opened.by_name[source.name]))
                except GatewayError:
                    continue
                except Exception as error:  # noqa: BLE001  # that is what is looked for
                    problems.append(f"the job {job.name} under {mode} raises {type(error).__name__}: {error}")
    return problems


def secret_settings(asking: Asking) -> dict[str, str]:
    """A canary for every secret setting of the source."""
    fields = asking.source.settings.model_fields
    prefix = prefix_of(asking.source)
    return {
        f"{prefix}{name.upper()}": f"{CANARY}-{name}" for name, field in fields.items() if is_secret(field)
    }


def leaks(ground: Ground, asking: Asking, records: list[logging.LogRecord]) -> Iterator[str]:
    """Places where a secret setting or the upstream's own words can be read; `records` grow meanwhile."""
    canaries = secret_settings(asking)
    emulator = ground.emulators.get(asking.source.name)
    with proxying(emulator.url if emulator else NOWHERE) as proxy:
        environ = elsewhere(ground.behind(asking.source, proxy.url), "canaries") | canaries
        for where, text in _texts(ground, asking, environ, proxy):
            if ANY_CANARY in text:
                yield f"{where} holds a secret: {_around(text)}"
    for record in records:
        if ANY_CANARY in (text := _record_text(record)):
            yield f"a log line of {record.name} holds a secret: {_around(text)}"


def _texts(
    ground: Ground, asking: Asking, environ: Mapping[str, str], proxy: FaultProxy
) -> Iterator[tuple[str, str]]:
    yield "the text of the settings", repr(read_source_settings(asking.source, environ, disabled=False))
    with served(environ) as one:
        for mode, value in (("ok", 0), ("status", 400), ("status", 401), ("status", 503), ("html", 0)):
            proxy.set(mode, value)
            one.clock.advance(LONG_PAUSE)
            yield f"an answer under {mode}", one.ask(all_roots(ground, asking, 5)).text
            for page in ("/health/ready", "/health/live", "/", "/schema.graphql"):
                yield page, one.client.get(f"{one.url}{page}").text
        asyncio.run(_run_jobs(asking, environ))


async def _run_jobs(asking: Asking, environ: Mapping[str, str]) -> None:
    async with Gateway(configure(environ), clock=StageClock(), jobs=False).open() as opened:
        await opened.prepared.wait()
        for job in asking.source.jobs:
            try:
                await job.run(opened.job_context(opened.by_name[asking.source.name]))
            except GatewayError as error:
                logging.getLogger("standard").info("%r %s", error, error)


def _record_text(record: logging.LogRecord) -> str:
    trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
    return f"{record.getMessage()} {trace}"


def _around(text: str) -> str:
    place = text.index(ANY_CANARY)
    return text[max(0, place - 60) : place + 40]
