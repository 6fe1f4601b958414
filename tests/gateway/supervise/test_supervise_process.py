"""A child ends when it is told to, when its owner ends and when its owner is killed."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from supervise_processes import gone, owner, runs

from gateway.supervise import Child, ChildFailed, running, supervised

OBEDIENT = "import time; print('here I am', flush=True); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('no', flush=True); time.sleep(60)"
FAMILY = (
    "import subprocess, sys, time; "
    "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid, flush=True); "
    "time.sleep(60)"
)
OWNER = """
import sys, threading, time
from pathlib import Path
from gateway.supervise import Child
child = Child("child", [sys.executable, "-c", sys.argv[2]], log=Path(sys.argv[1]))
starting = threading.Thread(target=child.start, args=[lambda: child.log.stat().st_size > 0])
starting.start()
starting.join()
print(child.pid, child._guard.pid, flush=True)
time.sleep(60)
"""


def make(folder: Path, program: str = OBEDIENT, **options) -> Child:
    return Child("the child", [sys.executable, "-c", program], log=folder / "logs" / "child.log", **options)


def spoken(child: Child) -> bool:
    return child.log.exists() and child.log.stat().st_size > 0


def test_a_child_lives_until_it_is_stopped(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    child = make(tmp_path)
    assert not child.alive
    child.start(lambda: spoken(child))
    assert child.alive
    assert runs(child.pid)
    child.stop()
    assert not child.alive
    assert not runs(child.pid)
    child.stop()
    assert child.log.read_text() == "here I am\n"
    assert capfd.readouterr() == ("", "")


def test_a_child_that_does_not_obey_is_killed_after_the_grace(tmp_path: Path) -> None:
    child = make(tmp_path, STUBBORN, grace=0.3)
    child.start(lambda: spoken(child))
    started = time.monotonic()
    child.stop()
    assert 0.2 < time.monotonic() - started < 3
    assert not runs(child.pid)


def test_children_of_the_child_end_with_it(tmp_path: Path) -> None:
    child = make(tmp_path, FAMILY)
    with running(child, lambda: spoken(child)):
        grandchild = int(child.log.read_text())
        assert runs(grandchild)
    assert gone(grandchild)


def test_a_child_that_ends_early_says_its_code(tmp_path: Path) -> None:
    child = make(tmp_path, "raise SystemExit(7)")
    with pytest.raises(
        ChildFailed, match=r"^the child ended with code 7; its log is .*child\.log\.$"
    ) as caught:
        child.start(lambda: False)
    assert caught.value.code == 7


def test_a_child_that_a_signal_ends_says_which(tmp_path: Path) -> None:
    child = make(tmp_path, "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(ChildFailed) as caught:
        child.start(lambda: False)
    assert caught.value.code == 128 + signal.SIGKILL


def test_a_child_that_is_never_ready_is_stopped(tmp_path: Path) -> None:
    child = make(tmp_path)
    with pytest.raises(ChildFailed, match="was not ready after 0 s"):
        child.start(lambda: False, seconds=0.2)
    assert not runs(child.pid)


def test_a_program_that_does_not_exist_is_one_sentence(tmp_path: Path) -> None:
    child = Child("the emulator", [str(tmp_path / "nothing")], log=tmp_path / "log")
    with pytest.raises(ChildFailed, match=r"^the emulator cannot start: No such file or directory\.$"):
        child.start(lambda: True)


def test_a_child_is_not_started_twice_but_may_be_started_again(tmp_path: Path) -> None:
    child = make(tmp_path)
    child.start(lambda: spoken(child))
    with pytest.raises(ChildFailed, match="runs already"):
        child.start(lambda: True)
    os.kill(child.pid, signal.SIGKILL)
    assert gone(child.pid)
    while child.alive:
        time.sleep(0.01)
    child.start(lambda: child.log.read_text().count("here") == 2)
    child.stop()


def test_the_environment_is_added(tmp_path: Path) -> None:
    program = "import os, time; print(os.environ['EXTRA'], 'PATH' in os.environ, flush=True); time.sleep(60)"
    child = make(tmp_path, program, environ={"EXTRA": "oui"})
    with running(child, lambda: spoken(child)):
        assert child.log.read_text() == "oui True\n"


def test_a_large_log_makes_room(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "child.log"
    log.parent.mkdir()
    log.write_bytes(b"x" * 5_000_001)
    child = make(tmp_path)
    with running(child, lambda: spoken(child)):
        assert log.read_text() == "here I am\n"
    assert log.with_name("child.log.1").stat().st_size == 5_000_001


@pytest.mark.parametrize("program", [OBEDIENT, FAMILY], ids=["alone", "with-children"])
def test_a_killed_owner_leaves_nothing_behind(tmp_path: Path, program: str) -> None:
    with owner(OWNER, str(tmp_path / "log"), program) as (process, (child, guard)):
        assert runs(int(child))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert gone(int(child))
        assert gone(int(guard))


def test_a_killed_guard_takes_the_child_along(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux tells a process that its parent died")
    with owner(OWNER, str(tmp_path / "log"), OBEDIENT) as (_, (child, guard)):
        os.kill(int(guard), signal.SIGKILL)
        assert gone(int(child))


def test_the_thread_that_started_a_child_may_end(tmp_path: Path) -> None:
    child = make(tmp_path)
    starting = threading.Thread(target=child.start, args=[lambda: spoken(child)])
    starting.start()
    starting.join()
    time.sleep(0.1)
    assert child.alive
    assert runs(child.pid)
    child.stop()


async def test_a_child_in_an_event_loop(tmp_path: Path) -> None:
    child = make(tmp_path)
    async with supervised(child, lambda: spoken(child)) as entered:
        assert entered is child
        assert runs(child.pid)
    assert not runs(child.pid)


async def test_cancelling_the_start_leaves_nothing_behind(tmp_path: Path) -> None:
    child = make(tmp_path)
    may_be_ready = threading.Event()

    async def use() -> None:
        async with supervised(child, lambda: may_be_ready.wait() and spoken(child)):
            raise AssertionError("the block is not entered")

    using = asyncio.create_task(use())
    await asyncio.sleep(0.1)
    using.cancel()
    await asyncio.sleep(0)
    may_be_ready.set()
    with pytest.raises(asyncio.CancelledError):
        await using
    assert not runs(child.pid)


def test_ctrl_c_in_the_terminal_does_not_reach_the_child(tmp_path: Path) -> None:
    child = make(tmp_path)
    with running(child, lambda: spoken(child)):
        group = subprocess.run(
            ["ps", "-o", "pgid=", "-p", str(child.pid)], capture_output=True, text=True, check=True
        )
        assert int(group.stdout) == child.pid
