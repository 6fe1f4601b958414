"""A small process between the gateway and a child: ends the child when the gateway is gone, however it went.

Run as a script: `guard.py GRACE FDS -- COMMAND ...`. Its standard input is a pipe that only the gateway
holds, so its end tells that the gateway asks for the end, or was killed. Its first line of output is the
pid of the child. It imports nothing of the gateway, to start fast.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence

ASKED_TO_STOP = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
STDIN, STDERR = 0, 2
CANNOT_START = 126


def main(arguments: Sequence[str]) -> int:
    """Run the command until it ends or is to be ended; its exit code, 128 + n for a signal."""
    grace, fds = float(arguments[0]), [int(fd) for fd in arguments[1].split(",") if fd]
    wake = _wake_on_signals()
    try:
        child = _start(arguments[3:], fds)
    except OSError as error:
        print(f"cannot start: {error.strerror}", flush=True)  # noqa: T201  # the answer to the owner
        return CANNOT_START
    print(child.pid, flush=True)  # noqa: T201  # the answer to the owner
    while child.poll() is None:
        if _told_to_stop(wake):
            _stop(child, grace)
    _signal_group(child, signal.SIGKILL)  # whatever the child left behind
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def _start(command: Sequence[str], fds: Sequence[int]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  # the gateway's own command, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=STDERR,
        stderr=STDERR,
        pass_fds=fds,
        start_new_session=True,
        preexec_fn=_end_with_me if sys.platform == "linux" else None,  # noqa: PLW1509  # one thread only
    )


def _end_with_me() -> None:
    # even a guard that is killed takes the child along; it outlives exec, and the guard has no other thread
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wake_on_signals() -> int:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    for number in (signal.SIGCHLD, *ASKED_TO_STOP):
        signal.signal(number, lambda *_: None)
    return reading


def _told_to_stop(wake: int) -> bool:
    ready, _, _ = select.select([STDIN, wake], [], [])
    if wake in ready and set(os.read(wake, 64)) & {int(number) for number in ASKED_TO_STOP}:
        return True
    return STDIN in ready and not os.read(STDIN, 64)


def _stop(child: subprocess.Popen[bytes], grace: float) -> None:
    _signal_group(child, signal.SIGTERM)
    try:
        child.wait(grace)
    except subprocess.TimeoutExpired:
        _signal_group(child, signal.SIGKILL)
        child.wait()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
