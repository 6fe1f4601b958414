"""Means of contact and social links of an offer; numbers and addresses are of the ranges kept for fiction."""

from random import Random
from typing import Any

from sources.apidae.emulator.elements import element
from sources.apidae.emulator.text import slug

PHONE, MAIL, SITE, FACEBOOK = 201, 204, 205, 207


class Handles:
    """Names of accounts on social networks, derived from the name of an offer, each given only once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str, number: int) -> str:
        """A handle of 30 characters at most, letters and digits and dots."""
        base = slug(name).replace("-", "")[:22] or "offre"
        handle = base if base not in self._taken else f"{base[:20]}.{number}"
        self._taken.add(handle)
        return handle


def contact_means(number: int, name: str, handle: str, random: Random) -> list[dict[str, Any]]:
    """Phone, mail and site, some missing but never all; a Facebook page when there is a handle."""
    site = f"{slug(name)[:40].strip('-')}.example"
    mobile = random.random() < 0.4
    phone = (
        "06 39 98" if mobile else "04 65 71"
    ) + f" {random.randint(0, 99):02d} {random.randint(0, 99):02d}"
    means = [_means(number, 0, PHONE, phone)]
    if random.random() < 0.85:
        means.append(_means(number, 1, MAIL, f"contact@{site}"))
    if random.random() < 0.7:
        means.append(_means(number, 2, SITE, f"https://www.{site}/"))
    if handle:
        means.append(_means(number, 3, FACEBOOK, f"https://www.facebook.com/{handle}"))
    return means


def instagram_link(number: int, handle: str) -> dict[str, Any]:
    """The Instagram account, which is a multimedia item in Apidae and no means of contact."""
    return {
        "identifiant": number * 100 + 90,
        "link": True,
        "type": "INSTAGRAM",
        "traductionFichiers": [{"locale": "fr", "url": f"https://www.instagram.com/{handle}/"}],
    }


def _means(number: int, rank: int, kind: int, value: str) -> dict[str, Any]:
    return {"identifiant": number * 10 + rank, "type": element(kind), "coordonnees": {"fr": value}}
