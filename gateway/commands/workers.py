"""Several processes that take connections from one socket; one that dies is started again."""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

logger = logging.getLogger("gateway.workers")

PAUSE_SECONDS = 1.0
"""Before a process that died is started again: one that cannot start must not be tried without a rest."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Workers:
    """`serve` runs in each process, with the socket; the first process only watches."""

    def __init__(self, count: int, serve: Callable[[socket.socket], int]) -> None:
        """Nothing is started before `run`."""
        self._count = count
        self._serve = serve
        self._pids: set[int] = set()
        self._stopping = False

    def run(self, listening: socket.socket) -> int:
        """Until a signal asks to stop and all have ended; 0, or 1 when none of them could start."""
        for one in SIGNALS:
            signal.signal(one, self._stop)
        for _ in range(self._count):
            self._fork(listening)
        failed = 0
        while self._pids:
            pid, status = os.waitpid(-1, 0)
            self._pids.discard(pid)
            if self._stopping:
                continue
            failed = failed + 1 if os.waitstatus_to_exitcode(status) == 1 else 0
            if failed >= self._count:
                self._stop()  # each says why in its own words
                continue
            logger.warning("a worker ended and is started again")
            time.sleep(PAUSE_SECONDS)
            self._fork(listening)
        return 1 if failed >= self._count else 0

    def _fork(self, listening: socket.socket) -> None:
        # a signal in the midst of this would miss the new process, or the new one would take it for the first
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        if not self._stopping:
            pid = os.fork()
            if pid == 0:
                self._work(listening)
            self._pids.add(pid)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

    def _work(self, listening: socket.socket) -> NoReturn:
        for one in SIGNALS:
            signal.signal(one, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        code = 1
        try:
            code = self._serve(listening)
        except KeyboardInterrupt:
            code = 0
        finally:
            os._exit(code)

    def _stop(self, number: int = signal.SIGTERM, frame: FrameType | None = None) -> None:
        del frame
        self._stopping = True
        for pid in self._pids:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
