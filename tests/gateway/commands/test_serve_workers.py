"""`serve` with several processes: one port, a dead one replaced, all gone with the first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from gateway.supervise.ports import free_port
from gateway.testing.stage import Stage
from gateway.testing.waiting import soon

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def serving(stage: Stage, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Two workers over the stage's content."""
    environ = {**stage.environ, "GATEWAY_PORT": str(port), "GATEWAY_WORKERS": "2"}
    del environ["GATEWAY_DEV_TOKENS"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", "serve"], env=environ, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def children_of(pid: int) -> set[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return {int(one) for one in text.split()}


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health/live", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def test_a_dead_worker_is_replaced_and_all_end_with_the_first(
    serving: subprocess.Popen[bytes], port: int
) -> None:
    assert soon(lambda: answers(port), seconds=40)
    before = children_of(serving.pid)
    assert len(before) == 2
    gone = min(before)
    os.kill(gone, signal.SIGKILL)
    assert soon(lambda: len(children_of(serving.pid) - {gone}) == 2, seconds=40)
    assert soon(lambda: answers(port), seconds=40)
    after = children_of(serving.pid)
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(timeout=30) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in after)
    assert not answers(port)


STOPPED_WHILE_FORKING = """
import os, signal, time
from gateway.commands.workers import Workers
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGTERM))
raise SystemExit(Workers(2, lambda _: time.sleep(30) or 0).run(None))
"""


def test_a_process_that_is_just_being_started_ends_with_the_others() -> None:
    ended = subprocess.run([sys.executable, "-c", STOPPED_WHILE_FORKING], timeout=20, check=False)
    assert ended.returncode == 0
