"""The example operations: how their files are read, and that they fit the graph."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from gateway.console.examples import FOLDER, examples_today, parse_example, read_examples

SCHEMA = Path(__file__).parents[3] / "schema.graphql"
TEXT = """# Around me
# Near, and open.
# variables: {"day": "<saturday>"}
query AroundMe($day: Date!) {
  offers(openOn: $day) { totalCount } # variables: stay
}
"""


def test_a_file_gives_title_description_query_and_variables():
    example = parse_example("1-around-me", TEXT)
    assert (example.key, example.title, example.description) == ("around-me", "Around me", "Near, and open.")
    assert example.variables == '{\n  "day": "<saturday>"\n}'
    assert example.query.splitlines()[:3] == [
        "# Around me",
        "# Near, and open.",
        "query AroundMe($day: Date!) {",
    ]
    assert "# variables: stay" in example.query


def test_a_file_without_a_title_is_refused_by_name():
    with pytest.raises(ValueError, match="3-nameless does not begin with a comment"):
        parse_example("3-nameless", "query A { a }")


@pytest.mark.parametrize(
    ("day", "saturday"),
    [("2026-07-01", "2026-07-04"), ("2026-07-04", "2026-07-04"), ("2026-07-05", "2026-07-11")],
)
def test_a_date_stands_for_the_next_saturday(day, saturday):
    assert saturday in parse_example("1-a", TEXT).on(date.fromisoformat(day)).variables


def test_the_day_is_that_of_france():
    late = datetime(2026, 7, 4, 22, 30, tzinfo=UTC)  # Sunday already in Paris
    assert "2026-07-11" in examples_today(late)[0].variables


def test_the_console_has_its_examples():
    assert [example.title for example in read_examples()] == [
        "Around me this weekend",
        "One offer in full",
        "Stories of scouts",
        "Posts of the region",
        "Where does it come from?",
        "The path of an offer",
    ]


@pytest.mark.parametrize("example", read_examples(), ids=lambda example: example.key)
def test_each_example_is_one_named_operation_and_fits_the_graph(example):
    document = parse(example.query)
    assert [bool(definition.name) for definition in document.definitions] == [True]
    if not SCHEMA.exists():
        pytest.skip("schema.graphql has not been written yet")
    assert validate(build_schema(SCHEMA.read_text("utf-8")), document) == []


def test_every_file_of_the_folder_is_read():
    assert len(read_examples()) == len(list(FOLDER.iterdir()))
