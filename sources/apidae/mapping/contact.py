"""How to reach an offer: its public means of communication, never persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from gateway.graph.scalars import URL
from sources.apidae.mapping.reading import Raw, identity, items, part, text, texts, url
from sources.apidae.tables.languages import COORDINATES
from sources.apidae.types.practical import Contact, OfferLink
from sources.apidae.types.words import LinkKind

_PHONES = (201, 206)
_MAIL = 204
_SITE = 205
_LINKS: Mapping[int, LinkKind] = {
    205: LinkKind.WEBSITE,
    3769: LinkKind.WEBSITE,
    207: LinkKind.FACEBOOK,
    3755: LinkKind.TWITTER,
    3789: LinkKind.OTHER,
    4000: LinkKind.OTHER,
    4007: LinkKind.OTHER,
}
"""Type of means of communication -> kind of link."""

_MEDIA: Mapping[str, LinkKind] = {
    "INSTAGRAM": LinkKind.INSTAGRAM,
    "CHAINE_YOUTUBE": LinkKind.VIDEO,
    "CHAINE_DAILYMOTION": LinkKind.VIDEO,
    "CHAINE_VIMEO": LinkKind.VIDEO,
}
"""Accounts that Apidae keeps as multimedia."""

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(\.[\w-]+)+", re.ASCII)
_HANDLE = re.compile(r"[A-Za-z0-9._-]{2,50}")
_NO_HANDLES = frozenset(
    {"profile.php", "pages", "groups", "events", "people", "share", "p", "reel", "explore"}
)


def contact_of(item: Raw) -> Contact:
    """The contact of an object."""
    means = [(identity(one.get("type")) or 0, _value(one)) for one in items(_means(item))]
    phones = [found for kind, value in means if kind in _PHONES and (found := text(value, 40))]
    mails = [found for kind, value in means if kind == _MAIL and (found := _mail(value))]
    links = list(links_of(item))
    sites = [one.url for one in links if one.kind is LinkKind.WEBSITE]
    return Contact(
        phone=next(iter(phones), None),
        email=next(iter(mails), None),
        website=next(iter(sites), None),
        links=links,
    )


def links_of(item: Raw) -> Iterator[OfferLink]:
    """All pages of an object, each once."""
    seen: set[str] = set()
    for kind, value in _addresses(item):
        found = url(value)
        if found and found not in seen:
            seen.add(found)
            yield OfferLink(kind=kind, url=URL(found))


def booking_of(item: Raw) -> URL | None:
    """Where to book on line."""
    for organisation in items(part(item, "reservation").get("organismes")):
        for one in items(organisation.get("moyensCommunication")):
            if identity(one.get("type")) == _SITE and (found := url(_value(one))):
                return URL(found)
    return None


def handle_of(link: OfferLink) -> str | None:
    """The account behind a link to Facebook or Instagram."""
    if link.kind not in {LinkKind.FACEBOOK, LinkKind.INSTAGRAM}:
        return None
    steps = [step for step in urlsplit(link.url).path.split("/") if step]
    first = steps[0].lstrip("@") if steps else ""
    return first if _HANDLE.fullmatch(first) and first.lower() not in _NO_HANDLES else None


def _means(item: Raw) -> Any:
    return part(item, "informations").get("moyensCommunication")


def _addresses(item: Raw) -> Iterator[tuple[LinkKind, str | None]]:
    for one in items(_means(item)):
        if kind := _LINKS.get(identity(one.get("type")) or 0):
            yield kind, _value(one)
    for media in items(item.get("multimedias")):
        name = media.get("type")
        if isinstance(name, str) and (kind := _MEDIA.get(name)):
            for file in items(media.get("traductionFichiers"))[:1]:
                address = file.get("url")
                yield kind, address if isinstance(address, str) else None


def _value(means: Raw) -> str | None:
    found = texts(means.get("coordonnees"), 2000, COORDINATES)
    return found.get("fr") or next(iter(found.values()), None)


def _mail(value: str | None) -> str | None:
    return value if value and len(value) <= 254 and _ADDRESS.fullmatch(value) else None
