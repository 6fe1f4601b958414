"""The GraphQL documents of the benchmark, and what goes with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

FIELDS = """
      id apidaeId kind
      name { value locale }
      summary { value }
      phone email website updatedAt
      place { postcode point commune { insee name department } }
      pictures(first: 3) { url(width: $width) credit alt }
"""
POST = "id media text permalink publishedAt likes"
ACCOUNT = "account { id handle name followers }"

TWO_LINKS = f"""query TwoLinks($first: Int!, $start: Int!, $posts: Int!, $width: Int) {{
  offers(first: $first, start: $start) {{
    totalCount
    items {{{FIELDS}      posts(first: $posts) {{ {POST} {ACCOUNT} }}
    }}
  }}
}}"""

ONE_LINK = f"""query OneLink($first: Int!, $start: Int!, $posts: Int!, $width: Int) {{
  offers(first: $first, start: $start) {{
    totalCount
    items {{{FIELDS}      posts(first: $posts) {{ {POST} }}
    }}
  }}
}}"""

ONE = f"""query One($key: String!, $posts: Int!, $width: Int) {{
  offer(key: $key) {{{FIELDS}      posts(first: $posts) {{ {POST} {ACCOUNT} }}
  }}
}}"""

FACETED = """query Faceted($first: Int!, $start: Int!) {
  offers(first: $first, start: $start) { totalCount items { id kind name { value } } }
  facets { key buckets { value count } }
}"""

TINY = "query Tiny { __typename }"

CARD = """fragment Card on Offer {
  id kind name(locale: $locale) { value locale isFallback }
  place { commune { name department } }
  pictures(first: 1) { url(width: 480) alt }
}"""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: a document, the operation's name and the variables."""

    query: str
    name: str
    variables: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The JSON body of a POST."""
        return {"query": self.query, "operationName": self.name, "variables": self.variables}


def _mixed(name: str, selection: str, variables: str = "", *, card: bool = False) -> tuple[str, str]:
    text = f"query {name}{variables} {{\n  {selection}\n}}"
    return name, f"{text}\n{CARD}" if card else text


PAGED = "($first: Int!, $start: Int!)"
LOCALE = "($first: Int!, $start: Int!, $locale: Locale)"

MIX: tuple[tuple[str, str], ...] = (
    _mixed("Names", "offers(first: $first, start: $start) { items { id name { value } } }", PAGED),
    _mixed(
        "Cards", "offers(first: $first, start: $start) { totalCount items { ...Card } }", LOCALE, card=True
    ),
    _mixed("Map", "offers(first: $first, start: $start) { items { id place { point } } }", PAGED),
    _mixed(
        "Contacts",
        "offers(first: $first, start: $start) { items { apidaeId phone email website } }",
        PAGED,
    ),
    _mixed(
        "Gallery",
        "offers(first: $first, start: $start) { items { id pictures(first: 5)"
        " { small: url(width: 400) large: url(width: 2000) credit alt } } }",
        PAGED,
    ),
    _mixed("Count", "offers(first: 1) { totalCount }"),
    _mixed(
        "Feed",
        f"offers(first: $first, start: $start) {{ items {{ id posts(first: 3) {{ {POST} }} }} }}",
        PAGED,
    ),
    _mixed(
        "Likes",
        "offers(first: $first, start: $start) { items { id posts { likes account { followers } } } }",
        PAGED,
    ),
    _mixed(
        "CardsWithPosts",
        "offers(first: $first, start: $start) { items { ...Card posts(first: 1) { text permalink } } }",
        LOCALE,
        card=True,
    ),
    _mixed(
        "Bilingual",
        "offers(first: $first, start: $start) { items { id"
        ' fr: name(locale: "fr") { value } en: name(locale: "en") { value isFallback }'
        ' de: summary(locale: "de") { value locale isFallback } } }',
        PAGED,
    ),
    _mixed("Kinds", "offers(first: $first, start: $start) { items { __typename id kind updatedAt } }", PAGED),
    _mixed("Detail", f"offer(key: $key) {{{FIELDS}}}", "($key: String!, $width: Int)"),
    _mixed(
        "DetailWithPosts",
        f"offer(key: $key) {{ id name {{ value }} posts(first: 4) {{ {POST} {ACCOUNT} }} }}",
        "($key: String!)",
    ),
    _mixed("DetailCard", "offer(key: $key) { ...Card }", "($key: String!, $locale: Locale)", card=True),
    _mixed(
        "Optional",
        "offers(first: $first, start: $start) { items { id phone @include(if: $contact)"
        " summary @skip(if: $short) { value } } }",
        "($first: Int!, $start: Int!, $contact: Boolean!, $short: Boolean!)",
    ),
    _mixed(
        "TwoPages",
        "here: offers(first: $first, start: $start) { items { id name { value } } }"
        " there: offers(first: $first, start: 900) { items { id kind } }",
        PAGED,
    ),
    _mixed(
        "TwoOffers",
        "one: offer(key: $key) { ...Card } other: offer(key: $other) { ...Card }",
        "($key: String!, $other: String!, $locale: Locale)",
        card=True,
    ),
    _mixed("Typename", "__typename"),
    _mixed(
        "Whole",
        f"offers(first: $first, start: $start) {{ totalCount items {{{FIELDS}"
        f" posts(first: 2) {{ {POST} {ACCOUNT} }} }} }}",
        "($first: Int!, $start: Int!, $width: Int)",
    ),
    _mixed(
        "Places",
        "offers(first: $first, start: $start) { items { place { postcode commune { insee name } } } }",
        PAGED,
    ),
)
