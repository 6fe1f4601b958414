"""The fixed data set: objects captured from the Apidae emulator, and invented posts and accounts."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import httpx
import orjson

from bench.places import DATA
from sources.apidae.emulator import create_app
from sources.apidae.emulator.app import BASE

SEED = "bench"
OPTIONS = {"size": "1100", "seed": SEED, "today": "2026-07-01"}
OFFERS = 1_000
ACCOUNTS = 40
FIELDS = (
    "id",
    "type",
    "nom",
    "gestion.dateModification",
    "presentation.descriptifCourt",
    "localisation.adresse",
    "localisation.geolocalisation",
    "informations.moyensCommunication",
    "illustrations",
)
WORDS = [
    "le",
    "sentier",
    "monte",
    "au",
    "frais",
    "sous",
    "les",
    "hêtres",
    "la",
    "ferme",
    "ouvre",
    "sa",
    "cave",
    "aux",
    "curieux",
    "demain",
    "matin",
    "marché",
    "des",
    "producteurs",
    "sur",
    "la",
    "place",
    "venez",
    "à",
    "vélo",
    "la",
    "gare",
    "est",
    "à",
    "dix",
    "minutes",
    "du",
    "lac",
    "on",
    "goûte",
    "on",
    "écoute",
]

Data = dict[str, Any]


def ensure_data() -> Data:
    """The data set, made and kept in a file when it is not there yet."""
    if not DATA.exists():
        DATA.parent.mkdir(parents=True, exist_ok=True)
        DATA.write_bytes(orjson.dumps(asyncio.run(_make())))
    data: Data = orjson.loads(DATA.read_bytes())
    return data


async def _make() -> Data:
    rng = random.Random(SEED)
    offers = await _offers()
    return {
        "offers": offers,
        "posts": {str(offer["id"]): _posts(offer["id"], rng) for offer in offers},
        "accounts": [_account(number) for number in range(ACCOUNTS)],
    }


async def _offers() -> list[Data]:
    """`OFFERS` objects as the emulator's list service gives them, all of these fields present or not."""
    found: list[Data] = []
    transport = httpx.ASGITransport(app=create_app(OPTIONS))
    async with httpx.AsyncClient(transport=transport, base_url="http://emulator") as client:
        while len(found) < OFFERS:
            page = await _page(client, len(found))
            if not page:
                raise RuntimeError(f"The emulator has only {len(found)} objects.")
            found += page
    return found[:OFFERS]


async def _page(client: httpx.AsyncClient, first: int) -> list[Data]:
    query = {
        "apiKey": "demo-key",
        "projetId": 4242,
        "first": first,
        "count": 200,
        "order": "IDENTIFIANT",
        "asc": True,
        "locales": ["fr", "en", "de"],
        "responseFields": list(FIELDS),
    }
    answer = await client.post(
        f"{BASE}recherche/list-objets-touristiques", data={"query": orjson.dumps(query).decode()}
    )
    page: list[Data] = answer.json().get("objetsTouristiques", [])
    return page


def _posts(offer: int, rng: random.Random) -> list[Data]:
    return [_post(offer, number, rng) for number in range(rng.choice((0, 2, 3, 3, 4)))]


def _post(offer: int, number: int, rng: random.Random) -> Data:
    key = f"{offer}{number}"
    return {
        "id": key,
        "media_type": rng.choice(("IMAGE", "VIDEO", "CAROUSEL_ALBUM")),
        "caption": " ".join(rng.choices(WORDS, k=rng.randint(10, 24))),
        "permalink": f"https://social.example/p/{key}/",
        "timestamp": f"2026-06-{rng.randint(1, 30):02}T{rng.randint(6, 21):02}:15:00+0000",
        "media_url": f"https://media.social.example/v/{key}_{rng.randrange(10**12)}_n.jpg?efg={rng.randrange(10**9)}",
        "media_product_type": "FEED",
        "is_comment_enabled": True,
        "like_count": rng.randint(0, 900),
        "owner": {"id": str(rng.randrange(ACCOUNTS))},
    }


def _account(number: int) -> Data:
    return {
        "id": str(number),
        "username": f"compte_{number}",
        "name": f"Compte {number}",
        "website": f"https://compte-{number}.example/",
        "followers_count": 100 + 37 * number,
    }
