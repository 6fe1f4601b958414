"""The upstream's objects with the values that Tailcall's configuration cannot work out added to them.

Nothing is left out of an object, so that Tailcall reads as many bytes as everybody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from bench.apps.plain_mapping import account_of, offer_of, post_of
from bench.data import Data

SHOWN_PICTURES, SHOWN_RENDITION = 3, "urlDiaporama"
"""What the documents of Tailcall's cases ask: the first three pictures, 900 pixels wide."""


class Ready:
    """The answers to Tailcall: lists of objects by GET, as its batches need them."""

    def __init__(self, data: Data) -> None:
        """`data` as `bench.data` makes it."""
        self._offers = [orjson.dumps(_offer(raw)) for raw in data["offers"]]
        self._by_id = {str(raw["id"]): body for raw, body in zip(data["offers"], self._offers, strict=True)}
        self._posts = {
            key: [orjson.dumps(_post(raw, key)) for raw in posts] for key, posts in data["posts"].items()
        }
        self._accounts = {raw["id"]: orjson.dumps(_account(raw)) for raw in data["accounts"]}

    def page(self, asked: Mapping[str, Sequence[str]]) -> bytes:
        """`start` and `count`: a stretch of the list of offers."""
        start, count = int(asked["start"][0]), int(asked["count"][0])
        items = b",".join(self._offers[start : start + count])
        return b'{"numFound":%d,"objetsTouristiques":[%b]}' % (len(self._offers), items)

    def offer(self, asked: Mapping[str, Sequence[str]]) -> bytes:
        """`id`: one offer, or null."""
        return self._by_id.get(asked["id"][0], b"null")

    def posts(self, asked: Mapping[str, Sequence[str]]) -> bytes:
        """`offer`, any number, and `first`: the first posts of each, in one list."""
        most = int(asked["first"][0])
        return _listed([post for key in asked["offer"] for post in self._posts.get(key, ())[:most]])

    def accounts(self, asked: Mapping[str, Sequence[str]]) -> bytes:
        """`id`, any number: accounts."""
        return _listed([self._accounts[key] for key in asked["id"] if key in self._accounts])


def _offer(raw: Data) -> Data:
    made = offer_of(raw)
    pictures = raw.get("illustrations", [])[:SHOWN_PICTURES]
    kept = {name: value for name, value in raw.items() if name != "illustrations"}
    return kept | {
        "globalId": made.id,
        "phone": made.phone,
        "email": made.email,
        "website": made.website,
        "updatedAt": made.updated_at,
        "localisation": _place(raw["localisation"]),
        "pictures": [_picture(one) for one in pictures],
    }


def _picture(raw: Data) -> Data:
    return raw | {"url": raw["traductionFichiers"][0][SHOWN_RENDITION]}


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
