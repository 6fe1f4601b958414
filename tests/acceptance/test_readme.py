"""The README shows what is promised, and links to what is there; `test_examples.py` sends what it shows."""

import re
from pathlib import Path

README = Path("README.md").read_text("utf-8")
QUERIES = re.findall(r"```graphql\n(.*?)```", README, re.DOTALL)


def test_the_readme_shows_three_queries_and_two_commands() -> None:
    assert len(QUERIES) >= 3
    assert "make run" in README
    assert "make test" in README


def test_every_file_it_links_to_is_there() -> None:
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in t]
    assert targets
    assert [target for target in targets if not Path(target).exists()] == []
