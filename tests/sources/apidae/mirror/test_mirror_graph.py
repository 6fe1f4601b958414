"""The whole graph over the mirror: the promised query without a call of Apidae, hidden offers on no path."""

from __future__ import annotations

import asyncio

import pytest
from apidae_bench import Emu
from mirror_world import World

from gateway.app import Gateway, configure
from gateway.graph.ids import encode_id
from gateway.jobs import run_once
from gateway.testing.stage import Stage
from tests.acceptance.test_one_graph import THE_QUERY, asked


async def _sync(environ: dict[str, str]) -> str:
    async with Gateway(configure(environ), jobs=False).open() as opened:
        await opened.prepared.wait()
        source = opened.by_name["apidae"]
        return await run_once(opened, source, source.source.jobs[0])


@pytest.mark.parametrize("first", [1, 50, 100])
def test_the_promised_query_costs_no_apidae_call(first: int, stage: Stage) -> None:
    offers, calls = asked(stage, first, 0, afresh=True)
    assert len(offers["edges"]) == first
    assert calls == 0
    sent = {name: count.started for name, count in stage.commands.snapshot().items()}
    # the state, the filling of the table, the objects, and perhaps a health probe (two) that fell in between
    assert sum(sent.get((name, "find"), 0) for name in ("apidae_sync", "apidae_objects")) <= 5
    assert stage.commands_of("scouts") <= 3
    assert stage.commands_of("social") <= 2


def test_the_answer_is_that_of_the_live_catalogue(live_stage: Stage, stage: Stage) -> None:
    assert live_stage.data(THE_QUERY, {"first": 100}) == stage.data(THE_QUERY, {"first": 100})


def test_in_the_mode_live_nothing_is_kept(live_stage: Stage) -> None:
    assert asyncio.run(_sync(live_stage.environ)) == "Nothing is kept: offers are asked of Apidae."


LISTS = """query($ids: [ID!]!, $communes: [ID!]!) {
  nodes(ids: $ids) { id }
  places: nodes(ids: $communes) { ... on Commune { offers(first: 100) { totalCount edges { node { id } } } } }
  a: offers(first: 100) { totalCount edges { node { id } } }
  b: offers(first: 100, sort: NAME) { totalCount edges { node { id } } }
  c: offers(first: 100, sort: RANDOM, seed: "s") { totalCount edges { node { id } } }
  d: offers(first: 100, filter: {text: "de"}) { totalCount edges { node { id } } }
  e: offers(first: 100, filter: {near: {from: {point: {lon: 5, lat: 45.5}}, km: 200}}) {
    totalCount edges { node { id } }
  }
}"""


async def test_hidden_offers_are_on_no_path(own: World, small: Emu) -> None:
    hidden = {encode_id("Offer", str(number)) for number in small.hidden()}
    codes = sorted({one.facts.insee for one in small.verdicts() if one.facts.insee})
    communes = [encode_id("Commune", code) for code in codes if code[:2] in {"38", "73", "69"}]
    data = await own.data(LISTS, ids=sorted(hidden)[:50], communes=communes[:20])
    assert data["nodes"] == [None] * len(data["nodes"])
    for name in "abcde":
        shown = {edge["node"]["id"] for edge in data[name]["edges"]}
        assert shown
        assert not shown & hidden
        assert data[name]["totalCount"] == len(shown)
    for place in filter(None, data["places"]):
        assert not {edge["node"]["id"] for edge in place["offers"]["edges"]} & hidden
