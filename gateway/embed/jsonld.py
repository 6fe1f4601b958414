"""schema.org descriptions for the pages of partners: each offer describes itself, here they become a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from gateway.console.templates import Html

CONTEXT = "https://schema.org"


def item_list(descriptions: Iterable[str | None]) -> Html:
    """An `ItemList` of descriptions, in their order, as JSON that cannot end the script it stands in.

    Of an event with several days the first is listed; one without a day ahead has no description.
    """
    things = [_thing(orjson.loads(text)) for text in descriptions if text]
    items = [{"@type": "ListItem", "position": rank, "item": one} for rank, one in enumerate(things, 1)]
    text = orjson.dumps({"@context": CONTEXT, "@type": "ItemList", "itemListElement": items}).decode()
    return Html(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def title_of(node: dict[str, Any]) -> dict[str, Any]:
    """The title of what a scout published; one without is called by its author."""
    titled: dict[str, Any] = node["title"] or {"value": node["author"]["publicName"], "locale": "fr"}
    return titled


def story_of(node: dict[str, Any]) -> str:
    """What a scout published, as a posting with its author."""
    title = title_of(node)
    return orjson.dumps(
        {
            "@type": "BlogPosting",
            "headline": title["value"],
            "inLanguage": title["locale"],
            "datePublished": node["postedAt"],
            "author": {"@type": "Person", "name": node["author"]["publicName"]},
            "license": node["licence"],
        }
    ).decode()


def _thing(whole: dict[str, Any]) -> dict[str, Any]:
    described = {name: value for name, value in whole.items() if name != "@context"}
    first: dict[str, Any] = described["@graph"][0] if "@graph" in described else described
    return first
