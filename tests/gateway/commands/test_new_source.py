"""`python -m gateway new-source`: what it writes works at once, and what it must not write it refuses.

That the tests of a new folder pass is looked at in `tests/test_standard_checks.py`, beside flawed ones.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.__main__ import main
from gateway.commands.new_source import problem_of
from gateway.registry import find_sources
from gateway.testing.stage import staged

ROOT = Path(__file__).parents[3]
TIDY = ["--config", "pyproject.toml", "--no-cache"]
OURS = ["--config", 'lint.isort.known-first-party=["gateway", "trails", "bike_rent_2", "a"]']


def run(*command: str) -> subprocess.CompletedProcess[str]:
    environ = {k: v for k, v in os.environ.items() if k not in {"CI", "UPDATE_SNAPSHOTS"}}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty folder for sources; nothing of it stays imported."""
    before = set(sys.modules)
    yield tmp_path
    sys.path[:] = [place for place in sys.path if place != str(tmp_path)]
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]


def test_it_says_what_comes_next(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-source", "trails", "--folder", str(folder)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{folder}/trails has 12 files. Next:"
    assert [line.strip()[:2] for line in said[1:]] == ["1.", "2.", "3."]
    assert said[1].endswith(f"python -m pytest {folder}/trails")
    assert f"GATEWAY_SOURCES_PATH={folder} python -m gateway demo" in said[2]


@pytest.mark.timeout(120)
def test_the_new_folders_satisfy_ruff_and_mypy(folder: Path) -> None:
    made = [str(folder / name) for name in ("trails", "bike_rent_2", "a")]
    for one in made:
        main(["new-source", Path(one).name, "--folder", str(folder)])
    # tests of this repository may assert too, but its rules name its own folders
    asserts = ["--extend-per-file-ignores", f"{folder}/*/tests/**:S101"]
    for command in (
        ("ruff", "check", *TIDY, *OURS, *asserts, *made),
        ("ruff", "format", *TIDY, "--check", *made),
        ("mypy", "--config-file", "pyproject.toml", "--cache-dir", str(folder / ".mypy"), *made),
    ):
        found = run(*command)
        assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.timeout(120)
def test_a_gateway_that_is_told_the_folder_serves_it_beside_the_others(folder: Path, mongo_uri: str) -> None:
    main(["new-source", "trails", "--folder", str(folder)])
    with staged(mongo_uri, sources_path=str(folder), options={"apidae": {"size": "20"}}) as stage:
        found = stage.data(
            """{
              sources { name state }
              trailsItems(first: 2) { totalCount edges { node { id title { value } } } }
              offers(first: 2) { edges { node {
                name { value }
                trailsItems { title { value } }
                scoutContents(first: 1) { edges { node { id } } }
              } } }
            }"""
        )
        item = found["trailsItems"]["edges"][1]["node"]
        again = stage.data("query($id: ID!) { node(id: $id) { __typename id } }", {"id": item["id"]})
    assert {"apidae", "scouts", "social", "trails"} <= {one["name"] for one in found["sources"]}
    assert {one["state"] for one in found["sources"]} == {"OK"}
    assert found["trailsItems"]["totalCount"] == 3
    assert [len(edge["node"]["trailsItems"]) for edge in found["offers"]["edges"]] == [1, 1]
    assert again["node"] == {"__typename": "TrailsItem", "id": item["id"]}


def test_a_folder_that_exists_is_left_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = folder / "trails" / "source.py"
    mine.parent.mkdir()
    mine.write_text("my own")
    assert main(["new-source", "trails", "--folder", str(folder)]) == 2
    assert "exists already; nothing was written" in capsys.readouterr().err
    assert mine.read_text() == "my own"
    assert sorted(path.name for path in mine.parent.iterdir()) == ["source.py"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("Trails", "A name has at most 20 lower-case letters", id="upper case"),
        pytest.param("2trails", "A name has at most 20 lower-case letters", id="digit first"),
        pytest.param("bike-rent", "A name has at most 20 lower-case letters", id="hyphen"),
        pytest.param("bike__rent", "A name has at most 20 lower-case letters", id="two underscores"),
        pytest.param("sentiersdemontagnealpins", "A name has at most 20 lower-case letters", id="long"),
        pytest.param("éclairs", "A name has at most 20 lower-case letters", id="accent"),
        pytest.param("../trails", "A name has at most 20 lower-case letters", id="path"),
        pytest.param("match", "match is a word of Python", id="keyword"),
        pytest.param("json", "json is the name of a Python package", id="standard library"),
        pytest.param("starlette", "starlette is the name of a Python package", id="installed package"),
        pytest.param("gateway", "could not be told from those of gateway", id="the gateway's own"),
        pytest.param("mongodb_copy", "could not be told from those of mongodb", id="the database's own"),
        pytest.param("scouts", "could not be told from those of scouts", id="a source"),
        pytest.param("scouts_two", "could not be told from those of scouts", id="a source's settings"),
    ],
)
def test_a_name_that_will_not_do_is_refused_with_its_reason(folder: Path, name: str, reason: str) -> None:
    assert reason in (problem_of(name, folder, find_sources()) or "")


def test_refusing_writes_nothing(folder: Path) -> None:
    assert main(["new-source", "scouts", "--folder", str(folder)]) == 2
    assert list(folder.iterdir()) == []
