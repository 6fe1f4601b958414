"""Looks at processes of this machine from outside."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
PATIENCE = 10.0


def runs(pid: int) -> bool:
    """Whether a process exists and is more than the entry that its parent has yet to read."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def gone(pid: int) -> bool:
    """Whether a process ends within the patience of a test."""
    deadline = time.monotonic() + PATIENCE
    while runs(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def owner(program: str, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Another Python process that runs `program` and prints one line; killed at the end if it still lives."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().split()
    finally:
        process.stdout.close()
        process.send_signal(signal.SIGKILL)
        process.wait()
