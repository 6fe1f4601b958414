"""The scouts behind a real gateway over HTTP: tokens of people with roles, and what they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from scouts_world import Catalogue, catalogue_source

from gateway.app import Configuration, Gateway
from gateway.clock import SystemClock
from gateway.identity import Role
from gateway.identity.development import development_key, development_token
from gateway.settings import read_gateway_settings, read_mongo_settings
from gateway.source import SourceSettings
from gateway.testing.servers import ServerThread
from sources.scouts.settings import ScoutsSettings
from sources.scouts.source import source as scouts_source

CONTENT = "id version state isPublic reviewReason statement { facts ground automated canContest }"
PUBLISH = f"""mutation ($input: PublishContentInput!, $key: String) {{
  publishContent(input: $input, idempotencyKey: $key) {{
    content {{ {CONTENT} }} userErrors {{ code field message }} }} }}"""


@dataclass
class Served:
    """A gateway that serves; each method asks it over HTTP as somebody."""

    url: str
    folder: Path

    def token(self, subject: str, *roles: Role) -> str:
        return development_token(
            development_key(self.folder), subject=subject, roles=roles, now=SystemClock().now()
        )

    def person(self, subject: str, *roles: Role) -> Person:
        return Person(self, self.token(subject, *roles))

    def anybody(self) -> Person:
        return Person(self, "")


@dataclass
class Person:
    """Somebody with a token, or nobody in particular."""

    served: Served
    token: str

    @property
    def headers(self) -> dict[str, str]:
        accept = {"accept": "application/graphql-response+json"}
        return accept | ({"authorization": f"Bearer {self.token}"} if self.token else {})

    def ask(self, query: str, **variables: Any) -> Any:
        body = {"query": query, "variables": variables}
        return httpx.post(
            f"{self.served.url}/graphql", json=body, headers=self.headers, timeout=20, trust_env=False
        ).json()

    def data(self, query: str, **variables: Any) -> Any:
        answer = self.ask(query, **variables)
        assert "errors" not in answer, answer
        return answer["data"]

    def do(self, name: str, input: dict[str, Any] | None = None, select: str = "", **more: str) -> Any:
        """One mutation; its payload with `userErrors`."""
        kind = name[0].upper() + name[1:]
        head, given = (f"($input: {kind}Input!)", "(input: $input)") if input is not None else ("", "")
        if "key" in more:
            head, given = head.replace(")", ", $key: String)"), "(input: $input, idempotencyKey: $key)"
        query = f"mutation {head} {{ {name}{given} {{ {select} userErrors {{ code field }} }} }}"
        return self.data(query, **({"input": input} if input is not None else {}), **more)[name]

    def done(self, name: str, input: dict[str, Any] | None = None, select: str = "", **more: str) -> Any:
        payload = self.do(name, input, select, **more)
        assert payload["userErrors"] == [], (name, payload)
        return payload

    def refused(self, name: str, input: dict[str, Any] | None = None) -> list[str]:
        return [error["code"] for error in self.do(name, input)["userErrors"]]


@contextmanager
def served(
    uri: str,
    database: str,
    folder: Path,
    *,
    driver: str = "motor",
    catalogue: Catalogue | None = None,
    **more: str,
) -> Iterator[Served]:
    """A gateway over the scouts and a small catalogue, with tokens of this folder's key."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "GATEWAY_DATA_DIR": str(folder),
        "GATEWAY_DEV_TOKENS": "true",
        "GATEWAY_MAX_QUEUE": "1000",
        "GATEWAY_QUEUE_SECONDS": "30",
        "GATEWAY_REQUEST_SECONDS": "30",
        **more,
    }
    mongo = {"MONGODB_URI": uri, "MONGODB_DATABASE": database, "MONGODB_DRIVER": driver}
    chosen: Sequence[Any] = (
        (scouts_source, ScoutsSettings()),
        (catalogue_source(catalogue or Catalogue()), SourceSettings()),
    )
    configuration = Configuration(read_gateway_settings(settings), read_mongo_settings(mongo), chosen)
    server = ServerThread(lambda: Gateway(configuration, jobs=False).app()).start()
    try:
        yield Served(server.url, folder)
    finally:
        server.stop()
