"""What operators do: make and change communities, suspend and restore them, read reports."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from scouts_world import World, a_community, a_content, a_scout, fill, gid

from gateway.errors import BadInput
from sources.scouts.command import COMMAND

GIVEN = {
    "key": "amis-du-pilat",
    "name": "Amis du Pilat",
    "description": {"fr": "Autour du Crêt de la Perdrix."},
    "territory": {"name": "Pilat", "departments": ["42"]},
    "manager": "Parc du Pilat",
    "review": "BEFORE",
}


async def call(world: World, *words: str) -> int:
    parser = argparse.ArgumentParser()
    COMMAND.configure(parser)
    return await COMMAND.run(parser.parse_args(words), world.context())


async def test_a_community_is_made_and_changed_by_a_file(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pilat.json"
    file.write_text(json.dumps(GIVEN), encoding="utf-8")
    assert await call(world, "community", str(file)) == 0
    query = '{ community(slug: "amis-du-pilat") { name managedBy description { value } } }'
    assert (await world.data(query))["community"]["managedBy"] == "Parc du Pilat"
    file.write_text(json.dumps(GIVEN | {"manager": "Les amis"}), encoding="utf-8")
    await call(world, "community", str(file))
    assert (await world.data(query))["community"]["managedBy"] == "Les amis"
    await call(world, "communities")
    assert "BEFORE" in capsys.readouterr().out
    kept = await world.scouts.books.community("amis-du-pilat")
    assert kept is not None
    assert kept["version"] == 2


@pytest.mark.parametrize(
    "text", ["[]", "no", '{"key": "A B", "name": "x"}', '{"key": "a"}', '{"key": "a", "name": "x", "x": 1}']
)
async def test_a_file_that_is_no_community_is_refused(world: World, tmp_path: Path, text: str) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        await call(world, "community", str(file))


async def test_a_suspended_community_is_gone_with_its_scouts_and_comes_back_with_them(world: World) -> None:
    homes, people = [a_community("c1"), a_community("c2")], [a_scout("s1"), a_scout("s2", "c1", "c2")]
    await fill(world.scouts, homes, people, [a_content("a"), a_content("b", "s2", minutes=1)])
    query = """{ communities { totalCount } scouts { totalCount }
      scoutContents { edges { node { id author { communities { slug } } } } } }"""
    await call(world, "suspend", "c1")
    found = await world.data(query)
    assert (found["communities"]["totalCount"], found["scouts"]["totalCount"]) == (1, 1)
    assert [edge["node"] for edge in found["scoutContents"]["edges"]] == [
        {"id": gid("ScoutContent", "b"), "author": {"communities": [{"slug": "c2"}]}}
    ]
    await call(world, "restore", "c1")
    assert (await world.data(query))["scouts"]["totalCount"] == 2
    assert len((await world.data(query))["scoutContents"]["edges"]) == 2
    with pytest.raises(BadInput):
        await call(world, "suspend", "c9")


async def test_reports_that_wait_are_shown(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    await fill(world.scouts, [a_community("c1")], [a_scout("s1")], [a_content("a")])
    await world.data(
        """mutation ($about: ID!) { reportProblem(input: {about: $about, ground: WRONG,
          text: "Fermé depuis mai."}) { report { receipt } userErrors { code } } }""",
        about=gid("ScoutContent", "a"),
    )
    await call(world, "reports")
    assert "WRONG" in capsys.readouterr().out
