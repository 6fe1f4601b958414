"""The hand-written ceiling: no GraphQL, the same upstream calls, dicts made by hand for each operation.

It knows the benchmark's operations by name, checks nothing and cannot answer anything else.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping
from typing import Any

import orjson

from bench.apps.reaching import KEEPS_ENTITIES, KEEPS_RESPONSES, Reach, reaching
from bench.apps.running import serve

Raw = Mapping[str, Any]

KINDS = {
    "FETE_ET_MANIFESTATION": "EVENT",
    "ACTIVITE": "ACTIVITY",
    "PATRIMOINE_CULTUREL": "VISIT",
    "PATRIMOINE_NATUREL": "VISIT",
    "DEGUSTATION": "VISIT",
}
RENDITIONS = ((480, "urlFiche"), (900, "urlDiaporama"), (2560, "urlQHD"))
NOTHING: Raw = {}

Kept = dict[Any, Any]
PAGES: Kept = {}
OFFERS: Kept = {}
POSTS: Kept = {}
ACCOUNTS: Kept = {}


class Answers:
    """The operations by name."""

    def __init__(self, reach: Reach) -> None:
        """What is kept lives as long as the process."""
        self._reach = reach

    async def answer(self, asked: Raw) -> bytes:
        """The whole answer of one operation."""
        name, variables = asked.get("operationName"), asked.get("variables") or NOTHING
        if name == "Tiny":
            return b'{"data":{"__typename":"Query"}}'
        if name == "One":
            found = await self._through(OFFERS, [variables["key"]], self._objects)
            items = await self._with_links(found, variables, 2)
            return orjson.dumps({"data": {"offer": items[0]}})
        if name == "Faceted":
            return await self._faceted(variables)
        page = await self._page(variables["start"], variables["first"])
        items = await self._with_links(page["objetsTouristiques"], variables, 1 if name == "OneLink" else 2)
        return orjson.dumps({"data": {"offers": {"totalCount": page["numFound"], "items": items}}})

    async def _faceted(self, variables: Raw) -> bytes:
        page, facets = await asyncio.gather(
            self._page(variables["start"], variables["first"]), self._reach.facets()
        )
        items = [
            {
                "id": _id("Offer", raw["id"]),
                "kind": KINDS.get(raw["type"], "OTHER"),
                "name": {"value": raw["nom"]["libelleFr"]},
            }
            for raw in page["objetsTouristiques"]
        ]
        shown = [
            {
                "key": one["facet"],
                "buckets": [{"value": each["value"], "count": each["nb"]} for each in one["values"]],
            }
            for one in facets
        ]
        offers = {"totalCount": page["numFound"], "items": items}
        return orjson.dumps({"data": {"offers": offers, "facets": shown}})

    async def _page(self, start: int, first: int) -> Any:
        if (start, first) in PAGES:
            return PAGES[start, first]
        page = await self._reach.page(start, first)
        if KEEPS_ENTITIES:
            PAGES[start, first] = page
        return page

    async def _objects(self, keys: list[str]) -> Kept:
        return {str(raw["id"]): raw for raw in await self._reach.objects(keys)}

    async def _posts(self, keys: list[str]) -> Kept:
        found: Kept = await self._reach.posts(keys)
        return found

    async def _accounts(self, keys: list[str]) -> Kept:
        return {raw["id"]: raw for raw in await self._reach.accounts(keys)}

    async def _through(self, kept: Kept, keys: list[str], read: Any) -> list[Any]:
        if not KEEPS_ENTITIES:
            found = await read(keys)
            return [found[key] for key in keys]
        if missing := [key for key in keys if key not in kept]:
            kept.update(await read(missing))
        return [kept[key] for key in keys]

    async def _with_links(self, offers: list[Any], variables: Raw, links: int) -> list[Any]:
        most, width = variables["posts"], variables.get("width") or 900
        rendition = next((name for size, name in RENDITIONS if size >= width), RENDITIONS[-1][1])
        posts = await self._through(POSTS, [str(offer["id"]) for offer in offers], self._posts)
        shown = [some[:most] for some in posts]
        accounts: Kept = {}
        if links > 1:
            keys = list({post["owner"]["id"] for some in shown for post in some})
            if keys:
                accounts = dict(zip(keys, await self._through(ACCOUNTS, keys, self._accounts), strict=True))
        return [
            {**_offer(offer, rendition), "posts": [_post(post, accounts) for post in some]}
            for offer, some in zip(offers, shown, strict=True)
        ]


def _id(kind: str, key: Any) -> str:
    return base64.urlsafe_b64encode(f"{kind}:{key}".encode()).decode().rstrip("=")


def _offer(raw: Raw, rendition: str) -> dict[str, Any]:
    means: dict[int, str] = {}
    for one in raw.get("informations", NOTHING).get("moyensCommunication", ()):
        means.setdefault(one["type"]["id"], one["coordonnees"]["fr"])
    place = raw["localisation"]
    address = place["adresse"]
    commune = address.get("commune")
    summary = raw.get("presentation", NOTHING).get("descriptifCourt")
    return {
        "id": _id("Offer", raw["id"]),
        "apidaeId": raw["id"],
        "kind": KINDS.get(raw["type"], "OTHER"),
        "name": {"value": raw["nom"]["libelleFr"], "locale": "fr"},
        "summary": {"value": summary["libelleFr"]} if summary else None,
        "phone": means.get(201),
        "email": means.get(204),
        "website": means.get(205),
        "updatedAt": raw["gestion"]["dateModification"][:19] + "Z",
        "place": {
            "postcode": address.get("codePostal"),
            "point": place.get("geolocalisation", NOTHING).get("geoJson"),
            "commune": {"insee": commune["code"], "name": commune["nom"], "department": commune["code"][:2]}
            if commune
            else None,
        },
        "pictures": [_picture(one, rendition) for one in raw.get("illustrations", ())[:3]],
    }


def _picture(raw: Raw, rendition: str) -> dict[str, Any]:
    return {
        "url": raw["traductionFichiers"][0][rendition],
        "credit": raw.get("copyright", NOTHING).get("libelleFr", ""),
        "alt": raw.get("legende", NOTHING).get("libelleFr", ""),
    }


def _post(raw: Raw, accounts: Kept) -> dict[str, Any]:
    made = {
        "id": _id("Post", raw["id"]),
        "media": raw["media_type"],
        "text": raw["caption"],
        "permalink": raw["permalink"],
        "publishedAt": raw["timestamp"][:19] + "Z",
        "likes": raw["like_count"],
    }
    if accounts:
        made["account"] = _account(accounts[raw["owner"]["id"]])
    return made


def _account(raw: Raw) -> dict[str, Any]:
    return {
        "id": _id("Account", raw["id"]),
        "handle": raw["username"],
        "name": raw["name"],
        "followers": raw["followers_count"],
    }


class App:
    """Raw ASGI; in the mode `responses` a body that was answered before gets the same bytes again."""

    def __init__(self) -> None:
        """Nothing is open yet."""
        self._ready: dict[bytes, bytes] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one scope."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        answer = self._ready.get(body)
        if answer is None:
            answer = await self._answers.answer(orjson.loads(body))
            if KEEPS_RESPONSES:
                self._ready[body] = answer
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _live(self, receive: Any, send: Any) -> None:
        async with reaching() as reach:
            self._answers = Answers(reach)
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


if __name__ == "__main__":
    serve(App())
