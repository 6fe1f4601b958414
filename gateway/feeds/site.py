"""Where the public site shows what: patterns of its addresses, as the deployer set them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from gateway.commas import comma_parts
from gateway.settings import GatewaySettings, SettingsError

PLACE = re.compile(r"\{([^{}]*)\}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
OFFER_PLACES = frozenset({"lang", "slug", "id", "apidaeId"})
STORY_PLACES = frozenset({"lang", "id"})
FIRST = "fr"
LONGEST = 200
"""Characters of a pattern: parts of the sitemap stay below the size that the protocol allows."""


@dataclass(frozen=True, slots=True)
class PublicSite:
    """Patterns with places in braces; "" where the site has no such page. `locales` are its languages.

    `licence` is an SPDX id or a url; `attribution` names whom those who show the data have to name.
    """

    offer_url: str = ""
    story_url: str = ""
    locales: tuple[str, ...] = (FIRST,)
    licence: str = ""
    name: str = "Partir Ici"

    def offer(self, node: Mapping[str, Any], lang: str = FIRST) -> str | None:
        """The page of an offer."""
        return _filled(self.offer_url, node, lang)

    def story(self, node: Mapping[str, Any], lang: str = FIRST) -> str | None:
        """The page of a scout's content."""
        return _filled(self.story_url, node, lang)

    def languages(self, pattern: str, available: list[str]) -> list[str]:
        """The languages in which a page has texts of its own; one where the pattern tells none apart."""
        if "{lang}" not in pattern:
            return [FIRST]
        spoken = {tag.lower().split("-")[0] for tag in available}
        return [lang for lang in self.locales if lang in spoken] or [self.locales[0]]

    def attribution(self, office: str | None) -> str:
        """Whom to name beside an offer."""
        return ", ".join(part for part in (f"{self.name} / Apidae Tourisme", office) if part)


def read_site(settings: GatewaySettings) -> PublicSite:
    """The site of the settings; `SettingsError` names what is wrong."""
    locales = tuple(comma_parts(settings.site_locales))
    if not locales or not all(LANGUAGE.fullmatch(one) for one in locales):
        raise SettingsError("The setting GATEWAY_SITE_LOCALES is not a list of languages such as fr,en.")
    return PublicSite(
        offer_url=_checked("OFFER", settings.site_offer_url, OFFER_PLACES),
        story_url=_checked("STORY", settings.site_story_url, STORY_PLACES),
        locales=locales,
        licence=settings.feeds_licence,
    )


def _checked(what: str, pattern: str, known: frozenset[str]) -> str:
    setting = f"GATEWAY_SITE_{what}_URL"
    used = set(PLACE.findall(pattern))
    if not pattern:
        return ""
    if len(pattern) > LONGEST:
        raise SettingsError(f"The setting {setting} is longer than {LONGEST} characters.")
    url = urlsplit(PLACE.sub("x", pattern))
    if url.scheme not in {"http", "https"} or not url.hostname or "@" in url.netloc:
        raise SettingsError(f"The setting {setting} is not an absolute http or https address.")
    if not used <= known or not used - {"lang"}:
        places = ", ".join(f"{{{one}}}" for one in sorted(known))
        raise SettingsError(f"The setting {setting} needs a place that tells which, and none but {places}.")
    return pattern


def _filled(pattern: str, node: Mapping[str, Any], lang: str) -> str | None:
    if not pattern:
        return None
    values = {"lang": lang, **node}
    return PLACE.sub(lambda place: quote(str(values[place[1]]), safe=""), pattern)
