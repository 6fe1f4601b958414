"""One request at a time over HTTP: to compare answers, to warm caches, to learn validators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson

from bench.cases import Case
from bench.documents import Ask
from bench.servers import Server, Upstream

SECONDS = 30
MOST_COUNTED = 20


class Unequal(Exception):  # noqa: N818  # the benchmark stops: nothing may be timed
    """Two servers answered differently; says which, to what and where."""


def ask(client: httpx.Client, server: Server, asked: Ask) -> Any:
    """The data of an answer without errors."""
    response = client.post(server.url, json=asked.body(), headers={"Accept": "application/json"})
    answer = response.json()
    if response.status_code != 200 or answer.get("errors"):
        raise Unequal(f"{server.name} refuses {asked.name}: {response.text[:300]}")
    return answer["data"]


def compare(case: Case, servers: Mapping[str, Server], *, most: int = 1_000) -> int:
    """Ask every server everything of a case, and compare; the number of answers compared.

    This also warms what servers keep, and lets just-in-time compilers see each document.
    """
    compared = 0
    with httpx.Client(timeout=SECONDS, trust_env=False) as client:
        for asked in case.asks[:most]:
            answers = {name: ask(client, server, asked) for name, server in servers.items()}
            _equal(asked, answers)
            compared += len(answers)
    return compared


def calls_per_request(case: Case, server: Server, upstream: Upstream) -> float:
    """Upstream calls of one request after the other, exactly; a little of the case is enough."""
    asks = case.asks[:MOST_COUNTED]
    with httpx.Client(timeout=SECONDS, trust_env=False) as client:
        before = calls_so_far(client, upstream)
        for asked in asks:
            ask(client, server, asked)
        return (calls_so_far(client, upstream) - before) / len(asks)


def calls_so_far(client: httpx.Client, upstream: Upstream) -> int:
    """All calls that the upstream has answered."""
    counts: Mapping[str, int] = client.get(f"http://127.0.0.1:{upstream.offers}/stats").json()
    return sum(counts.values())


def _equal(asked: Ask, answers: Mapping[str, Any]) -> None:
    first, *others = answers
    for other in others:
        if answers[other] != answers[first]:
            place = _difference(answers[first], answers[other], ())
            raise Unequal(f"{first} and {other} differ in {asked.name} {asked.variables} at {place}")


def _difference(one: Any, other: Any, path: tuple[Any, ...]) -> str:
    if isinstance(one, dict) and isinstance(other, dict) and list(one) == list(other):
        for key in one:
            if one[key] != other[key]:
                return _difference(one[key], other[key], (*path, key))
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            if left != right:
                return _difference(left, right, (*path, index))
    return f"{path}: {str(one)[:120]} and {str(other)[:120]}"


def query_string(asked: Ask) -> str:
    """The parameters of a GET."""
    variables = orjson.dumps(asked.variables).decode()
    return urlencode({"query": asked.query, "operationName": asked.name, "variables": variables})


def validator(server: Server, asked: Ask) -> str:
    """The ETag of an answer, "" when the server gives none or does not answer 304 to it."""
    url = f"{server.url}?{query_string(asked)}"
    accept = {"Accept": "application/json"}
    with httpx.Client(timeout=SECONDS, trust_env=False) as client:
        client.get(url, headers=accept)
        found = client.get(url, headers=accept).headers.get("ETag", "")
        again = client.get(url, headers={**accept, "If-None-Match": found})
    return found if again.status_code == 304 else ""


def bodies(case: Case, asks: Sequence[Ask]) -> bytes:
    """What wrk sends: one request per line."""
    if case.conditional:
        return "\n".join(query_string(asked) for asked in asks).encode()
    return b"\n".join(orjson.dumps(asked.body()) for asked in asks)
