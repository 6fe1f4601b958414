"""The source in the graph: fields, arguments that are refused, links, entities, languages."""

from __future__ import annotations

from typing import Any

import pytest
from apidae_bench import Bench, Emu
from graphql import is_specified_scalar_type

from gateway.errors import LimitExceeded
from gateway.execution.documents import Limits
from gateway.execution.runner import Operation, Runner
from gateway.graph.compose import ComposedSchema
from gateway.graph.ids import encode_id
from sources.apidae.links import commune_offers
from sources.apidae.types.place import Commune, Department

LIST = "list-objets-touristiques"
BUILT_IN = {"Date", "DateTime"}

ISSUE_QUERY = """query($first: Int!) { offers(first: $first) { totalCount edges { node {
  id name { value } families { key }
  commitment { environment { level } localEconomy { level } social { level } }
  place { commune { name insee department { code name } } }
} } } }"""

EVERYTHING = """{ offers(first: 100) { edges { cursor node {
  __typename id slug apidaeId type availableLocales spokenLanguages isFree priceFrom bookingUrl updatedAt
  name { value locale isFallback } summary { value } description { value } priceText { value }
  families { key label { value } } provider { kind name } managedBy { name }
  place { point address postcode territories { apidaeId name { value } } access { value } commune { id name } }
  opening { text { value } isUnknown } tariffs { label { value } min max currency }
  contact { phone email website links { kind url } }
  commitment { basis policyVersion statement { value } environment { axis level wording { value } } }
  encounter { kind actors } distinctions { name { value } basis }
  accessibility { impairments { impairment basis } text { value } }
  pictures(first: 2) { totalCount edges { node { url(width: 200) credit licence licenceText alt } } }
  source { system objectId updatedAt fetchedAt stale }
  ... on Excursion { distanceKm climbM }
} } } }"""


@pytest.mark.parametrize("first", [1, 50, 100])
async def test_the_question_of_the_product_costs_one_call_and_none_again(
    first: int, bench: Bench, whole: Emu
) -> None:
    whole.calls()
    data = await bench.data(ISSUE_QUERY, first=first)
    assert len(data["offers"]["edges"]) == first
    assert whole.calls() == {LIST: 1}
    assert await bench.data(ISSUE_QUERY, first=first) == data
    assert whole.calls() == {}


async def test_every_field_answers_for_a_hundred_offers(bench: Bench) -> None:
    edges = (await bench.data(EVERYTHING))["offers"]["edges"]
    nodes = [edge["node"] for edge in edges]
    assert {node["__typename"] for node in nodes} == {"Activity", "Visit", "Excursion", "Event"}
    for field in ("summary", "provider", "managedBy", "bookingUrl", "priceFrom", "priceText", "isFree"):
        assert any(node[field] is not None for node in nodes), field
    for field in ("tariffs", "distinctions", "families", "spokenLanguages"):
        assert any(node[field] for node in nodes), field
    shown = str(nodes)
    assert "\r" not in shown
    assert "signalement@" not in shown
    assert not any("label" in node["commitment"]["statement"]["value"].lower() for node in nodes)


async def test_an_offer_is_found_by_each_of_its_three_names(bench: Bench) -> None:
    data = await bench.data("{ offers(first: 1) { edges { node { id slug apidaeId } } } }")
    node = data["offers"]["edges"][0]["node"]
    query = "query($id: ID, $slug: String, $n: Int) { offer(id: $id, slug: $slug, apidaeId: $n) { id } }"
    old_slug = f"ancien-nom-{node['apidaeId']}"
    for given in ({"id": node["id"]}, {"slug": node["slug"]}, {"slug": old_slug}, {"n": node["apidaeId"]}):
        assert (await bench.data(query, **given))["offer"] == {"id": node["id"]}


@pytest.mark.parametrize(
    "arguments",
    ["apidaeId: 31415", "apidaeId: -1", "apidaeId: 0", 'slug: "nothing"', 'slug: "x-31415"', 'slug: ""'],
)
async def test_what_does_not_exist_is_null(arguments: str, bench: Bench) -> None:
    assert await bench.data(f"{{ offer({arguments}) {{ id }} }}") == {"offer": None}


async def test_what_is_hidden_looks_like_what_does_not_exist(bench: Bench, whole: Emu) -> None:
    hidden = whole.hidden()
    assert len(hidden) > 100
    for number in hidden[:5]:
        query = (
            f'{{ offer(apidaeId: {number}) {{ id }} node(id: "{encode_id("Offer", str(number))}") {{ id }} }}'
        )
        answer = await bench.ask(query)
        assert answer.data["offer"] is None
        unknown = await bench.ask(
            query.replace(str(number), "31415").replace(
                encode_id("Offer", str(number)), encode_id("Offer", "31415")
            )
        )
        assert (answer.data, answer.codes) == (unknown.data, unknown.codes)


NEAR = "filter: {near: {from: %s, km: %s}}"


@pytest.mark.parametrize(
    ("arguments", "code", "argument"),
    [
        ("first: 0", "INVALID_ARGUMENT", "first"),
        ("first: 101", "LIMIT_FIRST", None),
        ('after: "x"', "INVALID_CURSOR", "after"),
        ('filter: {departments: ["75"]}', "INVALID_ARGUMENT", "filter.departments"),
        ('filter: {insee: ["38000x"]}', "INVALID_ARGUMENT", "filter.insee"),
        (f"filter: {{insee: {['38185'] * 101}}}".replace("'", '"'), "LIMIT_ITEMS", None),
        ("filter: {minLevel: {environment: 4}}", "INVALID_ARGUMENT", "filter.minLevel"),
        ("filter: {minLevel: {social: 0}}", "INVALID_ARGUMENT", "filter.minLevel"),
        (f'filter: {{text: "{"x" * 201}"}}', "INVALID_ARGUMENT", "filter.text"),
        (NEAR % ("{point: {lon: 5.7, lat: 45.1}}", "0"), "INVALID_ARGUMENT", "filter.near.km"),
        (NEAR % ("{point: {lon: 5.7, lat: 45.1}}", "200.5"), "INVALID_ARGUMENT", "filter.near.km"),
        (NEAR % ("{point: {lon: 45.1, lat: 5.7}}", "10"), "INVALID_ARGUMENT", "filter.near.from.point"),
        (NEAR % ("{point: {lon: 45.18, lat: 185.72}}", "10"), "INVALID_ARGUMENT", "filter.near.from.point"),
        (NEAR % ("{}", "10"), "INVALID_ARGUMENT", "filter.near.from"),
        (
            NEAR % ('{insee: "38185", point: {lon: 5.7, lat: 45.1}}', "10"),
            "INVALID_ARGUMENT",
            "filter.near.from",
        ),
        (NEAR % ('{insee: "grenoble"}', "10"), "INVALID_ARGUMENT", "filter.near.from.insee"),
        (NEAR % ('{insee: "97101"}', "10"), "INVALID_ARGUMENT", "filter.near.from.insee"),
        ("sort: NEAREST", "INVALID_ARGUMENT", "sort"),
        ("sort: RELEVANCE", "INVALID_ARGUMENT", "sort"),
        ('sort: NAME, seed: "x"', "INVALID_ARGUMENT", "seed"),
        ('sort: RANDOM, seed: ""', "INVALID_ARGUMENT", "seed"),
    ],
)
async def test_wrong_arguments_are_named(
    arguments: str, code: str, argument: str | None, bench: Bench
) -> None:
    answer = await bench.ask(f"{{ offers({arguments}) {{ totalCount }} }}")
    assert answer.codes == [code]
    assert answer.errors[0].original_error.extensions().get("argument") == argument


async def test_a_swapped_point_comes_with_the_right_one(bench: Bench) -> None:
    answer = await bench.ask(
        f"{{ offers({NEAR % ('{point: {lon: 45.1, lat: 5.7}}', '10')}) {{ totalCount }} }}"
    )
    assert answer.errors[0].original_error.hint == "Did you mean lon: 5.7, lat: 45.1?"


@pytest.mark.parametrize("arguments", ["", 'id: "T2ZmZXI6MQ", apidaeId: 1', 'slug: "a-1", apidaeId: 1'])
async def test_an_offer_wants_exactly_one_name(arguments: str, bench: Bench) -> None:
    call = f"offer({arguments})" if arguments else "offer"
    assert (await bench.ask(f"{{ {call} {{ id }} }}")).codes == ["INVALID_ARGUMENT"]


async def test_filters_narrow_and_empty_parts_do_not(bench: Bench) -> None:
    async def total(arguments: str) -> int:
        return int((await bench.data(f"{{ offers{arguments} {{ totalCount }} }}"))["offers"]["totalCount"])

    everything = await total("")
    for empty in (
        '{text: "  "}',
        '{text: "?!"}',
        "{families: {any: []}}",
        "{types: [], insee: [], departments: []}",
    ):
        assert await total(f"(filter: {empty})") == everything
    for narrow in (
        '{text: "poterie"}',
        "{families: {any: [OENOTOURISME]}}",
        "{types: [EVENT]}",
        '{departments: ["38"]}',
        '{openOn: "2026-07-04"}',
        "{minLevel: {environment: 3, social: 2}}",
        '{near: {from: {insee: "38185"}, km: 40}}',
    ):
        assert 0 < await total(f"(filter: {narrow})") < everything, narrow
    assert await total('(filter: {insee: ["69123"], departments: ["38"]})') == 0


async def test_a_random_list_goes_on_with_its_cursor_alone(bench: Bench) -> None:
    query = """query($after: String, $seed: String) { offers(sort: RANDOM, first: 5, after: $after, seed: $seed)
        { pageInfo { endCursor hasPreviousPage } edges { node { id } } } }"""
    one = (await bench.data(query))["offers"]
    two = (await bench.data(query, after=one["pageInfo"]["endCursor"]))["offers"]
    assert not {edge["node"]["id"] for edge in one["edges"]} & {edge["node"]["id"] for edge in two["edges"]}
    assert two["pageInfo"]["hasPreviousPage"]
    other = await bench.ask(query, after=one["pageInfo"]["endCursor"], seed="another")
    assert other.codes == ["INVALID_ARGUMENT"]


async def test_texts_come_in_the_wanted_language_and_flag_fallbacks(bench: Bench) -> None:
    query = "{ offers(first: 100) { edges { node { availableLocales name { locale isFallback } } } } }"
    answer = await bench.ask(query, locales=("de-AT",))
    for edge in answer.data["offers"]["edges"]:
        name = edge["node"]["name"]
        assert name["isFallback"] == (name["locale"] != "de")
    assert {edge["node"]["name"]["locale"] for edge in answer.data["offers"]["edges"]} == {"fr", "de"}


async def test_stale_answers_are_told(own: Bench, small: Emu) -> None:
    query = "{ offers(first: 3) { edges { node { source { stale } } } } }"
    assert not (await own.ask(query)).scope.stale
    own.clock.advance(600)
    small.fault("status", value=503)
    answer = await own.ask(query)
    assert answer.scope.stale == {"apidae"}
    assert [edge["node"]["source"]["stale"] for edge in answer.data["offers"]["edges"]] == [True] * 3


async def test_a_stopped_apidae_costs_its_fields_and_health_says_so(own: Bench, small: Emu) -> None:
    small.server.stop()
    try:
        answer = await own.ask("{ offers { totalCount } families { key } }")
        assert answer.data["offers"] is None
        assert len(answer.data["families"]) == 5
        assert answer.codes == ["SOURCE_UNAVAILABLE"]
        assert (await own.ask("{ offer(apidaeId: 5000002) { id } }")).codes == ["SOURCE_UNAVAILABLE"]
        source = own.opened.by_name["apidae"].source
        with pytest.raises(Exception, match="cannot be reached"):
            await source.health(own.opened.job_context(own.opened.by_name["apidae"]))
    finally:
        small.server.start()


async def test_health_is_one_small_question(bench: Bench, whole: Emu) -> None:
    whole.calls()
    source = bench.opened.by_name["apidae"]
    await source.source.health(bench.opened.job_context(source))
    assert whole.calls() == {"list-identifiants": 1}


async def test_a_wrong_key_is_told_without_the_key(
    small: Emu, open_bench: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_bench(small, APIDAE_API_KEY="canary-key-4711") as bench:
        answer = await bench.ask("{ offers { totalCount } }")
        assert answer.codes == ["SOURCE_MISCONFIGURED"]
        told = f"{answer.errors} {[repr(e.original_error) for e in answer.errors]} {caplog.text}"
        assert "canary-key-4711" not in told


# ---- communes -----------------------------------------------------------


async def test_communes_are_found_by_id_in_one_call_and_only_in_the_region(bench: Bench, whole: Emu) -> None:
    codes = ["38185", "69123", "63113", "75056", "39300", "99999"]
    ids = ", ".join(f'"{encode_id("Commune", code)}"' for code in codes)
    whole.calls()
    answer = await bench.ask(
        f"{{ nodes(ids: [{ids}]) {{ ... on Commune {{ insee name department {{ name }} }} }} }}"
    )
    assert answer.data["nodes"][:3] == [
        {"insee": "38185", "name": "Grenoble", "department": {"name": "Isère"}},
        {"insee": "69123", "name": "Lyon", "department": {"name": "Rhône"}},
        {"insee": "63113", "name": "Clermont-Ferrand", "department": {"name": "Puy-de-Dôme"}},
    ]
    assert answer.data["nodes"][3:] == [None] * 3
    assert whole.calls() == {}, "the table of places knows them"


COMMUNES = """{ offers(first: 20) { edges { node { id place { commune { insee
  offers(first: 2) { totalCount pageInfo { endCursor hasNextPage } edges { node { id } } } } } } } } }"""


async def test_offers_of_a_level_of_communes_are_one_call(bench: Bench, whole: Emu) -> None:
    whole.calls()
    edges = (await bench.data(COMMUNES))["offers"]["edges"]
    assert whole.calls() == {LIST: 2}
    for edge in edges:
        offers = edge["node"]["place"]["commune"]["offers"]
        assert offers["totalCount"] >= 1
        assert len(offers["edges"]) == min(2, offers["totalCount"])


async def test_the_page_of_a_commune_goes_on_like_a_list_of_its_own(bench: Bench) -> None:
    edges = (await bench.data(COMMUNES))["offers"]["edges"]
    communes = {edge["node"]["place"]["commune"]["insee"]: edge["node"]["place"]["commune"] for edge in edges}
    insee, commune = next(
        (code, one) for code, one in communes.items() if one["offers"]["pageInfo"]["hasNextPage"]
    )
    query = "query($a: String, $f: OfferFilter) { offers(filter: $f, first: 100, after: $a) { edges { node { id } } } }"
    whole_list = (await bench.data(query, f={"insee": [insee]}))["offers"]["edges"]
    rest = (await bench.data(query, f={"insee": [insee]}, a=commune["offers"]["pageInfo"]["endCursor"]))[
        "offers"
    ]
    assert commune["offers"]["edges"] + rest["edges"] == whole_list


async def test_too_many_communes_with_too_many_offers_are_refused(bench: Bench, whole: Emu) -> None:
    codes = sorted({one["localisation"]["adresse"]["commune"]["code"] for one in whole.visible()})
    parents = [
        Commune(key=code, insee=code, name=code, department=Department(code="38", name="Isère"))
        for code in codes
    ]
    ctx = bench.scope().context(bench.opened.by_name["apidae"])
    with pytest.raises(LimitExceeded):
        await commune_offers.batch(parents, ctx, first=2)
    few = await commune_offers.batch(parents[:3], ctx, first=2)
    assert len(few) == 3


async def test_of_few_communes_with_many_offers_each_is_asked_on_its_own(
    bench: Bench, whole: Emu, monkeypatch: pytest.MonkeyPatch
) -> None:
    edges = (await bench.data(COMMUNES))["offers"]["edges"]
    codes = sorted({edge["node"]["place"]["commune"]["insee"] for edge in edges})[:5]
    parents = [
        Commune(key=code, insee=code, name=code, department=Department(code="38", name="Isère"))
        for code in codes
    ]
    ctx = bench.scope().context(bench.opened.by_name["apidae"])
    together = await commune_offers.batch(parents, ctx, first=2)

    async def too_many(*_: Any) -> None:
        return None

    monkeypatch.setattr(type(bench.runtime.catalogue), "search_by", too_many)
    whole.calls()
    alone = await commune_offers.batch(parents, ctx, first=2)
    assert whole.calls() == {LIST: 5}
    for one, other in zip(together, alone, strict=True):
        assert [edge.node.key for edge in one.edges] == [edge.node.key for edge in other.edges]
        assert [edge.cursor for edge in one.edges] == [edge.cursor for edge in other.edges]
        assert one.total_count == other.total_count


# ---- the schema ---------------------------------------------------------


def test_everything_a_frontend_sees_is_described(schema: ComposedSchema) -> None:
    core = schema._schema
    bare = []
    for name, kind in core.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        parts = [(name, kind)]
        fields = getattr(kind, "fields", {}) or getattr(kind, "values", {})
        for field_name, field in fields.items():
            parts.append((f"{name}.{field_name}", field))
            arguments = getattr(field, "args", {})
            parts += [(f"{name}.{field_name}({argument})", arguments[argument]) for argument in arguments]
        bare += [path for path, part in parts if not part.description]
    allowed = {path for path in bare if path.startswith("Query.node") or path in BUILT_IN}
    assert set(bare) - allowed == set()


async def test_both_executors_answer_alike(bench: Bench) -> None:
    limits = Limits(cost=100_000)
    answers = []
    for compiled in (True, False):
        runner = Runner(bench.schema, limits, compiled=compiled)
        answer = await runner.run(Operation(EVERYTHING), bench.scope("de", "fr"))
        assert answer.faults == ()
        answers.append(answer.data)
    assert answers[0] == answers[1]
