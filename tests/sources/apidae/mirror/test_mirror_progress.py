"""Progress: every dossier is counted once, by office, step and reason; a phase shows what waits for it alone."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from apidae_bench import Emu
from mirror_world import OpenWorld, World
from rules_world import REGION, of, waiting

from gateway.graph.request import RequestScope
from gateway.identity import ANONYMOUS, Caller
from sources.apidae.dossiers.counting import DossierCounter
from sources.apidae.dossiers.scope import Scope
from sources.apidae.types.words import Audience
from sources.apidae.workflow.model import Workflow
from sources.apidae.workflow.store import WorkflowStore

COUNTS = "counts { total public steps { step count } reasons { code count } }"
PROGRESS = (
    f"progress {{ {COUNTS} offices {{ apidaeId name {COUNTS} }} "
    "campaigns { campaign steps { step count } offices { apidaeId steps { step count } } } }"
)


async def viewer(world: World, caller: Caller, field: str) -> Any:
    scope = RequestScope(world.opened, (), caller=caller)
    result = await world.schema.execute(f"{{ viewer {{ {field} }} }}", context_value=scope)
    assert not result.errors, result.errors
    assert result.data
    return next(iter(result.data["viewer"].values())) if result.data["viewer"] else None


def told(counts: Any, name: str) -> dict[str, int]:
    key = "step" if name == "steps" else "code"
    return {one[key]: one["count"] for one in counts[name] if one["count"]}


def expected(kept: list[Any]) -> tuple[int, int, dict[str, int]]:
    reasons = Counter(code for one in kept for code in one["codes"])
    return len(kept), sum(one["public"] for one in kept), dict(reasons)


async def test_every_dossier_of_a_scope_is_counted_once(mirror: World) -> None:
    kept = [one async for one in mirror.objects.scan({"codes": {"$ne": "NOT_AN_OFFER"}})]
    office = next(one["ownOffice"] for one in kept if one.get("ownOffice"))
    for caller, mine in (
        (REGION, kept),
        (of("DEPARTMENT_AGENCY", "38"), [one for one in kept if one["department"] == "38"]),
        (of("OFFICE", office), [one for one in kept if one.get("ownOffice") == office]),
    ):
        found = await viewer(mirror, caller, PROGRESS)
        counts = found["counts"]
        assert (counts["total"], counts["public"], told(counts, "reasons")) == expected(mine)
        for one in found["offices"]:
            own = [item for item in mine if item.get("ownOffice") == one["apidaeId"]]
            counts = one["counts"]
            assert (counts["total"], counts["public"], told(counts, "reasons")) == expected(own)
        assert {one["apidaeId"] for one in found["offices"]} == {one.get("ownOffice") for one in mine}


@pytest.mark.parametrize("caller", [Caller("x"), of("PROVIDER", 5_000_006), of("PARTNER", "demo"), ANONYMOUS])
async def test_others_are_told_no_counts(caller: Caller, mirror: World) -> None:
    assert await viewer(mirror, caller, PROGRESS) is None


async def test_counts_read_one_index_and_no_document(mirror: World) -> None:
    await mirror.mirror.states.read()
    counter = DossierCounter(mirror.mirror.states.slots)
    assert await counter.by_office(Scope(everybody=True))
    pipeline = [
        {"$match": {"$or": [{"department": {"$in": ["38"]}}]}},
        {"$group": {"_id": {"ownOffice": "$ownOffice", "stepSet": "$stepSet"}, "count": {"$sum": 1}}},
    ]
    command = {"aggregate": mirror.objects.name, "pipeline": pipeline, "cursor": {}, "hint": "by_progress"}
    plan = await mirror.store.room("apidae").command({"explain": command, "verbosity": "executionStats"})
    assert "'totalDocsExamined': 0" in str(plan)


async def test_steps_are_counted_where_they_hold_and_in_the_campaign_they_were_taken_in(own: World) -> None:
    one, two, three = (await own.public())[:3]
    early, lately = datetime(2021, 4, 10, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    answered = {
        "questionnaire": "2021-4", "sent_at": lately, "answered_at": lately, "applicable": 45, "answered": 45,
        "answers_hash": "a" * 64,
    }  # fmt: skip
    signed = {"version": "1", "answers_hash": "a" * 64, "signed_at": lately, "role": "PROVIDER"}
    store = WorkflowStore(own.store.room("apidae"), own.clock)
    await store.write(Workflow(number=one, preselected_at=early))
    await store.write(Workflow(number=two, preselected_at=lately, diagnosis=answered))
    await store.write(Workflow(number=three, preselected_at=lately, diagnosis=answered, charter=signed))
    await own.mirror.rejudge([one, two, three])
    found = await viewer(own, REGION, PROGRESS)
    assert told(found["counts"], "steps") == {"PRESELECTED": 3, "SENT": 2, "ANSWERED": 2, "SIGNED": 1}
    campaigns = {one["campaign"]: told(one, "steps") for one in found["campaigns"]}
    assert campaigns["preselection-2021"] == {"PRESELECTED": 1}
    assert campaigns["preselection-continue"] == {"PRESELECTED": 2}
    assert campaigns["autodiagnostic-continu"] == {"SENT": 2, "ANSWERED": 2, "SIGNED": 1}
    document = await own.objects.find_one({"_id": one})
    assert document
    office = next(found for found in found["campaigns"] if found["campaign"] == "preselection-2021")[
        "offices"
    ]
    assert [row["apidaeId"] for row in office] == [document["ownOffice"]]
    listed = "dossiers(stages: [ANSWERED, PRESELECTED]) { edges { node { apidaeId } } }"
    page = await viewer(own, REGION, listed)
    assert [edge["node"]["apidaeId"] for edge in page["edges"]] == [one, two]


async def test_a_phase_is_previewed_with_exactly_what_it_shows_when_it_opens(
    open_world: OpenWorld, small: Emu, database_name: str, phases: str
) -> None:
    async with open_world(small, database_name, APIDAE_POLICIES_FOLDER=phases) as world:
        await world.sync()
        families = waiting(world, small, Audience.FAMILY)
        page = (
            'phasePreview(phase: "two", first: 2%s) { totalCount pageInfo { hasNextPage endCursor } '
            "edges { node { apidaeId offer { id } reasons { code } preview { isPreview } } } }"
        )
        found, after = [], ""
        while True:
            told = await viewer(world, REGION, page % after)
            assert told["totalCount"] == len(families)
            found += [edge["node"] for edge in told["edges"]]
            if not told["pageInfo"]["hasNextPage"]:
                break
            after = f', after: "{told["pageInfo"]["endCursor"]}"'
        assert [one["apidaeId"] for one in found] == families
        for one in found:
            assert (one["offer"], one["preview"]) == (None, {"isPreview": True})
            assert one["reasons"] == [{"code": "PHASE_NOT_OPEN"}]
        document = await world.objects.find_one({"_id": families[0]})
        assert document
        mine = await viewer(world, of("OFFICE", document["ownOffice"]), page % "")
        assert families[0] in [edge["node"]["apidaeId"] for edge in mine["edges"]]
        assert (await viewer(world, of("OFFICE", 1), page % ""))["totalCount"] == 0
        assert await viewer(world, Caller("nobody"), page % "") is None
