"""Persisted documents: Apollo's protocol by GET and POST, bounds, and lists of trusted documents."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from gateway.settings import SettingsError
from tests.gateway.http.http_world import DATA, NEW, OLD, QUERY, World, world


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def named(text: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": hash_of(text)}}


async def get(made: World, accept: str = NEW, **values: Any) -> httpx.Response:
    params = {name: v if isinstance(v, str) else orjson.dumps(v).decode() for name, v in values.items()}
    async with made.client() as client:
        return await client.get("/graphql", params=params, headers={"accept": accept})


async def post(made: World, accept: str = NEW, **values: Any) -> httpx.Response:
    async with made.client() as client:
        return await client.post("/graphql", json=values, headers={"accept": accept})


def code(answer: httpx.Response) -> str:
    (error,) = answer.json()["errors"]
    return str(error["extensions"]["code"])


@pytest.mark.parametrize("send", [get, post])
async def test_an_unknown_hash_is_told_and_the_document_sent_once_is_known_by_its_hash(send: Any) -> None:
    made = world()
    first = await send(made, extensions=named(QUERY))
    assert (first.status_code, first.json()["errors"][0]["message"]) == (400, "PersistedQueryNotFound")
    assert code(first) == "PERSISTED_QUERY_NOT_FOUND"
    assert first.headers["cache-control"] == "no-store"
    second = await send(made, query=QUERY, extensions=named(QUERY))
    assert second.json()["data"] == DATA
    for again in (get, post):
        assert (await again(made, extensions=named(QUERY))).json()["data"] == DATA


async def test_clients_of_the_older_media_type_get_200_for_an_unknown_hash() -> None:
    answer = await post(world(), accept=OLD, extensions=named(QUERY))
    assert (answer.status_code, code(answer)) == (200, "PERSISTED_QUERY_NOT_FOUND")


async def test_a_hash_of_another_document_is_refused_and_nothing_kept() -> None:
    made = world()
    answer = await post(made, query="{ __typename }", extensions=named(QUERY))
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
    assert code(await post(made, extensions=named(QUERY))) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "wanted",
    [3, {}, {"version": 2, "sha256Hash": "0" * 64}, {"version": 1}, {"version": 1, "sha256Hash": "x"}],
)
async def test_a_malformed_hash_is_400(wanted: Any) -> None:
    answer = await post(world(), query=QUERY, extensions={"persistedQuery": wanted})
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")


async def test_documents_that_are_not_valid_are_not_kept() -> None:
    made = world()
    for text in ("{ nothing }", "{ farms"):
        assert (await post(made, query=text, extensions=named(text))).status_code == 400
        assert code(await post(made, extensions=named(text))) == "PERSISTED_QUERY_NOT_FOUND"
    assert made.endpoint.parts.persisted.characters == 0


async def test_what_is_kept_is_bounded_in_characters_and_the_least_used_leaves() -> None:
    made = world(persisted_characters=100)
    texts = [f"query Query{number:03} {{ __typename }}" for number in range(5)]
    assert {len(text) for text in texts} == {29}
    for text in texts[:3]:
        await post(made, query=text, extensions=named(text))
    await post(made, extensions=named(texts[0]))
    await post(made, query=texts[3], extensions=named(texts[3]))
    assert made.endpoint.parts.persisted.characters == 87
    known = ["errors" not in (await post(made, extensions=named(text))).json() for text in texts]
    assert known == [True, False, True, True, False]


async def test_switched_off_it_says_so_and_queries_with_a_hash_still_run() -> None:
    made = world(persisted_characters=0)
    answer = await post(made, extensions=named(QUERY))
    assert answer.json()["errors"][0]["message"] == "PersistedQueryNotSupported"
    assert code(answer) == "PERSISTED_QUERY_NOT_SUPPORTED"
    assert (await post(made, query=QUERY, extensions=named(QUERY))).json()["data"] == DATA


def manifest(folder: Path, *texts: str) -> Path:
    file = folder / "trusted.json"
    file.write_bytes(orjson.dumps({hash_of(text): text for text in texts}))
    return file


async def test_trusted_documents_are_known_from_the_start(tmp_path: Path) -> None:
    made = world(trusted_documents=manifest(tmp_path, QUERY))
    assert (await get(made, extensions=named(QUERY))).json()["data"] == DATA
    assert (await post(made, query="{ __typename }")).json()["data"] == {"__typename": "Query"}


async def test_only_trusted_documents_run_when_that_is_set(tmp_path: Path) -> None:
    made = world(trusted_documents=manifest(tmp_path, QUERY), trusted_only=True)
    assert (await get(made, extensions=named(QUERY))).json()["data"] == DATA
    assert (await post(made, query=QUERY)).json()["data"] == DATA
    other = "{ __typename }"
    for refused in (
        await post(made, query=other),
        await post(made, query=other, extensions=named(other)),
        await post(made, extensions=named(other)),
    ):
        assert (refused.status_code, code(refused)) == (403, "DOCUMENT_NOT_TRUSTED")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"{", "is not JSON"),
        (b"[]", "one object"),
        (b'{"abc": "{ __typename }"}', "'abc' is not the SHA-256"),
        (b'{"abc": 3}', "'abc' is not the SHA-256"),
    ],
)
def test_a_wrong_manifest_stops_the_start_with_one_sentence(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    file = tmp_path / "trusted.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match=words) as caught:
        world(trusted_documents=file)
    assert str(tmp_path) not in str(caught.value)


async def test_a_trusted_document_that_does_not_fit_the_schema_is_logged_and_harms_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = world(trusted_documents=manifest(tmp_path, QUERY, "{ nothing }"))
    assert [record.getMessage() for record in caplog.records] == [
        f"1 trusted documents do not fit the schema, e.g. {hash_of('{ nothing }')[:12]}"
    ]
    assert (await get(made, extensions=named(QUERY))).json()["data"] == DATA
    assert code(await get(made, extensions=named("{ nothing }"))) == "INVALID_DOCUMENT"
