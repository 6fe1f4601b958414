"""Decisions of the Region: phases that open and close, versions that come into force, told exactly once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from apidae_bench import Emu
from mirror_world import Follower, OpenWorld, World, walk
from rules_world import MIDNIGHT, REGION, waiting

from gateway.graph.request import RequestScope
from gateway.identity import ANONYMOUS, Caller, Role
from sources.apidae.catalogue import OfferQuery
from sources.apidae.types.words import Audience, Axis
from sources.apidae.workflow.model import Workflow
from sources.apidae.workflow.store import WorkflowStore

RULES = (
    "rules { version isApplied policies { version isInForce comesIntoForce rules { key kind writtenBy } } "
    "phases { key isOpen opensAt } } userErrors { code field message }"
)


async def ask(world: World, query: str, caller: Caller = REGION) -> dict[str, Any]:
    result = await world.schema.execute(query, context_value=RequestScope(world.opened, (), caller=caller))
    assert not result.errors, result.errors
    assert result.data
    return result.data


async def decide(world: World, mutation: str, values: str, caller: Caller = REGION) -> dict[str, Any]:
    data = await ask(world, f"mutation {{ {mutation}(input: {{{values}}}) {{ {RULES} }} }}", caller)
    found: dict[str, Any] = data[mutation]
    if found["rules"] and not found["rules"]["isApplied"]:  # on a busy machine it goes on by itself
        await world.mirror.judging.run()
    return found


def codes(payload: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["code"], ".".join(one["field"] or [])) for one in payload["userErrors"]]


async def public(world: World) -> set[int]:
    return set(await walk(world.catalogue, OfferQuery(), 50))


async def test_a_version_that_is_published_changes_exactly_what_was_foretold(own: World) -> None:
    follower = Follower(own)
    await follower.follow()
    before, told = await public(own), await ask(own, DIFFERENCE)
    foretold = told["viewer"]["policyDifference"]
    done = await decide(own, "publishPolicy", 'version: "2022-11", expectedVersion: 0')
    assert not done["userErrors"]
    assert (await ask(own, "{ rules { isApplied } }"))["rules"]["isApplied"]
    assert [one["version"] for one in done["rules"]["policies"] if one["isInForce"]] == ["2022-11"]

    news, after = await follower.follow(), await public(own)
    assert before - after
    assert sorted(news) == sorted(
        [(one, True) for one in before - after] + [(one, False) for one in after - before]
    )
    assert {one["apidaeId"] for one in foretold["disappear"]} == before - after
    assert (foretold["disappearing"], foretold["appearing"]) == (len(before - after), len(after - before))
    kept = [one async for one in own.objects.scan({})]
    assert {one["policyVersion"] for one in kept} == {"2022-11"}
    assert {one["evaluatedAt"].replace(tzinfo=UTC) for one in kept} == {own.clock.now()}

    await own.sync(complete=True)
    assert await follower.follow() == [], "reading everything again is no news"
    await decide(own, "publishPolicy", 'version: "2026-1"')
    assert sorted(await follower.follow()) == sorted((one, False) for one in before - after)
    assert await public(own) == before


DIFFERENCE = """{ viewer { policyDifference(to: "2022-11") { from to judged appearing disappearing
  appear { apidaeId } disappear { apidaeId name { value } reasons { code rules text { value } } } reasons { code detail count } } } }"""


STRICT = (
    'version = "2026-2"\nvalid_from = 2030-01-01\ntitle = "x"\n'
    "[diagnosis]\nvalid_months = 12\nshares = [90, 95, 100]\n"
)


async def test_a_version_is_run_over_stored_answers_too(
    open_world: OpenWorld, small: Emu, database_name: str, tmp_path: Path
) -> None:
    (tmp_path / "next.toml").write_text(STRICT)
    async with open_world(small, database_name, APIDAE_POLICIES_FOLDER=str(tmp_path)) as world:
        await world.sync()
        old, fresh = (await world.public())[:2]
        store = WorkflowStore(world.store.room("apidae"), world.clock)
        for number, answered in (
            (old, datetime(2024, 12, 1, tzinfo=UTC)),
            (fresh, datetime(2026, 5, 1, tzinfo=UTC)),
        ):
            await store.write(path(number, answered))
        await world.mirror.rejudge([old, fresh])
        follower = Follower(world)
        await follower.follow()
        assert old in follower.kept
        told = await ask(world, DIFFERENCE.replace("2022-11", "2026-2"))
        found = told["viewer"]["policyDifference"]
        assert [
            (one["apidaeId"], [reason["code"] for reason in one["reasons"]]) for one in found["disappear"]
        ] == [(old, ["DIAGNOSIS_EXPIRED"])]
        assert (found["appearing"], found["reasons"]) == (
            0,
            [{"code": "DIAGNOSIS_EXPIRED", "detail": None, "count": 1}],
        )
        before = await levels(world, fresh)
        await decide(world, "publishPolicy", 'version: "2026-2"')
        assert await follower.follow() == [(old, True)]
        assert before == {"ENVIRONMENT": 3, "LOCAL_ECONOMY": 3, "SOCIAL": 3}
        assert await levels(world, fresh) == dict.fromkeys(before, None), "other shares, the same answers"


def path(number: int, answered: datetime) -> Workflow:
    """A path in order, with four fifths of the answers YES."""
    tally = {"yes": 12, "applicable": 15}
    diagnosis = {
        "questionnaire": "2021-4", "answered_at": answered, "applicable": 45, "answered": 45,
        "tallies": {axis.name: tally for axis in Axis}, "answers_hash": "a" * 64,
    }  # fmt: skip
    charter = {"version": "1", "answers_hash": "a" * 64, "signed_at": answered, "role": "PROVIDER"}
    return Workflow(number=number, preselected_at=answered, diagnosis=diagnosis, charter=charter)


async def levels(world: World, number: int) -> dict[str, int | None]:
    """What the answers are worth, as the dossier tells."""
    field = f"dossiers(apidaeId: {number}) {{ edges {{ node {{ levels {{ axis fromWorkflow }} }} }} }}"
    data = await ask(world, f"{{ viewer {{ {field} }} }}")
    listed = data["viewer"]["dossiers"]["edges"][0]["node"]["levels"]
    return {one["axis"]: one["fromWorkflow"] for one in listed}


async def test_a_version_with_a_date_comes_into_force_at_that_midnight(own: World) -> None:
    follower = Follower(own)
    await follower.follow()
    before = await public(own)
    await decide(own, "publishPolicy", 'version: "2022-11", validFrom: "2026-07-04"')
    again = await decide(
        own, "publishPolicy", 'version: "2022-11", validFrom: "2026-07-04", expectedVersion: 0'
    )
    assert (again["userErrors"], again["rules"]["version"]) == ([], 1), "the same again is done already"
    own.clock.jump((MIDNIGHT - own.clock.now()).total_seconds() - 1)
    assert await public(own) == before
    assert await follower.follow() == []
    own.clock.jump(1)
    after = await public(own)
    assert sorted(await follower.follow()) == sorted((one, True) for one in before - after)
    assert before - after

    # a later decision about the same day takes its place
    await decide(own, "publishPolicy", 'version: "2026-1", validFrom: "2026-07-06"')
    await decide(own, "publishPolicy", 'version: "2022-11", validFrom: "2026-07-06"')
    own.clock.jump(3 * 86_400)
    assert await public(own) == after


async def test_a_phase_that_is_opened_shows_its_offers_at_once_and_tells_each_once(
    open_world: OpenWorld, small: Emu, database_name: str, phases: str
) -> None:
    async with open_world(small, database_name, APIDAE_POLICIES_FOLDER=phases) as world:
        await world.sync()
        follower, families = Follower(world), set(waiting(world, small, Audience.FAMILY))
        await follower.follow()
        before = await public(world)
        assert families
        assert not families & before
        done = await decide(world, "openPhase", 'phase: "two"')
        assert [one["isOpen"] for one in done["rules"]["phases"]] == [True, True, False]
        assert await public(world) == before | families
        assert sorted(await follower.follow()) == sorted((one, False) for one in families)
        again = await decide(world, "openPhase", 'phase: "two", expectedVersion: 0')
        assert (again["userErrors"], again["rules"]["version"]) == ([], 1)
        world.clock.jump((MIDNIGHT - world.clock.now()).total_seconds() + 1)
        assert await public(world) == before | families
        assert await follower.follow() == [], "the moment of the file means nothing any more"

        late = await decide(world, "openPhase", 'phase: "two", opensOn: "2026-08-01"')
        assert codes(late) == [("CONFLICT", "input.opensOn")]
        await decide(world, "closePhase", 'phase: "two"')
        assert await public(world) == before
        assert sorted(await follower.follow()) == sorted((one, True) for one in families)


async def test_a_plan_is_moved_and_kept_by_processes_that_begin_after_the_moment(
    open_world: OpenWorld, small: Emu, database_name: str, phases: str
) -> None:
    opens = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    async with open_world(small, database_name, APIDAE_POLICIES_FOLDER=phases) as world:
        await world.sync()
        before, late = await public(world), set(waiting(world, small, Audience.GROUP, Audience.SENIOR))
        families = set(waiting(world, small, Audience.FAMILY))
        assert not (await decide(world, "closePhase", 'phase: "two"'))["userErrors"]
        planned = await decide(world, "openPhase", 'phase: "three", opensOn: "2026-07-03"')
        moved = await decide(world, "openPhase", f'phase: "three", opensAt: "{opens.isoformat()}"')
        told = [planned["rules"]["phases"][2]["opensAt"], moved["rules"]["phases"][2]["opensAt"]]
        assert told == ["2026-07-03T00:00:00+02:00", "2026-10-25T02:30:00+01:00"]
        world.clock.jump((MIDNIGHT - world.clock.now()).total_seconds() + 60)
        assert await public(world) == before, "neither the plan of the file nor the first one holds"
        follower = Follower(world)
        await follower.follow()

    async with open_world(small, database_name, APIDAE_POLICIES_FOLDER=phases) as world:
        after = Follower(world, follower)
        world.clock.jump((opens - world.clock.now()).total_seconds() - 1)
        assert await public(world) == before
        world.clock.jump(3_600)
        assert sorted(await after.follow()) == sorted((one, False) for one in late - families | late)
        assert await after.follow() == []
        assert await public(world) == before | late


async def test_a_process_judges_by_what_another_one_has_decided(
    open_world: OpenWorld, small: Emu, database_name: str, phases: str
) -> None:
    settings = {"APIDAE_POLICIES_FOLDER": phases}
    async with (
        open_world(small, database_name, **settings) as one,
        open_world(small, database_name, **settings) as other,
        open_world(small, database_name, APIDAE_MODE="live", **settings) as live,
    ):
        await one.sync()
        families = set(waiting(one, small, Audience.FAMILY))
        before = await public(other)
        assert not families & set(await walk(live.runtime.catalogue, OfferQuery(), 50))
        for late in (other, live):
            late.clock.jump((one.clock.now() - late.clock.now()).total_seconds())
        await decide(one, "openPhase", 'phase: "two"')
        assert await public(other) == before | families
        live.clock.advance(30)
        assert set(await walk(live.runtime.catalogue, OfferQuery(), 50)) == before | families


async def test_what_was_cut_off_is_finished_by_the_job(
    open_world: OpenWorld, small: Emu, database_name: str, phases: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(small, database_name, APIDAE_POLICIES_FOLDER=phases) as world:
        await world.sync()
        families, before = set(waiting(world, small, Audience.FAMILY)), await public(world)

        async def never(seconds: float = 0) -> bool:
            return False

        monkeypatch.setattr(world.mirror.judging, "begun", never)
        query = 'mutation { openPhase(input: {phase: "two"}) { rules { isApplied } } }'
        assert (await ask(world, query))["openPhase"] == {"rules": {"isApplied": False}}
        assert await public(world) == before
        job = next(one for one in world.opened.by_name["apidae"].source.jobs if one.name == "rules")
        ctx = world.opened.job_context(world.opened.by_name["apidae"])
        assert (await job.run(ctx)).startswith("Judged ")
        assert await public(world) == before | families
        assert await job.run(ctx) == "All objects are judged by the rules of now."


@pytest.mark.parametrize(
    ("mutation", "values", "told"),
    [
        ("openPhase", 'phase: "nobody"', ("NOT_FOUND", "input.phase")),
        ("closePhase", 'phase: "nobody"', ("NOT_FOUND", "input.phase")),
        ("openPhase", 'phase: "hebergements-et-sejours", expectedVersion: 9', ("CONFLICT", "expectedVersion")),
        ("openPhase", 'phase: "hebergements-et-sejours", opensOn: "2026-06-01"', ("INVALID_ARGUMENT", "input.opensOn")),
        ("openPhase", 'phase: "x", opensAt: "2027-01-01T00:00:00"', ("INVALID_ARGUMENT", "input.opensAt")),
        ("openPhase", 'phase: "x", opensOn: "2027-01-01", opensAt: "2027-01-01T00:00:00Z"', ("INVALID_ARGUMENT", "input.opensOn")),
        ("openPhase", 'phase: "familles-et-groupes", opensAt: "2027-01-01T00:00:00Z"', ("CONFLICT", "input.opensAt")),
        ("publishPolicy", 'version: "1999-1"', ("NOT_FOUND", "input.version")),
        ("publishPolicy", 'version: "2022-11", validFrom: "2026-06-30"', ("INVALID_ARGUMENT", "input.validFrom")),
    ],
)  # fmt: skip
async def test_what_may_not_be_decided_is_refused_with_its_place(
    mutation: str, values: str, told: tuple[str, str], mirror: World
) -> None:
    assert codes(await decide(mirror, mutation, values)) == [told]


@pytest.mark.parametrize(
    ("caller", "code"),
    [
        (ANONYMOUS, "UNAUTHENTICATED"),
        (Caller("x", (Role("OFFICE", "1"), Role("PROVIDER", "2"), Role("DEPARTMENT_AGENCY", "38"))), "FORBIDDEN"),
    ],
)  # fmt: skip
async def test_only_the_region_decides(caller: Caller, code: str, mirror: World) -> None:
    for mutation, values in (
        ("openPhase", 'phase: "hebergements-et-sejours"'),
        ("closePhase", 'phase: "familles-et-groupes"'),
        ("publishPolicy", 'version: "2022-11"'),
    ):
        assert codes(await decide(mirror, mutation, values, caller)) == [(code, "")]


async def test_a_version_that_the_deployment_pins_is_not_replaced(
    open_world: OpenWorld, whole: Emu, filled: str
) -> None:
    async with open_world(whole, filled, APIDAE_POLICY="2026-1") as world:
        assert codes(await decide(world, "publishPolicy", 'version: "2022-11"')) == [
            ("CONFLICT", "input.version")
        ]
