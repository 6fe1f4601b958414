"""The questions that feeds ask of the graph: fixed documents of the folder `operations/`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("operations")
FRAGMENTS = {"OfferFacts": "offer_facts", "OfferTimes": "offer_times"}
SPREAD = re.compile(r"\.\.\.(\w+)")


@cache
def document(name: str) -> str:
    """The GraphQL text of a question, with the fragments it uses."""
    text = _text(name)
    used = [FRAGMENTS[one] for one in sorted(set(SPREAD.findall(text))) if one in FRAGMENTS]
    return "\n".join([text, *(_text(one) for one in used)])


def _text(name: str) -> str:
    return (FOLDER / f"{name}.graphql").read_text("utf-8")
