"""Partner keys: what their file may hold, and which origins a key works from."""

import json

import pytest

from gateway.embed.partners import read_partners
from gateway.settings import SettingsError

GOOD = {"key": "pk_office", "name": "Office", "origins": ["https://www.office.example", "http://[::1]:8080"]}


def written(tmp_path, content):
    path = tmp_path / "partners.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def test_without_a_file_the_demo_key_works_from_any_loopback_origin_and_no_other():
    demo = read_partners("").find("pk_demo")
    for origin in ("http://127.0.0.1:3000", "http://localhost", "https://localhost:8443", "http://[::1]:1"):
        assert demo.allows(origin), origin
    for origin in (
        "https://office.example",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil",
        "null",
        "",
    ):
        assert not demo.allows(origin), origin


def test_with_a_file_the_demo_key_is_unknown(tmp_path):
    partners = read_partners(written(tmp_path, [GOOD]))
    assert partners.find("pk_demo") is None
    assert partners.example() == ""


def test_an_origin_is_compared_exactly(tmp_path):
    office = read_partners(written(tmp_path, [GOOD])).find("pk_office")
    assert office.allows("https://www.office.example")
    for origin in ("http://www.office.example", "https://office.example", "https://www.office.example:444"):
        assert not office.allows(origin), origin
    assert office.ancestors() == "https://www.office.example http://[::1]:8080"


def test_no_origins_means_none(tmp_path):
    office = read_partners(written(tmp_path, [GOOD | {"origins": []}])).find("pk_office")
    assert not office.allows("https://www.office.example")
    assert office.ancestors() == "'none'"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is not JSON"),
        ({}, "must be a JSON list"),
        (["x"], "Entry 1"),
        ([GOOD | {"more": 1}], "nothing else"),
        ([GOOD | {"key": "sk_secret"}], "pk_"),
        ([GOOD | {"name": " "}], "no name"),
        ([GOOD | {"origins": "https://a.example"}], "list of origins"),
        ([GOOD | {"origins": [1]}], "list of origins"),
        ([GOOD | {"origins": ["https://a.example/"]}], "has an origin"),
        ([GOOD | {"origins": ["https://*.example"]}], "has an origin"),
        ([GOOD | {"origins": ["https://a.example 'unsafe-inline'"]}], "has an origin"),
        ([GOOD, GOOD], "twice"),
    ],
)
def test_a_wrong_file_stops_the_start_with_a_sentence(tmp_path, content, told):
    with pytest.raises(SettingsError, match=told):
        read_partners(written(tmp_path, content))


def test_a_file_that_is_away_stops_the_start(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        read_partners(str(tmp_path / "none.json"))
