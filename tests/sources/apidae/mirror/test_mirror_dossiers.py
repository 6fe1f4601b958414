"""Dossiers: who sees which, with what in them, page by page; nobody else learns that there are any."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from mirror_world import World
from rules_world import REGION, of

from gateway.graph.connection import encode_cursor
from gateway.graph.ids import encode_id
from gateway.graph.request import RequestScope
from gateway.identity import Caller, Role
from sources.apidae.dossiers.asking import DossierOrder, DossierQuery, conditions, owned
from sources.apidae.dossiers.reading import hint_for
from sources.apidae.dossiers.scope import Scope
from sources.apidae.policies.reasons import Reason
from sources.apidae.workflow.model import Workflow
from sources.apidae.workflow.store import WorkflowStore

CURSOR = f'"{encode_cursor("dossiers", "NUMBER", 5, 5)}"'
NUMBERS = "edges { node { apidaeId } } pageInfo { hasNextPage endCursor } totalCount"
ALL = """
  apidaeId name { value } offer { apidaeId } preview { apidaeId isPreview commitment { policyVersion } } updatedAt
  levels { axis fromApidae fromWorkflow } reasons { code axis rules text(locale: "en") { value locale } }
  notices { code text(locale: "fr") { value } } families { family { key } mappingReason }
  preselectedAt withdrawnAt policyVersion evaluatedAt
  diagnosis { questionnaireVersion sentAt answeredAt reviewedAt
    charter { charterVersion signedAt signatoryRole isValid } }
"""


async def ask(world: World, caller: Caller, arguments: str = "", fields: str = NUMBERS) -> Any:
    scope = RequestScope(world.opened, (), caller=caller)
    query = f"{{ viewer {{ dossiers{arguments} {{ {fields} }} }} }}"
    result = await world.schema.execute(query, context_value=scope)
    assert not result.errors, result.errors
    return result.data["viewer"]["dossiers"] if result.data and result.data["viewer"] else None


async def numbers(world: World, caller: Caller, **arguments: str) -> list[int]:
    """All numbers, page by page."""
    found: list[int] = []
    after = ""
    while True:
        given = ", ".join(f"{name}: {value}" for name, value in arguments.items())
        page = await ask(world, caller, f"(first: 25{after}{', ' + given if given else ''})")
        found += [one["node"]["apidaeId"] for one in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(found)
            return found
        after = f', after: "{page["pageInfo"]["endCursor"]}"'


async def test_each_role_sees_what_it_answers_for_and_no_more(mirror: World) -> None:
    kept = [one async for one in mirror.objects.scan({"codes": {"$ne": "NOT_AN_OFFER"}}, sort=(("_id", 1),))]
    assert await numbers(mirror, REGION) == [one["_id"] for one in kept]
    office = next(one["ownOffice"] for one in kept if one.get("ownOffice") and one["reasons"])
    assert await numbers(mirror, of("OFFICE", office)) == [
        one["_id"] for one in kept if one.get("ownOffice") == office
    ]
    assert await numbers(mirror, of("DEPARTMENT_AGENCY", "38")) == [
        one["_id"] for one in kept if one["department"] == "38"
    ]
    provider = next(one["ownProvider"] for one in kept if one.get("ownProvider"))
    assert await numbers(mirror, of("PROVIDER", provider)) == [
        one["_id"] for one in kept if one.get("ownProvider") == provider
    ]
    one_offer = kept[7]["_id"]
    assert await numbers(mirror, of("PROVIDER", one_offer)) == [one_offer]
    both = Caller("x", (Role("OFFICE", str(office)), Role("PROVIDER", str(one_offer))))
    assert await numbers(mirror, both) == sorted(
        {one["_id"] for one in kept if one.get("ownOffice") == office} | {one_offer}
    )


@pytest.mark.parametrize(
    "caller",
    [
        Caller("nobody"),
        of("SCOUT"),
        of("COMMUNITY_MANAGER", "greeters-lyon"),
        of("PARTNER", "somebody"),
        of("DEVELOPER"),
        of("OFFICE"),
        of("OFFICE", "38; drop"),
        of("DEPARTMENT_AGENCY", "75"),
        of("DEPARTMENT_AGENCY", "3"),
        of("PROVIDER", "-5"),
    ],
)
async def test_nobody_else_sees_any(caller: Caller, mirror: World) -> None:
    assert await ask(mirror, caller) is None


async def test_an_office_of_nothing_finds_nothing(mirror: World) -> None:
    assert await numbers(mirror, of("OFFICE", 1)) == []


async def test_other_offices_offers_are_not_found_by_any_argument(mirror: World) -> None:
    mine = await mirror.objects.find_one({"ownOffice": {"$exists": True}})
    assert mine
    other = await mirror.objects.find_one({"ownOffice": {"$exists": True, "$ne": mine["ownOffice"]}})
    assert other
    caller = of("OFFICE", mine["ownOffice"])
    node = encode_id("Offer", str(other["_id"]))
    for arguments in ({"apidaeId": str(other["_id"])}, {"offer": f'"{node}"'}):
        assert await numbers(mirror, caller, **arguments) == []
        assert await numbers(mirror, REGION, **arguments) == [other["_id"]]


async def test_dossiers_are_found_by_reason_notice_and_name(mirror: World) -> None:
    kept = [one async for one in mirror.objects.scan({"codes": {"$ne": "NOT_AN_OFFER"}}, sort=(("_id", 1),))]
    assert await numbers(mirror, REGION, reasons="[AXIS_MISSING, OUTSIDE_REGION]") == [
        one["_id"] for one in kept if {"AXIS_MISSING", "OUTSIDE_REGION"} & set(one["codes"])
    ]
    assert await numbers(mirror, REGION, notices="[LEVEL_CONFLICT]") == [
        one["_id"] for one in kept if "LEVEL_CONFLICT" in one["notices"]
    ]
    assert await numbers(mirror, REGION, text='"Atelier, du"') == [
        one["_id"] for one in kept if "atelier" in one["name"] and "du" in one["name"]
    ]


async def test_a_dossier_tells_everything_and_the_offer_only_when_it_is_public(mirror: World) -> None:
    page = await ask(mirror, REGION, "(first: 100)", f"edges {{ node {{ {ALL} }} }}")
    shown = [one["node"] for one in page["edges"]]
    for one in shown:
        assert (one["offer"] is None) == bool(one["reasons"])
        complete = all(level["fromApidae"] for level in one["levels"])
        assert (one["preview"] is not None) >= (one["offer"] is not None)
        if not complete:
            assert one["preview"] is None
        for reason in one["reasons"]:
            assert (reason["axis"] is not None) == (reason["code"] == "AXIS_MISSING")
            assert reason["text"]["locale"] == "en"
            assert "{" not in reason["text"]["value"]
    assert any(one["preview"] and not one["offer"] for one in shown), "a preview of what is hidden"
    for one in filter(lambda found: found["preview"], shown):
        assert one["preview"]["isPreview"] == (one["offer"] is None)
    assert {one["policyVersion"] for one in shown} == {"2026-1"}


async def test_what_the_path_says_stands_beside_what_apidae_says(own: World) -> None:
    number = (await own.public())[0]
    before = await own.objects.find_one({"_id": number})
    assert before
    levels = {name: level % 3 + 1 for name, level in before["levels"].items()}
    tallies = {name: {"yes": (0, 3, 8, 12)[level], "applicable": 15} for name, level in levels.items()}
    answered = datetime(2026, 6, 1, 9, tzinfo=UTC)
    record = Workflow(
        number=number,
        preselected_at=answered,
        diagnosis={
            "questionnaire": "v1", "answered_at": answered, "applicable": 45, "answered": 44,
            "tallies": tallies, "answers_hash": "a" * 64,
        },
        charter={"version": "1", "answers_hash": "b" * 64, "signed_at": answered, "role": "PROVIDER"},
    )  # fmt: skip
    await WorkflowStore(own.store.room("apidae"), own.clock).write(record)
    await own.mirror.rejudge([number])
    caller = of("PROVIDER", number)
    found = (await ask(own, caller, "", f"edges {{ node {{ {ALL} }} }}"))["edges"][0]["node"]
    assert [one["code"] for one in found["reasons"]] == ["DIAGNOSIS_INCOMPLETE", "CHARTER_NOT_SIGNED"]
    assert "LEVEL_MISMATCH" in [one["code"] for one in found["notices"]]
    assert {one["axis"]: one["fromApidae"] for one in found["levels"]} == before["levels"]
    assert {one["axis"]: one["fromWorkflow"] for one in found["levels"]} == levels
    assert found["diagnosis"]["charter"]["isValid"] is False
    assert found["preselectedAt"] == "2026-06-01T09:00:00+00:00"
    assert found["offer"] is None


@pytest.mark.parametrize(
    "scope",
    [
        Scope(offices=(301, 302)),
        Scope(departments=("38", "73")),
        Scope(providers=(9_000_001,)),
        Scope(offices=(301,), departments=("38",), providers=(9_000_001,)),
        Scope(everybody=True),
    ],
)
@pytest.mark.parametrize("order", DossierOrder)
@pytest.mark.parametrize("reasons", [(), (Reason.AXIS_MISSING,)])
async def test_a_page_is_read_by_an_index_in_its_order(
    scope: Scope, order: DossierOrder, reasons: tuple[Reason, ...], mirror: World
) -> None:
    query = DossierQuery(order=order, reasons=reasons)
    shown = dict.fromkeys(("name", "updated"), 1)
    whole = await mirror.objects.find(conditions(scope, query), sort=order.sort, projection=shown)
    last = whole[len(whole) // 2] if whole else {"_id": 5, "name": "a", "updated": 5}
    place = (last[order.field], last["_id"])
    plan = await mirror.objects.explain(conditions(scope, query, place), sort=order.sort, limit=20)
    told, theirs = str(plan["queryPlanner"]["winningPlan"]), 0 if scope.everybody else len(owned(scope))
    for alternative in owned(scope):
        theirs += await mirror.objects.count(alternative)
    assert "COLLSCAN" not in told
    assert "IXSCAN" in told or "IDHACK" in told or "EXPRESS" in told
    if 0 < len(owned(scope)) < 3:  # who has several roles may be answered by walking along all numbers
        assert plan["executionStats"]["totalDocsExamined"] <= theirs, "nothing beyond the scope is read"
    elif scope.everybody and not reasons:
        assert plan["executionStats"]["totalDocsExamined"] <= 25
        assert "'SORT'" not in told


@pytest.mark.parametrize(
    "scope", [Scope(everybody=True), Scope(departments=("38", "73")), Scope(offices=(301,))]
)
async def test_words_are_looked_for_in_an_index(scope: Scope, mirror: World) -> None:
    query = DossierQuery(words=("atelier",))
    where, hint = conditions(scope, query), hint_for(scope, query)
    plan = await mirror.objects.explain(where, sort=query.order.sort, limit=20, hint=hint)
    found = await mirror.objects.count({"name": {"$regex": "atelier"}})
    assert plan["executionStats"]["totalDocsExamined"] <= found


@pytest.mark.parametrize(
    ("sort", "scope"),
    [("NAME", REGION), *((sort, of("DEPARTMENT_AGENCY", "38")) for sort in ("NUMBER", "NAME", "UPDATED"))],
)
async def test_each_order_is_paged_without_gap_or_repetition(sort: str, scope: Caller, mirror: World) -> None:
    order = DossierOrder[sort]
    where = {"department": "38"} if scope is not REGION else {}
    kept = await mirror.objects.find({"codes": {"$ne": "NOT_AN_OFFER"}, **where}, sort=order.sort)
    assert await numbers(mirror, scope, sort=sort) == [one["_id"] for one in kept]
    assert len(kept) > 25


async def test_dossiers_are_found_by_family_commune_time_and_whether_they_are_public(mirror: World) -> None:
    kept = [one async for one in mirror.objects.scan({"codes": {"$ne": "NOT_AN_OFFER"}}, sort=(("_id", 1),))]
    assert await numbers(mirror, REGION, families="[BIEN_ETRE, OENOTOURISME]") == [
        one["_id"] for one in kept if {"BIEN_ETRE", "OENOTOURISME"} & set(one["families"])
    ]
    insee = kept[3]["insee"]
    assert await numbers(mirror, REGION, insee=f'["{insee}"]') == [
        one["_id"] for one in kept if one["insee"] == insee
    ]
    middle = sorted(one["updated"] for one in kept)[len(kept) // 2]
    since = datetime.fromtimestamp(middle / 1000, UTC).isoformat()
    late = [one["_id"] for one in kept if one["updated"] >= middle]
    assert await numbers(mirror, REGION, updatedSince=f'"{since}"') == late
    hidden = [one["_id"] for one in kept if not one["public"]]
    assert await numbers(mirror, REGION, isPublic="false") == hidden
    assert await numbers(mirror, REGION, stages="[REVIEWED]") == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("(first: 0)", "INVALID_ARGUMENT"),
        ("(first: 101)", "LIMIT_FIRST"),
        ('(after: "x")', "INVALID_CURSOR"),
        ('(offer: "x")', "INVALID_ID"),
        ('(offer: "T2ZmZXI6NQ", apidaeId: 5)', "INVALID_ARGUMENT"),
        (f'(text: "{"x" * 500}")', "INVALID_ARGUMENT"),
        ('(updatedSince: "2026-06-01T00:00:00")', "INVALID_ARGUMENT"),
        (f"(sort: NAME, after: {CURSOR})", "INVALID_CURSOR"),
        ("(insee: [" + '"38185", ' * 101 + "])", "LIMIT_ITEMS"),
    ],
)
async def test_wrong_arguments_are_named(arguments: str, code: str, mirror: World) -> None:
    scope = RequestScope(mirror.opened, (), caller=REGION)
    query = f"{{ viewer {{ dossiers{arguments} {{ totalCount }} }} }}"
    result = await mirror.schema.execute(query, context_value=scope)
    assert result.errors
    assert result.errors[0].original_error.code == code  # type: ignore[union-attr]
