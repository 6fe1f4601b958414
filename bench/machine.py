"""What the machine is, how fast it is now, and what a process costs it."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
TURNS = 400_000
QUIET_SECONDS = 0.2
QUIET_SHARE = 0.11


@dataclass(frozen=True, slots=True)
class Cores:
    """Which core serves and which one asks; the same one where there is no other."""

    serving: int
    asking: int

    @property
    def apart(self) -> bool:
        """Whether they are two."""
        return self.serving != self.asking


def cores() -> Cores:
    """Two of the cores this process may use."""
    allowed = sorted(os.sched_getaffinity(0))
    return Cores(allowed[0], allowed[-1])


def pin_tree(pid: int, core: int) -> None:
    """Bind a process, its threads and all its descendants to a core."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {core})
        for child in (task / "children").read_text("utf-8").split():
            pin_tree(int(child), core)


def pin_alone(pid: int, core: int) -> None:
    """Bind the threads of one process to a core."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {core})


def cpu_seconds(pid: int) -> float:
    """Time the threads of a process were on a core so far."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text("utf-8").split()[0]) for task in tasks) / 1e9


def resident_mb(pid: int) -> float:
    """Memory of a process now."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def core_used(core: int) -> tuple[float, float]:
    """Seconds a core was busy, with anything, and stolen by other machines, so far."""
    for line in Path("/proc/stat").read_text("utf-8").splitlines():
        name, *fields = line.split()
        if name == f"cpu{core}":
            user, nice, system, _, _, irq, softirq, steal = (int(field) for field in fields[:8])
            return (user + nice + system + irq + softirq) / TICKS, steal / TICKS
    return 0.0, 0.0


class Patience:
    """Waits for moments when nobody else uses the serving core, for some seconds in all."""

    def __init__(self, core: int, seconds: float) -> None:
        """Measure only while the servers are idle."""
        self._core = core
        self._left = seconds

    def wait(self) -> None:
        """Return once the core is quiet, or when all patience is gone."""
        while self._left > 0 and self._used() > QUIET_SHARE:
            self._left -= QUIET_SECONDS

    def _used(self) -> float:
        before = sum(core_used(self._core))
        time.sleep(QUIET_SECONDS)
        return (sum(core_used(self._core)) - before) / QUIET_SECONDS


def calibration(core: int) -> float:
    """Millions of turns of an empty Python loop per second on a core, as a measure of how fast it is now."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        started = time.perf_counter()
        for _ in range(TURNS):
            pass
        return TURNS / (time.perf_counter() - started) / 1e6
    finally:
        os.sched_setaffinity(0, before)


def description() -> dict[str, str]:
    """The machine in words."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = int(Path("/proc/meminfo").read_text("utf-8").split()[1]) // 1024
    return {
        "processor": f"{len(os.sched_getaffinity(0))} cores of {model}",
        "memory": f"{memory} MB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }
