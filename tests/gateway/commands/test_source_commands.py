"""Commands that sources declare, and options of `python -m gateway sync <source>`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.__main__ import main
from gateway.registry import find_sources
from gateway.testing.stage import CLEAN

SOURCE = '''
"""A source with a job and a command."""

from contextlib import asynccontextmanager

from gateway.errors import SourceUnavailable
from gateway.source import Command, Job, Source, SourceSettings


async def job(ctx):
    return f"done for {ctx.runtime}"


def options(parser):
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--broken", action="store_true")


async def by_hand(chosen, ctx):
    if chosen.broken:
        raise SourceUnavailable(source="tides", detail="a secret of the upstream")
    print(f"by hand, full={chosen.full}")
    return 3


def count_options(parser):
    parser.add_argument("number", type=int)


async def count(chosen, ctx):
    print(chosen.number + 1)
    return 0


@asynccontextmanager
async def open_source(opening):
    yield "the runtime"


async def health(ctx):
    return None


hand = Command(name="tides", description="By hand.", configure=options, run=by_hand)
source = Source(
    name="tides", title="Marées", description="Tides.", owner="tests", settings=SourceSettings,
    open=open_source, health=health,
    jobs=(
        Job(name="rounds", run=job, every=60, description="Reads tides.", by_hand=hand),
        Job(name="moon", run=job, every=60, description="Reads the moon."),
    ),
    commands=(Command(name="NAME", description="Counts.", configure=count_options, run=count),),
)
'''


@pytest.fixture
def tides(tmp_path: Path, mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The source in a folder of its own, every other one switched off; nothing of it stays imported."""
    folder = tmp_path / "tides"
    folder.mkdir()
    (folder / "source.py").write_text(SOURCE.replace("NAME", "count-up"))
    for name in os.environ:
        if name.startswith(CLEAN):
            monkeypatch.delenv(name)
    monkeypatch.setenv("MONGODB_URI", mongo_uri)
    monkeypatch.setenv("GATEWAY_SOURCES_PATH", str(tmp_path))
    others = ",".join(source.name for source in find_sources())
    monkeypatch.setenv("GATEWAY_DISABLED_SOURCES", others)
    before, paths = set(sys.modules), [*sys.path]
    yield folder / "source.py"
    sys.path[:] = paths
    for name in set(sys.modules) - before:
        if name.partition(".")[0] == "tides":
            del sys.modules[name]


@pytest.mark.usefixtures("tides")
@pytest.mark.parametrize(
    ("words", "code", "out", "err"),
    [
        ("count-up 4", 0, "5\n", ""),
        ("sync tides", 3, "by hand, full=False\n", ""),
        ("sync tides --full", 3, "by hand, full=True\n", ""),
        ("sync", 0, "tides rounds: done for the runtime\ntides moon: done for the runtime\n", ""),
        ("sync scouts", 2, "", "The source scouts is switched off.\n"),
    ],
)
def test_they_run_with_their_source_opened(
    words: str, code: int, out: str, err: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == code
    assert capsys.readouterr() == (out, err)


@pytest.mark.usefixtures("tides")
def test_a_failure_is_its_code_and_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sync", "tides", "--broken"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("tides: SOURCE_UNAVAILABLE: ")
    assert said.err.count("\n") == 1
    assert "secret" not in said.err


@pytest.mark.usefixtures("tides")
@pytest.mark.parametrize("words", ["sync nowhere", "count-up", "count-up x", "sync tides --fulll x", "spin"])
def test_what_no_command_knows_is_a_mistake_of_the_caller(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m gateway")


def test_the_help_names_them(tides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "count-up" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["sync", "tides", "--help"])
    assert "--full" in capsys.readouterr().out


@pytest.mark.parametrize("taken", ["serve", "sync"])
def test_a_name_that_is_taken_is_one_sentence(
    tides: Path, taken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tides.write_text(SOURCE.replace("NAME", taken))
    assert main(["sync"]) == 2
    assert capsys.readouterr().err == f"The command {taken} of tides exists already.\n"


def test_without_a_database_nothing_is_tried(
    tides: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MONGODB_URI", "")
    assert main(["count-up", "1"]) == 2
    assert capsys.readouterr().err == "MONGODB_URI is missing.\n"
    monkeypatch.setenv("MONGODB_URI", "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100")
    monkeypatch.setattr("gateway.commands.of_sources.READY_SECONDS", 0.0)
    assert main(["count-up", "1"]) == 1
    assert capsys.readouterr().err == "MongoDB does not answer, or its collections cannot be prepared.\n"
