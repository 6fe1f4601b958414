"""A supervised child process: quiet on the terminal, ended with its whole group, never left behind."""

# ruff: noqa: N818  # a failure is named like what happened, as in gateway/errors.py

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

GUARD = str(Path(__file__).with_name("guard.py"))
LARGEST_LOG = 5_000_000
POLL_SECONDS = 0.02
SPARE_SECONDS = 5.0


class ChildFailed(RuntimeError):
    """A child did not start, ended early or was not ready in time; one sentence for the operator.

    `code`: the exit code when it ended, 128 + n for signal n.
    """

    def __init__(self, message: str, code: int | None = None) -> None:
        """Without a code the child still ran."""
        super().__init__(message)
        self.code = code


class Child:
    """One process under a guard that ends it when this process ends, even when it is killed.

    All methods block; `supervised` and `running` wrap them for `async with` and `with`.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        grace: float = 10.0,
        environ: Mapping[str, str] | None = None,
        holding: Sequence[int] = (),
    ) -> None:
        """`log` receives all output; `grace` seconds pass between asking to end and killing.

        `environ` is added to this process's environment. `holding`: file descriptors that the child keeps
        open as long as it lives, e.g. a lock.
        """
        self.name = name
        self.command = list(command)
        self.log = log
        self.pid = 0
        self._grace = grace
        self._environ = dict(environ or {})
        self._holding = list(holding)
        self._guard: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        """Whether it was started and has not ended."""
        return self._guard is not None and self._guard.poll() is None

    def start(self, ready: Callable[[], bool], *, seconds: float = 20.0) -> None:
        """Start it and ask `ready` until it is true; nothing is left running when `ChildFailed` is raised.

        It fails when the command cannot be run, ends early, or is not ready after `seconds`.
        """
        if self.alive:
            raise ChildFailed(f"{self.name} runs already.")
        self.stop()
        try:
            self.pid = self._spawn()
            self._wait_until(ready, seconds)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ask it to end, kill it after the grace; returns when it and its group are gone. Repeatable."""
        if self._guard is None:
            return
        guard, self._guard = self._guard, None
        assert guard.stdin is not None  # noqa: S101  # asked for in start
        with contextlib.suppress(BrokenPipeError):
            guard.stdin.close()
        try:
            guard.wait(self._grace + SPARE_SECONDS)
        except subprocess.TimeoutExpired:
            guard.kill()
            guard.wait()

    def _spawn(self) -> int:
        fds = ",".join(str(fd) for fd in self._holding)
        with self._open_log() as log:
            self._guard = guard = subprocess.Popen(  # noqa: S603  # our own command, no shell
                [sys.executable, "-I", "-S", GUARD, str(self._grace), fds, "--", *self.command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=os.environ | self._environ,
                pass_fds=self._holding,
                # Ctrl-C in the terminal is for the gateway, which then ends its children in order
                start_new_session=True,
            )
        assert guard.stdout is not None  # noqa: S101  # asked for above
        with guard.stdout as answer:
            line = answer.readline().decode().strip()
        if not line.isdigit():
            raise ChildFailed(f"{self.name} {line or 'cannot start: its guard ended'}.")
        return int(line)

    def _wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.alive:
                code = self._guard.returncode if self._guard else None
                raise ChildFailed(f"{self.name} ended with code {code}; its log is {self.log}.", code)
            if time.monotonic() > deadline:
                raise ChildFailed(f"{self.name} was not ready after {seconds:.0f} s; its log is {self.log}.")
            time.sleep(POLL_SECONDS)

    @contextlib.contextmanager
    def _open_log(self) -> Iterator[int]:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_name(self.log.name + ".1"))
        with self.log.open("ab") as file:
            yield file.fileno()


@contextlib.contextmanager
def running(child: Child, ready: Callable[[], bool], *, seconds: float = 20.0) -> Iterator[Child]:
    """The child while the block lasts, ready."""
    child.start(ready, seconds=seconds)
    try:
        yield child
    finally:
        child.stop()


@contextlib.asynccontextmanager
async def supervised(
    child: Child, ready: Callable[[], bool], *, seconds: float = 20.0
) -> AsyncIterator[Child]:
    """`running` for an event loop; `ready` is called in a thread and may block."""
    block = running(child, ready, seconds=seconds)
    async with in_thread(block) as entered:
        yield entered


@contextlib.asynccontextmanager
async def in_thread(block: contextlib.AbstractContextManager[T]) -> AsyncIterator[T]:
    """Enter and leave a blocking context manager in threads; it is left even if entering is cancelled."""
    entering = asyncio.ensure_future(asyncio.to_thread(block.__enter__))
    try:
        entered = await asyncio.shield(entering)
    except asyncio.CancelledError:
        await asyncio.wait({entering})
        if entering.exception() is None:
            await asyncio.to_thread(block.__exit__, None, None, None)
        raise
    try:
        yield entered
    finally:
        await asyncio.to_thread(block.__exit__, None, None, None)
