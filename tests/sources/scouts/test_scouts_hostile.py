"""Whatever is put into any argument gives a typed error and no effect, or is kept as harmless text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    get_named_type,
)
from scouts_world import World, a_content, gid
from test_scouts_rights import begin, input_of

from gateway.errors import CODES
from gateway.graph.request import RequestScope
from gateway.identity import Caller, Role
from gateway.mutations import USER_CODES
from gateway.store import CommandJournal
from gateway.testing.rights import Right
from sources.scouts.source import source

EVERYBODY = Caller(
    "sub-scout", (Role("SCOUT"), Role("COMMUNITY_MANAGER", "c1"), Role("REGION_ADMIN"), Role("DEVELOPER"))
)
WRITES = {"insert", "update", "delete", "findAndModify"}
# no lone surrogates: neither JSON nor a document can bring one here
TEXTS = (
    "",
    " \t\n",
    '{"$ne": null}',
    "$where: sleep(5000)",
    "(a+)+$" * 2000,
    "[" * 30_000,
    "*" * 30_000,
    "a" * 200_000,
    "\u0000",
    "\u202e\u200b",
    "../../etc/passwd",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
)
FOREIGN = (
    gid("Offer", "5001"),
    gid("Nothing", "x"),
    gid("ScoutContent", "$ne"),
    gid("Community", "c1:s1"),
    gid("Scout", "k" * 200),
    "=" * 500,
)
NUMBERS = (-1, 0, 2**31 - 1)


def hostile(kind: Any) -> Iterator[Any]:
    """Values for an argument of a type."""
    bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(bare, GraphQLList):
        for value in hostile(bare.of_type):
            yield [value]
        first = next(iter(hostile(bare.of_type)), None)
        if first is not None:
            yield [first] * 5000
    elif isinstance(bare, GraphQLInputObjectType):
        base = {name: harmless(field.type) for name, field in bare.fields.items()}
        for name, field in bare.fields.items():
            for value in hostile(field.type):
                yield {**base, name: value}
    elif isinstance(bare, GraphQLScalarType):
        yield from {"Int": NUMBERS, "Boolean": (), "ID": (*FOREIGN, *TEXTS)}.get(bare.name, TEXTS)


def harmless(kind: Any) -> Any:
    if not isinstance(kind, GraphQLNonNull):
        return None
    if isinstance(kind.of_type, GraphQLList):
        return []
    named = get_named_type(kind)
    if isinstance(named, GraphQLScalarType):
        return {"Int": 1, "Boolean": False, "Float": 1.0}.get(named.name, "https://a.example/x")
    return next(iter(named.values), None)


def cases(schema: GraphQLSchema) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every field of every input of every mutation, with every value that fits its type in form."""
    assert schema.mutation_type is not None
    for declared in source.mutations:
        base = input_of(Right(declared.name, "scout", "own"))
        if base is None:
            continue
        kind = get_named_type(schema.mutation_type.fields[declared.name].args["input"].type)
        assert isinstance(kind, GraphQLInputObjectType)
        for name, field in kind.fields.items():
            for value in hostile(field.type):
                yield declared.name, name, {**base, name: value}


@pytest.mark.timeout(180)
async def test_every_field_of_every_mutation_refuses_or_keeps_harmless_text(
    world: World, journal: CommandJournal
) -> None:
    await begin(world)
    wrong, tried, refused = [], 0, 0
    for mutation, field, given in cases(world.schema._schema):
        journal.reset()
        tried += 1
        codes = await attempt(world, mutation, given)
        written = {name for name, command in journal.snapshot() if command in WRITES and "scouts_" in name}
        refused += bool(codes)
        shown = repr(given[field])[:40]
        if unknown := [code for code in codes if code not in USER_CODES and code not in CODES]:
            wrong.append(f"{mutation}.{field} = {shown}: {unknown}")
        if "INTERNAL" in codes or any(code.startswith("SOURCE_") for code in codes):
            wrong.append(f"{mutation}.{field} = {shown}: {codes}")
        if "RATE_LIMITED" in codes:
            wrong.append(f"{mutation}.{field} = {shown}: never asked")
        if codes and written:
            wrong.append(f"{mutation}.{field} = {shown}: refused with {codes}, and {written}")
        if not codes and mutation != "reportProblem":
            await begin(world)
    assert wrong == [], "\n".join(wrong)
    assert tried > 900
    assert refused > 500


async def attempt(world: World, mutation: str, given: dict[str, Any]) -> list[str]:
    kind = mutation[0].upper() + mutation[1:]
    query = f"mutation ($input: {kind}Input!) {{ {mutation}(input: $input) {{ userErrors {{ code }} }} }}"
    world.opened.clock.advance(600)  # so that no pace is reached
    scope = RequestScope(world.opened, (), caller=EVERYBODY)
    result = await world.schema.execute(query, context_value=scope, variable_values={"input": given})
    if result.errors:
        # what does not fit its type never reaches a source
        return [getattr(one.original_error, "code", "INVALID_VARIABLES") for one in result.errors]
    return [error["code"] for error in result.data[mutation]["userErrors"]]


@pytest.mark.parametrize(
    "query",
    [
        "query ($x: String!) { scoutContents(filter: {text: $x}) { totalCount } }",
        "query ($x: String!) { scoutContents(filter: {territory: $x}) { totalCount } }",
        "query ($x: String!) { scouts(filter: {text: $x}) { totalCount } }",
        "query ($x: String!) { community(slug: $x) { id } }",
        "query ($x: String!) { problemReport(receipt: $x) { state } }",
        "query ($x: String!) { scoutContents(after: $x) { totalCount } }",
        "query ($x: ID!) { scoutContents(filter: {offer: $x}) { totalCount } }",
        "query ($x: ID!) { scout(id: $x) { id } }",
        "query ($x: ID!) { viewer { communityMembers(community: $x) { totalCount } } }",
    ],
)
async def test_every_argument_of_a_list_takes_it_for_text_or_refuses(world: World, query: str) -> None:
    await world.scouts.books.contents.delete_many({})
    for value in (*TEXTS, *FOREIGN):
        scope = RequestScope(world.opened, (), caller=EVERYBODY)
        result = await world.schema.execute(query, context_value=scope, variable_values={"x": value})
        codes = [getattr(one.original_error, "code", "INVALID_VARIABLES") for one in result.errors or ()]
        assert all(code in CODES and code != "INTERNAL" for code in codes), (value[:40], codes)
        assert not any(code.startswith("SOURCE_") for code in codes), (value[:40], codes)


def test_what_is_typed_as_html_or_markdown_never_becomes_more_than_the_subset() -> None:
    evil = (
        "<script>alert(1)</script>\n\n<a href='javascript:x'>a</a>\n\n[b](javascript:x) [c](data:text/html,x) "
        "[d](http://plain.example) [e](https://fine.example 'onload=x') ![f](https://g.example/h.png)\n\n"
        "&lt;script&gt; `<b>` <svg/onload=x> <!-- --> # no\n\n# yes"
    )
    html = a_content("a", source={"fr": evil})["html"]["fr"]
    tags = {part.split(">")[0].split()[0].strip("/") for part in html.split("<")[1:]}
    assert tags <= {"p", "a", "h3"}
    # the one typed as HTML shows as text
    links = [part.split('"')[0] for part in html.split('<a href="')[1:]]
    assert links == ["https://fine.example", "https://g.example/h.png"]
    assert 'rel="nofollow ugc noopener noreferrer"' in html
