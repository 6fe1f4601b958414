"""What the documentation shows as something to send: operations and command lines, with the token they name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson

from gateway.identity.roles import RoleName
from gateway.testing.stage import Stage

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*/README.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
TOKEN = re.compile(r"# token: (.*)\n")
SHOWN_ADDRESS = "http://127.0.0.1:8000"


@dataclass
class Command:
    """A `curl` command: where it goes, its headers, its body; `token` are options of `gateway token`."""

    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    token: list[str] = field(default_factory=list)

    @property
    def query(self) -> str:
        """The operation; empty for a command that only reads an address."""
        query: str = orjson.loads(self.body)["query"] if self.body else ""
        return query

    def send(self, stage: Stage) -> httpx.Response:
        """As the command would, to the stage; of a stream the head alone."""
        headers = self.headers | ({"Authorization": token_of(stage, self.token)} if self.token else {})
        url = self.url.replace(SHOWN_ADDRESS, stage.url)
        how: dict[str, Any] = {"content": self.body} if self.body else {}
        method = "POST" if self.body else "GET"
        with httpx.stream(method, url, headers=headers, timeout=20, trust_env=False, **how) as answer:
            if "event-stream" not in answer.headers["content-type"]:
                answer.read()
        return answer


def blocks(kind: str) -> Iterator[tuple[str, str]]:
    """Name of the page with a number, and text, of each block of a kind."""
    for page in PAGES:
        texts = [text for found, text in BLOCK.findall(page.read_text("utf-8")) if found == kind]
        for number, text in enumerate(texts):
            yield f"{page.relative_to(ROOT)}-{number}", text


def commands() -> Iterator[tuple[str, Command]]:
    """Every `curl` command of every page."""
    for name, text in blocks("sh"):
        token = re.search(r"gateway token ([^)\n]*)\)", text)
        for words in _calls(text):
            yield name, _command(words, shlex.split(token.group(1)) if token else [])


def token_of(stage: Stage, options: list[str]) -> str:
    """The token that `python -m gateway token` would give for these options."""
    pairs = list(zip(options[::2], options[1::2], strict=True))
    roles = [tuple(value.split(":", 1)) for name, value in pairs if name == "--role"]
    given: list[tuple[RoleName, str | None]] = [(role[0], role[1] if role[1:] else None) for role in roles]  # type: ignore[misc]
    return stage.token(dict(pairs)["--subject"], *given)


def token_in(stage: Stage, query: str) -> str | None:
    """The token that an operation names in its first comment, `# token: --subject ... --role ...`."""
    found = TOKEN.match(query)
    return token_of(stage, shlex.split(found.group(1))) if found else None


def empty_parts(value: Any, path: str = "data") -> list[str]:
    """Where an answer to show something shows nothing: a null root, a list without items."""
    if value is None or value == []:
        return [path]
    if isinstance(value, dict):
        inner = value.values() if path == "data" else [value[k] for k in ("edges", "buckets") if k in value]
        return [found for one in inner for found in empty_parts(one, f"{path}.")]
    return []


def _calls(text: str) -> Iterator[list[str]]:
    lines = text.replace("\\\n", " ")
    for line in re.findall(r"^curl .*?(?=^\S|\Z)", lines, re.DOTALL | re.MULTILINE):
        yield shlex.split(line, comments=True)


def _command(words: list[str], token: list[str]) -> Command:
    made = Command(token=token)
    following = iter(words[1:])
    for word in following:
        if word == "-H":
            name, _, value = next(following).partition(": ")
            if "$" not in value:
                made.headers[name] = value
        elif word == "-d":
            made.body = next(following)
        elif not word.startswith("-"):
            made.url = word
    return made
