"""The example operations of the console: one `.graphql` file each, titled by its first comment."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).with_name("examples")
VARIABLES = "variables:"
SATURDAY = 5
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Example:
    """One operation to start from. `variables` is JSON text, empty when the operation takes none.

    `<saturday>` in the variables stands for the next Saturday, so that an example never grows old.
    """

    key: str
    title: str
    description: str
    query: str
    variables: str = ""

    def on(self, day: date) -> Example:
        """The example with its dates filled in for `day`."""
        saturday = day + timedelta(days=(SATURDAY - day.weekday()) % 7)
        return replace(self, variables=self.variables.replace("<saturday>", saturday.isoformat()))

    def as_dict(self) -> dict[str, str]:
        """For JSON: `key title description query variables`."""
        return asdict(self)


@cache
def read_examples(folder: Path = FOLDER) -> tuple[Example, ...]:
    """All examples of a folder in the order of their file names; read once."""
    return tuple(
        parse_example(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.graphql"))
    )


def parse_example(stem: str, text: str) -> Example:
    """An example from the text of its file: comments `# title`, `# description`, `# variables: {...}` first.

    The key is the file's name without its leading number. The line of variables is cut out of the query.
    """
    lines = text.strip().splitlines()
    comments = [line.lstrip("# ").rstrip() for line in lines[: _comment_lines(lines)]]
    variables = [line for line in comments if line.startswith(VARIABLES)]
    prose = [line for line in comments if line not in variables]
    if not prose:
        raise ValueError(f"The example {stem} does not begin with a comment that names it.")
    query = "\n".join(line for line in lines if not line.lstrip("# ").startswith(VARIABLES))
    return Example(
        key=stem.lstrip("0123456789-"),
        title=prose[0],
        description=" ".join(prose[1:]),
        query=query + "\n",
        variables=_indented(variables[0].removeprefix(VARIABLES)) if variables else "",
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
