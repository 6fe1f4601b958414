"""`make run` as its user types it: a banner once it answers, nothing left behind after Ctrl-C, reuse."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from gateway.supervise.ports import accepts, free_port
from gateway.testing.stage import CLEAN

START_SECONDS = 90.0

pytestmark = pytest.mark.timeout(240)


@contextmanager
def demo(data: Path, port: int, **environ: str) -> Iterator[subprocess.Popen[str]]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(CLEAN)}
    chosen = {"GATEWAY_PORT": str(port), "GATEWAY_DATA_DIR": str(data), "PYTHONUNBUFFERED": "1", **environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", "demo"],
        env=kept | chosen,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def banner(process: subprocess.Popen[str]) -> str:
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        if "Ctrl-C" in line:
            return "".join(lines)
    raise AssertionError("it ended without a banner: " + "".join(lines))


def children_of(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(child) for child in found.stdout.split()]


def gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of both runs: the second one finds what the first one left."""
    return tmp_path_factory.mktemp("demo")


def look_around(process: subprocess.Popen[str], port: int) -> list[int]:
    """Everything that the banner names answers; gives its children."""
    started = time.monotonic()
    text = banner(process)
    assert time.monotonic() - started < START_SECONDS
    urls = re.findall(r"http://\S+", text)
    assert f"http://127.0.0.1:{port}/graphql" in urls
    assert len(urls) == 4, "GraphiQL, home page and two emulators"
    for url in urls:
        assert httpx.get(url, trust_env=False, headers={"Accept": "text/html"}).status_code == 200, url
    query = {"query": "{ offers(first: 1) { totalCount } scouts(first: 1) { totalCount } }"}
    data = httpx.post(f"http://127.0.0.1:{port}/graphql", json=query, trust_env=False).json()["data"]
    assert data["offers"]["totalCount"] > 500
    assert data["scouts"]["totalCount"] >= 50
    children = children_of(process.pid)
    assert len(children) == 3, "mongod and two emulators"
    return children


def all_gone(children: list[int]) -> bool:
    """Whether none is left within 20 s."""
    deadline = time.monotonic() + 20
    while not all(gone(child) for child in children):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_it_serves_says_where_and_leaves_nothing_behind(data: Path) -> None:
    port = free_port()
    with demo(data, port) as process:
        children = look_around(process, port)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    assert all(gone(child) for child in children)
    assert not accepts(port)


def test_it_serves_again_and_its_children_end_even_when_it_is_killed(data: Path) -> None:
    port = free_port()
    with demo(data, port) as process:
        children = look_around(process, port)
        process.kill()
        process.wait()
        assert all_gone(children), "a child outlived its killed parent"


def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with demo(tmp_path, port) as process:
            output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert output == f"Port {port} is in use; set GATEWAY_PORT to another.\n"


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"GATEWAY_PROT": "1"}, "Unknown setting GATEWAY_PROT."),
        ({"APIDAE_API_KYE": "s3cret"}, "Unknown setting APIDAE_API_KYE."),
        ({"GATEWAY_SOURCES_PATH": "/nowhere/at/all"}, "GATEWAY_SOURCES_PATH names all, which is no folder."),
    ],
)
def test_a_wrong_setting_is_one_clear_sentence(
    tmp_path: Path, environ: dict[str, str], sentence: str
) -> None:
    with demo(tmp_path, free_port(), **environ) as process:
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert output.startswith(sentence)
    assert output.count("\n") == 1
    assert "s3cret" not in output
