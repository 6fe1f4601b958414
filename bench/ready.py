"""The upstream's objects with the values that Tailcall's configuration cannot work out added to them.

What everybody else gets is still in each object, so that Tailcall reads as many bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import orjson

from bench.apps.plain_mapping import account_of, offer_of, post_of
from bench.data import Data

Asked = Mapping[str, Sequence[str]]

SHOWN_PICTURES, SHOWN_RENDITION = 3, "urlDiaporama"
"""What the documents of Tailcall's cases ask: the first three pictures, 900 pixels wide."""


class Ready:
    """The answers to Tailcall: objects by GET, lists where it asks for many keys at once.

    What belongs to several keys is one list; each of its objects says which key it belongs to.
    """

    def __init__(self, data: Data) -> None:
        """`data` as `bench.data` makes it."""
        self._offers = [orjson.dumps(_offer(raw)) for raw in data["offers"]]
        self._by_id = {str(raw["id"]): body for raw, body in zip(data["offers"], self._offers, strict=True)}
        self._posts = {
            key: [orjson.dumps(_post(raw, key)) for raw in posts] for key, posts in data["posts"].items()
        }
        self._accounts = {raw["id"]: orjson.dumps(_account(raw)) for raw in data["accounts"]}

    def services(self) -> dict[str, Callable[[Asked], bytes]]:
        """The answer to a query string, by path."""
        return {
            "/ready/page": self._page,
            "/ready/offer": lambda asked: self._by_id.get(asked["id"][0], b"null"),
            "/ready/posts": self._first_posts,
            "/ready/accounts": self._of_accounts,
        }

    def _page(self, asked: Asked) -> bytes:
        start, count = int(asked["start"][0]), int(asked["count"][0])
        items = b",".join(self._offers[start : start + count])
        return b'{"numFound":%d,"objetsTouristiques":[%b]}' % (len(self._offers), items)

    def _first_posts(self, asked: Asked) -> bytes:
        most = int(asked["first"][0])
        return _listed([post for key in asked["offer"] for post in self._posts.get(key, ())[:most]])

    def _of_accounts(self, asked: Asked) -> bytes:
        return _listed([self._accounts[key] for key in asked["id"] if key in self._accounts])


def _offer(raw: Data) -> Data:
    made = offer_of(raw)
    kept = {name: value for name, value in raw.items() if name != "illustrations"}
    pictures = raw.get("illustrations", [])[:SHOWN_PICTURES]
    return kept | {
        "globalId": made.id,
        "phone": made.phone,
        "email": made.email,
        "website": made.website,
        "updatedAt": made.updated_at,
        "localisation": _place(raw["localisation"]),
        "pictures": [one | {"url": one["traductionFichiers"][0][SHOWN_RENDITION]} for one in pictures],
    }


def _place(raw: Data) -> Data:
    commune = raw["adresse"]["commune"]
    return raw | {"adresse": raw["adresse"] | {"commune": commune | {"department": commune["code"][:2]}}}


def _post(raw: Data, offer: str) -> Data:
    made = post_of(raw)
    return raw | {"globalId": made.id, "publishedAt": made.published_at, "offer": offer}


def _account(raw: Data) -> Data:
    return raw | {"globalId": account_of(raw).id}


def _listed(bodies: Sequence[bytes]) -> bytes:
    return b"[%b]" % b",".join(bodies)
