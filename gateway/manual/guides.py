"""The guides: Markdown pages of the repository's `docs/`, which an installed package carries with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CARRIED, REPOSITORY = HERE / "guides", HERE.parents[1] / "docs"
COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)
GROUPS = {
    "Ask the graph": ("http", "search", "places", "apidae", "scouts", "social", "identity", "errors"),
    "Show it": ("widgets",),
    "Run it": ("settings", "sources", "testing", "performance", "performance-search", "decisions"),
}
OTHERS = "More"


@dataclass(frozen=True, slots=True)
class Guide:
    """One page: `name` is its address, `title` its first heading, `text` the rest in Markdown."""

    name: str
    title: str
    text: str

    @property
    def path(self) -> str:
        """Its address, from the root."""
        return f"docs/guides/{self.name}"


def read_guides(folder: Path | None = None) -> dict[str, Guide]:
    """All guides by name; none where the folder is absent. The installed package's own win."""
    chosen = folder or (CARRIED if CARRIED.is_dir() else REPOSITORY)
    return {path.stem: _guide(path) for path in sorted(chosen.glob("*.md"))}


def grouped(guides: dict[str, Guide]) -> list[tuple[str, Sequence[Guide]]]:
    """Guides under the names of their groups; those that no group names come last."""
    named = {name for names in GROUPS.values() for name in names}
    groups = {title: [guides[name] for name in names if name in guides] for title, names in GROUPS.items()}
    groups[OTHERS] = [guide for name, guide in guides.items() if name not in named]
    return [(title, members) for title, members in groups.items() if members]


def _guide(path: Path) -> Guide:
    heading, _, text = path.read_text("utf-8").partition("\n")
    return Guide(path.stem, heading.removeprefix("# ").strip(), COMMENT.sub("", text))
