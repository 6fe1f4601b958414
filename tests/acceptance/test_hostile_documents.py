"""Documents made to cost: refused before anything is asked, in a short answer, with hardly a word in the log."""

import logging
import time

import httpx
import pytest

from gateway.testing.stage import Stage
from gateway.testing.waiting import soon

LONGEST_LOG = 2_000
LONGEST_ANSWER = 20_000
SECONDS = 2.0

NESTED = "mentions { scoutContents { edges { node { " * 12 + "id" + " } } } }" * 12
DEEP_TYPE = "fields { type { " * 60 + "name" + " } }" * 60
FIFTY = "first: 50"
LISTS = f"author {{ contents({FIFTY}) {{ edges {{ node {{ " * 2 + "id" + " } } } }" * 2

REFUSED = {
    "deep": (f"{{ scoutContents {{ edges {{ node {{ {NESTED} }} }} }} }}", "LIMIT_DEPTH"),
    "aliases": ("{" + " ".join(f"a{n}: __typename" for n in range(4_000)) + "}", "LIMIT_"),
    "directives": ("{ __typename " + "@skip(if: false) " * 4_000 + "}", "LIMIT_"),
    "comments": ("#" + "x" * 1_000_000 + "\n{ __typename }", "LIMIT_"),
    "fragments": (
        "{ ...a0 } "
        + " ".join(f"fragment a{n} on Query {{ ...a{n + 1} ...a{n + 1} }}" for n in range(30))
        + " fragment a30 on Query { __typename }",
        "LIMIT_",
    ),
    "nested lists": (f"{{ scoutContents({FIFTY}) {{ edges {{ node {{ {LISTS} }} }} }} }}", "LIMIT_COST"),
    "introspection": (f"{{ __schema {{ types {{ {DEEP_TYPE} }} }} }}", "LIMIT_DEPTH"),
}


def reads(stage: Stage) -> int:
    return sum(stage.commands_of(source) for source in ("apidae", "region", "scouts", "social"))


@pytest.fixture(autouse=True, scope="module")
def settled(stage: Stage) -> None:
    """What a gateway reads when it has just started is read."""

    def still() -> bool:
        before = reads(stage)
        time.sleep(0.3)
        return reads(stage) == before

    stage.data("{ offers(first: 1) { totalCount } scouts(first: 1) { totalCount } }")
    assert soon(still, seconds=20)


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_before_anything_is_asked(
    stage: Stage, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    query, code = REFUSED[name]
    before = reads(stage)
    with caplog.at_level(logging.INFO):
        started = time.monotonic()
        answer = stage.ask(query)
        seconds = time.monotonic() - started
    assert answer.status_code in (400, 413)
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"].startswith(code), error
    assert seconds < SECONDS
    assert len(answer.content) < LONGEST_ANSWER
    assert len(caplog.text) < LONGEST_LOG
    assert reads(stage) == before, "MongoDB was asked"


def test_a_limit_says_what_is_allowed_and_what_was_asked(stage: Stage) -> None:
    for name in ("deep", "aliases", "directives", "fragments", "nested lists"):
        (error,) = stage.ask(REFUSED[name][0]).json()["errors"]
        told = error["extensions"]
        assert 0 < told["limit"] < told["actual"], name


def test_many_mistakes_are_ten_errors_and_no_storm_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    query = "{ offers { " + " ".join(f"wrong{n}" for n in range(190)) + " } }"
    with caplog.at_level(logging.INFO):
        answer = stage.ask(query)
    errors = answer.json()["errors"]
    assert answer.status_code == 400
    assert len(errors) == 10
    assert {error["extensions"]["code"] for error in errors} == {"INVALID_DOCUMENT"}
    assert len(answer.content) < LONGEST_ANSWER
    assert len(caplog.text) < LONGEST_LOG


@pytest.mark.parametrize("path", ["/graphql", "/hooks/meta", "/hooks/meta/deletion", "/statistics/seen"])
@pytest.mark.parametrize("size", [4_000_001, 30_000_000])
def test_a_body_that_is_too_large_is_told_by_its_code_wherever_it_is_sent(
    stage: Stage, path: str, size: int
) -> None:
    answer = httpx.post(
        f"{stage.url}{path}",
        content=b" " * size,
        headers={"Content-Type": "application/json"},
        trust_env=False,
    )
    assert answer.status_code == 413
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["LIMIT_BODY"]
