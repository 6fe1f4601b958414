"""What many accounts cost: as much each as one, and a page of the feed reads what it shows."""

from __future__ import annotations

from social_world import Stage, opened_world

from bench.social_scale import grow
from gateway.source import Card
from sources.social.sync import read_all


async def test_a_cycle_costs_each_account_the_same_calls_and_commands(
    graph_server: tuple[Stage, str], mongo_uri: str, social_database: object
):
    stage, url = graph_server
    costs: list[tuple[int, int]] = []
    for count in (2, 4, 8):
        name = f"{social_database.name}_scale_{count}"  # type: ignore[attr-defined]
        with stage.playing(url, posts="10", app_calls="100000") as meta:
            names = grow(stage.app.state.emulator, count)
            async with opened_world(meta, mongo_uri, name, discover="") as world:
                world.shelf.scouts = [Card(one, one, handles=(one,)) for one in names]
                await read_all(world.context())
                world.journal.reset()
                before = meta.calls
                await read_all(world.context())
                costs.append((meta.calls - before, sum(world.commands().values())))
    (two, _), (four, _), (eight, _) = costs
    # two pages of fifty for a hundred posts, and every other list ends with an empty one
    assert four - two == 5
    assert eight - four == 10
    commands = [count for _, count in costs]
    assert commands[2] - commands[1] == 2 * (commands[1] - commands[0])
