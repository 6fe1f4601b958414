"""The example operations of the console: one `.graphql` file each, titled by its first comment."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).with_name("examples")
VARIABLES, TOKEN = "variables:", "token:"
KIND = re.compile(r"^(query|mutation|subscription)\b", re.MULTILINE)
SUNDAY = 6
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Example:
    """One operation to start from. `variables` is JSON text, empty when the operation takes none.

    `<saturday>` and `<sunday>` in the variables stand for the next weekend, or for what is left of this one:
    an example never grows old.
    `token` are the options of `python -m gateway token` for one that it needs, empty where it needs none.
    """

    key: str
    title: str
    description: str
    query: str
    variables: str = ""
    token: str = ""

    @property
    def kind(self) -> str:
        """`query`, `mutation` or `subscription`."""
        found = KIND.search(self.query)
        return found.group() if found else "query"

    def on(self, day: date) -> Example:
        """The example with its dates filled in for `day`."""
        sunday = day + timedelta(days=(SUNDAY - day.weekday()) % 7)
        saturday = max(day, sunday - timedelta(days=1))  # of a weekend that has begun, what is left
        filled = self.variables.replace("<saturday>", saturday.isoformat())
        filled = filled.replace("<sunday>", sunday.isoformat())
        return replace(self, variables=filled)

    def as_dict(self) -> dict[str, str]:
        """For JSON: `key title description query variables token`."""
        return asdict(self)


@cache
def read_examples(folder: Path = FOLDER) -> tuple[Example, ...]:
    """All examples of a folder in the order of their file names; read once."""
    return tuple(
        parse_example(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.graphql"))
    )


def parse_example(stem: str, text: str) -> Example:
    """An example from the text of its file: comments `# title`, `# description` first.

    Then perhaps `# variables: {...}` and `# token: ...`, which are cut out of the query. The key is the name
    of the file without its number.
    """
    lines = text.strip().splitlines()
    comments = [line.lstrip("# ").rstrip() for line in lines[: _comment_lines(lines)]]
    marked = {mark: line for line in comments for mark in (VARIABLES, TOKEN) if line.startswith(mark)}
    prose = [line for line in comments if line not in marked.values()]
    if not prose:
        raise ValueError(f"The example {stem} does not begin with a comment that names it.")
    query = "\n".join(line for line in lines if line.lstrip("# ") not in marked.values())
    return Example(
        key=stem.lstrip("0123456789-"),
        title=prose[0],
        description=" ".join(prose[1:]),
        query=query + "\n",
        variables=_indented(marked[VARIABLES].removeprefix(VARIABLES)) if VARIABLES in marked else "",
        token=marked.get(TOKEN, "").removeprefix(TOKEN).strip(),
    )


def examples_today(now: datetime | None = None) -> list[Example]:
    """The examples with the dates of today in France."""
    today = (now or datetime.now(UTC)).astimezone(PARIS).date()
    return [example.on(today) for example in read_examples()]


def _indented(text: str) -> str:
    return json.dumps(json.loads(text), indent=2, ensure_ascii=False)


def _comment_lines(lines: list[str]) -> int:
    for count, line in enumerate(lines):
        if not line.startswith("#"):
            return count
    return len(lines)
