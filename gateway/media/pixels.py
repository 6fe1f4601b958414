"""Hands pictures to worker processes and replaces those that die or take too long."""

from __future__ import annotations

import asyncio
import contextlib
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

WORKER = Path(__file__).with_name("worker.py")
MEMORY = 700_000_000
"""Bytes of address space of a worker: a picture that needs more kills nobody but it."""

SECONDS = 10.0
CPU_SECONDS = 600
"""A worker that used so much processor time is replaced."""


class BadPicture(Exception):  # noqa: N818  # a refusal
    """What was fetched is no picture that can be shown: too large, damaged, or something else."""


@dataclass(frozen=True, slots=True)
class Resized:
    """A picture in several widths, as WebP, and what it is: pixels of the original, dominant colour."""

    copies: Sequence[bytes]
    width: int
    height: int
    colour: str


class Workers:
    """A few processes, started when they are needed."""

    def __init__(self, count: int = 2, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        """At most `count` pictures are worked on at a time, each for at most `seconds`."""
        self._free = asyncio.Semaphore(count)
        self._idle: list[asyncio.subprocess.Process] = []
        self._memory = memory
        self._seconds = seconds

    async def resize(self, original: bytes, widths: Sequence[int]) -> Resized:
        """The copies of a picture; raises `BadPicture`."""
        async with self._free:
            process = self._idle.pop() if self._idle else await self._start()
            try:
                async with asyncio.timeout(self._seconds):
                    found = await _ask(process, original, widths)
            except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError):
                await _end(process)
                raise BadPicture("the worker gave up") from None
            except BaseException:
                await _end(process)
                raise
            self._idle.append(process)
        return found

    async def aclose(self) -> None:
        """End all processes."""
        while self._idle:
            await _end(self._idle.pop())

    @property
    def pids(self) -> list[int]:
        """The processes that wait for work."""
        return [process.pid for process in self._idle]

    async def _start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(WORKER),
            str(self._memory),
            str(CPU_SECONDS),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=1 << 20,
        )


async def _ask(process: asyncio.subprocess.Process, original: bytes, widths: Sequence[int]) -> Resized:
    if process.stdin is None or process.stdout is None:
        raise ValueError("a worker without pipes")
    head = struct.pack(f">II{len(widths)}I", len(original), len(widths), *widths)
    process.stdin.write(head + original)
    await process.stdin.drain()
    answer = orjson.loads(await process.stdout.readline())
    copies = [await process.stdout.readexactly(length) for length in answer["lengths"]]
    if "error" in answer:
        raise BadPicture(answer["error"])
    return Resized(copies, answer["width"], answer["height"], answer["colour"])


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()
    if process.stdin is not None:
        process.stdin.close()
    # the transport closes its pipes when the loop has seen the end of the process
    await asyncio.sleep(0)
