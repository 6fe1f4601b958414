"""`python -m gateway policy`: versions listed and shown, and the difference between two over the mirror."""

from __future__ import annotations

import argparse
from dataclasses import replace

import orjson
import pytest
from apidae_bench import Emu
from mirror_world import World

from sources.apidae.commands_policy import command
from sources.apidae.policies.reasons import Reason


async def run(world: World, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    command.configure(parser)
    ctx = world.opened.job_context(world.opened.by_name["apidae"])
    code = await command.run(parser.parse_args(arguments), ctx)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


async def test_the_difference_is_what_judging_every_object_twice_gives(
    mirror: World, whole: Emu, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = mirror.runtime.eligibility
    items = whole.visible()
    old = {one["id"] for one in items if rules.under("2026-1").verdict(one).is_public}
    judged = {one["id"]: rules.under("2022-11").verdict(one) for one in items}
    new = {number for number, one in judged.items() if one.is_public}
    assert old - new

    code, out, _ = await run(mirror, capsys, "diff", "--to", "2022-11", "--json")
    assert code == 0
    told = orjson.loads(out)
    assert (told["from"], told["to"], told["judged"]) == ("2026-1", "2022-11", len(items))
    assert {one["apidaeId"] for one in told["disappear"]} == old - new
    assert {one["apidaeId"] for one in told["appear"]} == new - old
    assert sum(told["byReason"].values()) >= len(told["disappear"])
    assert all(name.startswith(Reason.PREREQUISITES_NOT_MET.name) for name in told["byReason"])

    code, out, _ = await run(mirror, capsys, "diff", "--from", "2022-11", "--to", "2026-1", "--json")
    back = orjson.loads(out)
    assert {one["apidaeId"] for one in back["appear"]} == old - new


async def test_for_people_it_is_a_table_with_counts(
    mirror: World, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = await run(mirror, capsys, "diff", "--to", "2022-11", "--limit", "3")
    assert code == 0
    assert "would disappear" in out
    assert "marche-hebdomadaire" not in out, "both versions leave these out"
    assert "more" in out


async def test_versions_are_listed_and_shown_with_who_wrote_them(
    mirror: World, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = await run(mirror, capsys, "list")
    assert [version in out for version in ("2021-10", "2022-11", "2026-1")] == [True] * 3
    _, out, _ = await run(mirror, capsys, "show", "2022-11")
    assert "PARTIR_ICI" in out
    assert "hors-des-sentiers-battus" in out


@pytest.mark.parametrize(
    "arguments", [("show", "1999-1"), ("diff", "--to", "x"), ("diff", "--from", "y", "--to", "2021-10")]
)
async def test_an_unknown_version_is_told_with_those_that_are_known(
    arguments: tuple[str, ...], mirror: World, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, error = await run(mirror, capsys, *arguments)
    assert (code, out) == (2, "")
    assert "2021-10, 2022-11, 2026-1" in error


async def test_without_a_mirror_there_is_nothing_to_compare(
    mirror: World, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = mirror.opened.by_name["apidae"]
    kept = opened._runtime
    opened._runtime = replace(kept, mirror=None)
    try:
        code, _, error = await run(mirror, capsys, "diff", "--to", "2022-11")
    finally:
        opened._runtime = kept
    assert code == 2
    assert "APIDAE_MODE" in error
