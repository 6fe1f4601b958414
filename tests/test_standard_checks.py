"""The standard tests find what they are there for: sources with one flaw each, made from the template."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import strawberry
from pydantic import Field, SecretStr, field_validator

from gateway.commands.new_source import write
from gateway.errors import SourceInvalid
from gateway.graph.compose import compose
from gateway.registry import find_sources
from gateway.source import Happening, Sample, SourceSettings, root_field, subscription
from gateway.testing.standard.asking import Asking
from gateway.testing.standard.composed import careless_fields, undescribed
from gateway.testing.standard.damage import DAMAGES, damaged, misread, paths_of
from gateway.testing.standard.declared import unhelpful_settings, unnamed
from gateway.testing.standard.filling import is_empty
from gateway.testing.standard.plans import Plan, records_in
from gateway.testing.standard.snapshots import steady
from tests.gateway.tiny import farm_source, tale_source, tiny_source

ROOT = Path(__file__).parents[1]

FLAWS = {
    "chatty": (
        "links.py",
        "    found = await ctx.runtime.about([parent.key for parent in parents])\n",
        "    found = {}\n    for one in parents:\n        found |= await ctx.runtime.about([one.key])\n",
        ["test_13_links_are_batched"],
    ),
    "forgetful": (
        "client.py",
        "        return await self._pages.get((start, count), read)\n",
        "        return Cached(await read(), None, False, 0)\n",
        ["test_09_equal_questions_at_once_cost_one"],
    ),
    "trusting": (
        "mapping.py",
        '        text=_text(record.get("text")),\n',
        '        text=record["text"],\n',
        [
            "test_07_a_damaged_record_costs_only_itself",
            "test_07_damaged_samples_give_an_object_or_source_invalid",
        ],
    ),
    "silent": (
        "query.py",
        '        ctx.request.stale.add("silent")\n',
        "        pass\n",
        ["test_10_an_older_copy_is_given_and_marked_while_the_upstream_is_down"],
    ),
    "loud": (
        "source.py",
        "    client = Client(",
        '    import logging\n    logging.getLogger("x").warning("opened with %s", key)\n    client = Client(',
        ["test_11_no_secret_and_no_words_of_the_upstream_get_out"],
    ),
    "clinging": (
        "source.py",
        "    client = Client(",
        '    opened = __import__("socket").socket()\n    LEFT.append(opened)\n    client = Client(',
        ["test_03_closing_leaves_no_task_and_no_descriptor"],
    ),
    "confused": (
        "query.py",
        "    return {key: one if isinstance(one, GatewayError) else given(ctx, one) for key, one in found.items()}",
        "    return {key: given(ctx, one) for key, one in zip(keys, reversed(found.values()))}",
        ["test_05_entities_load_by_key"],
    ),
    "greedy": (
        "query.py",
        "    check_first(first)\n",
        "",
        ["test_04_pages_are_capped"],
    ),
}
"""Source -> file, what is replaced, by what, and the standard tests that must fail for it."""


SOUND = "trails"
"""A source as it was written, beside the others: all its tests pass."""

ONCE = {"test_08": [], "test_11": ["chatty", "loud"], "test_12": ["chatty"]}
"""Dear standard tests, and the flawed sources that are asked them: in all folders they would find the same."""

CHOSEN = " and ".join(f"({' or '.join([SOUND, *names])} or not {test})" for test, names in ONCE.items())


@pytest.mark.timeout(200)
def test_a_new_source_passes_all_tests_and_each_flaw_fails_its_own_and_no_other(
    tmp_path: Path, mongo_uri: str
) -> None:
    known = find_sources()
    write(SOUND, tmp_path, known)
    for name, (file, old, new, _) in FLAWS.items():
        write(name, tmp_path, known)
        flawed = tmp_path / name / file
        text = flawed.read_text()
        assert text.count(old) == 1, name
        flawed.write_text(text.replace(old, new) + "\n\nLEFT: list[object] = []\n")
    environ = {name: value for name, value in os.environ.items() if name not in {"CI", "UPDATE_SNAPSHOTS"}}
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rpf", "-p", "no:cacheprovider", "-k", CHOSEN, "--tb=no"]
        + [str(tmp_path / name) for name in (SOUND, *FLAWS)],
        cwd=ROOT,
        env={**environ, "TEST_MONGODB_URI": mongo_uri},
        capture_output=True,
        text=True,
        check=False,
    )
    expected = sorted(f"{name}::{test}" for name, flaw in FLAWS.items() for test in flaw[3])
    assert _told(tested.stdout, "FAILED") == expected
    passed = [one for one in _told(tested.stdout, "PASSED") if one.startswith(f"{SOUND}::")]
    assert len(passed) == 19
    assert (tmp_path / SOUND / "tests/snapshots/trailsItems.json").is_file()


def _told(output: str, result: str) -> list[str]:
    """`source::test` of the tests with this result."""
    lines = [line.split(" ")[1] for line in output.splitlines() if line.startswith(result)]
    return sorted(f"{one.split('/')[-1][5:].split('.py')[0]}::{one.split('::')[-1]}" for one in lines)


class Careless(SourceSettings):
    """Settings with a mistake each."""

    api_key: str = Field("k", description="A key.")
    page_token: SecretStr = SecretStr("t")
    limit: int = Field(3, description="A number.")
    place: str = Field(description="A place.")

    @field_validator("limit", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        if not isinstance(value, int):
            raise ValueError(f"{value} is no number")  # noqa: TRY004  # pydantic wants this one
        return value


def test_settings_without_help_with_open_secrets_or_with_values_in_messages_are_found() -> None:
    source = tiny_source("careless")
    object.__setattr__(source, "settings", Careless)
    assert list(unhelpful_settings(source, {"CARELESS_PLACE": "x"})) == [
        "CARELESS_API_KEY sounds like a secret and is no SecretStr",
        "CARELESS_PAGE_TOKEN has no description",
        "the message about CARELESS_LIMIT shows its value",
    ]


def test_a_source_in_another_folder_or_without_an_owner_is_found() -> None:
    source = tiny_source("careless")
    object.__setattr__(source, "owner", " ")
    assert list(unnamed(source)) == [
        "the source careless lives in the folder gateway",
        "the source has no owner",
    ]


@strawberry.input
class Wish:
    cows: int = 0


@root_field(description="Cattle.", cost=0)
async def cattle(ctx: object, wish: Wish | None = None) -> int | None:
    return None


@subscription(description="Cattle as they are seen.")
async def cattle_seen(ctx: object, wish: Wish | None = None) -> AsyncIterator[Happening[int]]:
    yield Happening(1)


def test_fields_that_cost_nothing_and_parts_without_description_are_found() -> None:
    farm = farm_source()
    object.__setattr__(farm, "fields", (*farm.fields, cattle))
    object.__setattr__(farm, "subscriptions", (cattle_seen,))
    sources = [farm, tale_source()]
    asking = Asking(compose(sources)._schema, sources, farm, {})
    assert list(careless_fields(asking)) == ["cattle costs 0"]
    assert list(undescribed(asking)) == [
        "cattle(wish:) has no description",
        "cattleSeen(wish:) has no description",
        "the type Wish has no description",
        "Wish.cows has no description",
    ]


def test_samples_that_raise_anything_but_source_invalid_are_found() -> None:
    def strict(record: dict[str, str]) -> str:
        try:
            return record["name"].upper()
        except KeyError:
            raise SourceInvalid from None

    sample = Sample(name="farm", raw=lambda: [{"name": "a"}], read=strict)
    problems = list(misread([sample]))
    assert "farm: name null raises AttributeError: 'NoneType' object has no attribute 'upper'" in problems
    assert not any(problem.startswith(("farm: name removed", "farm: name emoji")) for problem in problems)
    unread = Sample(name="farm", raw=lambda: [{}], read=lambda _: None)
    assert list(misread([unread])) == ["farm: not every sample gives an object"]


def test_damages_reach_every_leaf_once() -> None:
    document = {"a": {"b": [{"c": 1}, {"c": 2}]}, "d": None}
    assert list(paths_of(document)) == [("a",), ("a", "b"), ("a", "b", 0), ("a", "b", 0, "c"), ("d",)]
    assert damaged(document, ("a", "b", 0, "c"), "removed") == {"a": {"b": [{}, {"c": 2}]}, "d": None}
    assert damaged(document, ("d",), "emoji")["d"] == DAMAGES["emoji"]
    assert document == {"a": {"b": [{"c": 1}, {"c": 2}]}, "d": None}


def test_each_record_of_an_answer_is_damaged_at_one_place() -> None:
    body = {"total": 2, "found": {"items": [{"a": 1}, {"a": 2}], "more": [{"x": 1}]}}
    assert records_in(body) == [{"a": 1}, {"a": 2}]
    assert records_in({"a": 1}) == [{"a": 1}]
    plan = Plan(0)
    changed = plan.change(body)
    assert plan.done == {0: "a removed", 1: "a null"}
    assert changed == {"total": 2, "found": {"items": [{}, {"a": None}], "more": [{"x": 1}]}}


@pytest.mark.parametrize("value", [None, [], {"edges": []}, {"edges": [], "totalCount": 0}])
def test_nothing_is_empty(value: object) -> None:
    assert is_empty(value)


@pytest.mark.parametrize("value", [0, False, "", {"edges": [1]}, [None]])
def test_zero_false_and_text_are_something(value: object) -> None:
    assert not is_empty(value)


def test_snapshots_keep_what_is_steady_and_mask_the_rest() -> None:
    answer = {
        "fetchedAt": "2026-06-15T10:00:00Z",
        "asOf": None,
        "list": [{"cursor": "abc", "url": "http://127.0.0.1:41233/x.jpg?sig=9", "link": "https://a.fr/?b=1"}],
    }
    assert steady(answer, {"fetchedAt", "asOf", "cursor"}) == {
        "fetchedAt": "...",
        "asOf": None,
        "list": [{"cursor": "...", "url": "http://127.0.0.1/x.jpg", "link": "https://a.fr/?b=1"}],
    }
