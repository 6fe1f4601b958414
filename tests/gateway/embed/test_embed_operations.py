"""The widget's own documents fit the schema; parameters become variables or a clear refusal."""

from pathlib import Path

import pytest
from graphql import build_schema, get_operation_ast, get_variable_values, parse, validate

from gateway.embed.operations import DESCRIBED, FOLDER, OPERATIONS, wanted_language
from gateway.embed.scoping import FACTS
from gateway.http.problem import Problem

SCHEMA = build_schema((Path(__file__).parents[3] / "schema.graphql").read_text("utf-8"))
SAMPLES = {
    "offers": {
        "near": "38185",
        "km": "30",
        "families": "PLEIN_AIR,BIEN_ETRE",
        "departments": "38,73",
        "limit": "6",
    },
    "offer": {"slug": "tresser-un-panier-avec-suzanne-5000066"},
    "map": {"near": "38185", "limit": "60"},
    "stories": {"near": "2A004", "limit": "3", "posts": "yes"},
}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_each_document_and_its_variables_fit_the_schema(name):
    document = parse(OPERATIONS[name].document())
    assert validate(SCHEMA, document) == []
    chosen = get_operation_ast(document)
    variables = OPERATIONS[name].variables(SAMPLES[name])
    assert not isinstance(get_variable_values(SCHEMA, chosen.variable_definitions, variables), list)


@pytest.mark.parametrize("operation", [*DESCRIBED.values(), *FACTS.values()])
def test_what_only_the_gateway_asks_fits_the_schema(operation):
    assert validate(SCHEMA, parse(operation.document())) == []


def test_every_file_of_the_folder_is_used():
    used = {
        name
        for operation in (*OPERATIONS.values(), *FACTS.values(), *DESCRIBED.values())
        for name in operation.documents
    }
    assert used == {path.stem for path in FOLDER.iterdir()}


def test_parameters_become_a_filter():
    assert OPERATIONS["offers"].variables(SAMPLES["offers"]) == {
        "filter": {
            "near": {"from": {"insee": "38185"}, "km": 30.0},
            "families": {"any": ["BIEN_ETRE", "PLEIN_AIR"]},
            "departments": ["38", "73"],
        },
        "limit": 6,
    }


def test_empty_parameters_do_not_restrict():
    assert OPERATIONS["offers"].variables({"near": "", "families": "", "limit": ""}) == {
        "filter": {},
        "limit": 6,
    }


@pytest.mark.parametrize(
    ("operation", "parameters", "named"),
    [
        ("offers", {"query": "{ sources { name } }"}, "query"),
        ("offers", {"near": "Grenoble"}, "near"),
        ("offers", {"near": "38185", "km": "0"}, "km"),
        ("offers", {"near": "38185", "km": "1e9"}, "km"),
        ("offers", {"limit": "13"}, "limit"),
        ("offers", {"limit": "²"}, "limit"),
        ("map", {"limit": "61"}, "limit"),
        ("stories", {"posts": "all"}, "posts"),
        ("offers", {"families": '{"$gt":""}'}, "families"),
        ("offers", {"departments": ",".join(f"{number:02}" for number in range(20))}, "departments"),
        ("offer", {}, "id"),
        ("offer", {"id": "a", "slug": "b"}, "id"),
        ("stories", {"km": "3"}, "km"),
    ],
)
def test_a_wrong_parameter_is_named(operation, parameters, named):
    with pytest.raises(Problem) as told:
        OPERATIONS[operation].variables(parameters)
    assert (told.value.status, told.value.code) == (400, "INVALID_VARIABLES")
    assert f"'{named}'" in told.value.message


def test_a_language_is_a_tag():
    assert wanted_language({"lang": "de-AT"}) == ("de-AT",)
    assert wanted_language({}) == ()
    with pytest.raises(Problem, match="language tag"):
        wanted_language({"lang": "fr; q=1"})
