"""Mutations over HTTP: who may, what refusals look like, versions, rates, and what GET and forms may not."""

import asyncio
from typing import Any

import pytest
import strawberry

from gateway.graph.compose import CompositionError, compose
from gateway.mutations import Payload
from gateway.mutations.codes import USER_CODES
from gateway.source import Context, mutation
from gateway.store import Store
from gateway.testing.rights import Right, missing_rights, rights, wrong_rights
from tests.gateway.mutations.mutation_world import Desk, Writing, note_source, outage, write_note, writing

WRITE = """mutation W($text: String!, $key: String) {
  writeNote(input: {text: $text}, idempotencyKey: $key) {
    note { id text version } userErrors { code field message } } }"""
CHANGE = """mutation C($key: String!, $text: String!, $version: Int!) {
  changeNote(key: $key, text: $text, expectedVersion: $version) { note { text version } userErrors { code field } } }"""
REPORT = "mutation R($text: String!) { report(text: $text) { received userErrors { code field message } } }"


def codes(payload: Any) -> list[str]:
    return [error["code"] for error in payload["userErrors"]]


async def test_a_mutation_writes_and_answers_what_it_made(world: Writing) -> None:
    made = (await world.data(WRITE, {"text": "Bonjour"}))["writeNote"]
    assert (made["note"]["text"], made["note"]["version"], made["userErrors"]) == ("Bonjour", 1, [])
    again = await world.data(
        "query Q($id: ID!) { node(id: $id) { ... on Note { text } } }", {"id": made["note"]["id"]}
    )
    assert again == {"node": {"text": "Bonjour"}}


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_who_may_call_is_told_by_user_errors_and_nothing_is_written(world: Writing) -> None:
    for who, code in (("", "UNAUTHENTICATED"), ("manager", "FORBIDDEN")):
        refused = (await world.data(WRITE, {"text": "x"}, who))["writeNote"]
        assert (codes(refused), refused["note"]) == ([code], None)
    assert world.desk.calls == []


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_a_refusal_names_its_field_and_speaks_the_readers_language(world: Writing) -> None:
    french = (await world.data(WRITE, {"text": " "}))["writeNote"]["userErrors"]
    assert french == [
        {"code": "INVALID_ARGUMENT", "field": ["input", "text"], "message": "Écrivez quelque chose."}
    ]
    english = await world.data(WRITE, {"text": " "}, **{"accept-language": "en-GB"})
    assert english["writeNote"]["userErrors"][0]["message"] == "Say something."
    shared = (await world.data(REPORT, {"text": "bad"}, **{"accept-language": "en"}))["report"]
    assert shared == {
        "received": False,
        "userErrors": [{"code": "INVALID_ARGUMENT", "field": ["text"], "message": "The text is bad."}],
    }


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_a_failure_of_the_source_is_an_error_of_the_answer(world: Writing) -> None:
    world.desk.failure = outage()
    answer = (await world.post(WRITE, {"text": "x"})).json()
    assert answer["data"] == {"writeNote": None}
    assert answer["errors"][0]["extensions"]["code"] == "SOURCE_UNAVAILABLE"
    world.desk.failure = ValueError("secret words")
    answer = await world.post(WRITE, {"text": "x"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "secret" not in answer.text


async def test_a_change_is_made_only_to_the_version_that_was_read(world: Writing) -> None:
    await world.desk.notes.insert_one({"_id": "n1", "text": "a", "author": "author", "version": 1})
    both = await asyncio.gather(
        *(world.data(CHANGE, {"key": "n1", "text": text, "version": 1}) for text in ("b", "c"))
    )
    assert sorted(codes(one["changeNote"]) for one in both) == [[], ["CONFLICT"]]
    stale = (await world.data(CHANGE, {"key": "n1", "text": "d", "version": 1}))["changeNote"]
    assert stale["userErrors"] == [{"code": "CONFLICT", "field": ["expectedVersion"]}]
    fresh = (await world.data(CHANGE, {"key": "n1", "text": "d", "version": 2}))["changeNote"]
    assert fresh == {"note": {"text": "d", "version": 3}, "userErrors": []}


RIGHTS = [
    *rights("write_note", scout_own="", scout_other="", manager_own="FORBIDDEN", manager_other="FORBIDDEN"),
    *rights("write_note", nobody_own="UNAUTHENTICATED", nobody_other="UNAUTHENTICATED"),
    *rights("change_note", scout_own="", scout_other="NOT_FOUND", manager_own="", manager_other="FORBIDDEN"),
    *rights("change_note", nobody_own="UNAUTHENTICATED", nobody_other="UNAUTHENTICATED"),
    *rights(
        "report",
        scout_own="",
        scout_other="",
        manager_own="",
        manager_other="",
        nobody_own="",
        nobody_other="",
    ),
]
SUBJECTS = {"scout": "author", "manager": "manager", "": "nobody"}


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_rights_are_decided_per_object_and_the_table_forgets_none(world: Writing) -> None:
    assert missing_rights(note_source(), RIGHTS, list(SUBJECTS), ["own", "other"]) == []
    answers = {row: await asked(world, row, f"n{number}") for number, row in enumerate(RIGHTS)}
    assert list(wrong_rights(RIGHTS, answers.__getitem__)) == []
    changed = await world.desk.notes.find({"text": "changed"})
    assert len(changed) == sum(row.mutation == "change_note" and not row.code for row in RIGHTS)


async def asked(world: Writing, row: Right, key: str) -> list[str]:
    author = SUBJECTS[row.who] if row.whose == "own" else "other"
    await world.desk.notes.insert_one({"_id": key, "text": "a", "author": author, "version": 1})
    query, variables = {
        "write_note": (WRITE, {"text": "x"}),
        "change_note": (CHANGE, {"key": key, "text": "changed", "version": 1}),
        "report": (REPORT, {"text": "x"}),
    }[row.mutation]
    (payload,) = (await world.data(query, variables, SUBJECTS[row.who] if row.who else "")).values()
    return codes(payload)


def test_the_table_says_which_row_came_out_otherwise() -> None:
    row = Right("report", "", "own", "FORBIDDEN")
    assert list(wrong_rights([row], lambda _: [])) == ["report by nobody on own: done instead of FORBIDDEN"]
    assert missing_rights(note_source(), [row], [""], ["own"]) == [
        ("write_note", "", "own"),
        ("change_note", "", "own"),
    ]


async def test_the_public_has_a_pace_and_no_address_is_kept(world: Writing) -> None:
    for _ in range(2):
        assert (await world.data(REPORT, {"text": "x"}, ""))["report"]["received"]
    refused = (await world.data(REPORT, {"text": "x"}, ""))["report"]
    assert (codes(refused), len(world.desk.calls)) == (["RATE_LIMITED"], 2)
    assert (await world.data(REPORT, {"text": "x"}))["report"]["received"]  # a subject has a pace of its own
    world.clock.advance(3600)  # type: ignore[attr-defined]
    assert (await world.data(REPORT, {"text": "x"}, ""))["report"]["received"]
    rows = await world.services.visitors._counts.find({})
    assert len(rows) == 3
    assert "198.51" not in repr(rows)


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_two_processes_agree_on_the_name_of_an_address_for_a_day(store: Store) -> None:
    one, two = await writing(store), await writing(store)
    from gateway.identity import ANONYMOUS

    names = [await each.services.visitors.name_of(ANONYMOUS, "198.51.100.7") for each in (one, two)]
    assert names[0] == names[1]
    assert await two.services.visitors.name_of(ANONYMOUS, "198.51.100.8") != names[0]
    two.clock.advance(86_400)  # type: ignore[attr-defined]
    assert await two.services.visitors.name_of(ANONYMOUS, "198.51.100.7") != names[0]


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_mutations_run_in_order_and_each_sees_what_the_last_one_wrote(world: Writing) -> None:
    await world.desk.notes.insert_one({"_id": "n1", "text": "0", "author": "author", "version": 1})
    one = 'changeNote(key: "n1", text: "{0}", expectedVersion: {0}) {{ note {{ text version }} userErrors {{ code }} }}'
    body = " ".join(f"m{number}: {one.format(number)}" for number in range(1, 6))
    answer = await world.data(f"mutation {{ {body} }}")
    assert [answer[f"m{n}"]["note"] for n in range(1, 6)] == [
        {"text": str(n), "version": n + 1} for n in range(1, 6)
    ]


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_writing_has_a_rate_of_its_own_however_many_in_one_request(store: Store) -> None:
    made = await writing(store, write_limit=3)
    body = " ".join(f'm{n}: writeNote(input: {{text: "x"}}) {{ userErrors {{ code }} }}' for n in range(3))
    assert (await made.post(f"mutation {{ {body} }}")).status_code == 200
    refused = await made.post(WRITE, {"text": "x"})
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (429, "LIMIT_RATE")
    assert (await made.post("{ noteCount }")).json()["data"] == {"noteCount": 3}
    assert (await made.post(WRITE, {"text": "x"}, "other")).status_code == 200


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_no_mutation_runs_by_get_or_from_a_form(world: Writing) -> None:
    import httpx

    query = 'mutation { writeNote(input: {text: "x"}) { userErrors { code } } }'
    transport = httpx.ASGITransport(world.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        headers = {"authorization": "Bearer author"}
        got = await client.get("/graphql", params={"query": query}, headers=headers)
        form = await client.post("/graphql", data={"query": query}, headers=headers)
        text = await client.post("/graphql", content=query, headers=headers | {"content-type": "text/plain"})
    assert (got.status_code, form.status_code, text.status_code) == (405, 415, 415)
    assert world.desk.calls == []


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_a_mutation_goes_on_when_its_caller_hangs_up(world: Writing) -> None:
    asking = asyncio.ensure_future(world.post(WRITE, {"text": "x"}))
    while not world.desk.calls:  # noqa: ASYNC110  # what is looked at sets no event
        await asyncio.sleep(0)
    asking.cancel()
    async with asyncio.timeout(5):
        while await world.desk.notes.count({}) != 1:  # noqa: ASYNC110  # as above
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("store", ["motor"], indirect=True)
async def test_who_hangs_up_is_charged_for_what_was_written(store: Store) -> None:
    made = await writing(store, write_limit=1)
    asking = asyncio.ensure_future(made.post(WRITE, {"text": "x"}))
    while not made.desk.calls:  # noqa: ASYNC110  # what is looked at sets no event
        await asyncio.sleep(0)
    asking.cancel()
    async with asyncio.timeout(5):
        writes = made.app.express._endpoint.parts.writes
        while writes.headers("subject author")["RateLimit"] != '"cost";r=0;t=60':  # noqa: ASYNC110  # as above
            await asyncio.sleep(0.01)
    assert (await made.post(WRITE, {"text": "y"})).status_code == 429
    assert await made.desk.notes.count({}) == 1


def test_a_mutation_must_answer_a_payload_that_may_be_null() -> None:
    @strawberry.type(description="No payload.")
    class Plain:
        done: bool = strawberry.field(description="Done.")

    @mutation(description="Wrong.")
    async def wrong(ctx: Context[Desk]) -> Plain | None:
        return None

    @mutation(description="Wrong.")
    async def never_null(ctx: Context[Desk]) -> Payload:
        return Payload()

    for bad, words in ((wrong, "extends Payload"), (never_null, "must allow None")):
        with pytest.raises(CompositionError, match=words):
            compose((note_source((bad,)),))
    with pytest.raises(CompositionError, match="Mutation is given the field write_note twice"):
        compose((note_source((write_note, write_note)),))


def test_every_code_has_a_sentence_in_french_and_english() -> None:
    for code, about in USER_CODES.items():
        assert code == code.upper()
        assert all(text.endswith(".") for text in (about.meaning, about.fr, about.en)), code
