"""What the source holds while it is open: the client, the catalogue over it, communes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from gateway.cache import Ages
from gateway.source import Opening
from gateway.upstream import Policy
from sources.apidae.asking import Asker
from sources.apidae.catalogue import Catalogue
from sources.apidae.client import ApidaeClient
from sources.apidae.communes import Communes
from sources.apidae.errors import classify
from sources.apidae.live import LiveCatalogue
from sources.apidae.paging import Cursors
from sources.apidae.policy import Eligibility
from sources.apidae.query_language import QueryLanguage
from sources.apidae.settings import ApidaeSettings

CONCURRENCY = 4
MOST_BYTES = 30_000_000
"""A page of 200 whole objects takes a few megabytes, ten at worst."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """All that functions of this source work with."""

    client: ApidaeClient
    catalogue: Catalogue
    communes: Communes
    asker: Asker


@asynccontextmanager
async def open_source(opening: Opening) -> AsyncIterator[Runtime]:
    """The runtime; nothing is contacted."""
    settings: ApidaeSettings = opening.settings
    key = settings.api_key.get_secret_value()
    upstream = opening.upstream(
        settings.base_url,
        policy=Policy(
            connect=min(1.0, settings.timeout_seconds),
            total=settings.timeout_seconds,
            concurrency=CONCURRENCY,
            max_bytes=MOST_BYTES,
        ),
        secrets=(key,),
        classify=classify,
    )
    client = ApidaeClient(upstream, key, settings.project_id, settings.asked_locales)
    eligibility = Eligibility(settings.levels, settings.no_encounter_criterion)
    language = QueryLanguage(eligibility, settings.region_territory, settings.territories)
    ages = Ages(soft=settings.soft_seconds, hard=max(settings.soft_seconds, settings.hard_seconds))
    catalogue = LiveCatalogue(client, eligibility, language, Cursors(key), ages, opening.clock)
    communes = Communes(client, opening.clock)
    try:
        yield Runtime(client, catalogue, communes, Asker(catalogue, opening.random))
    finally:
        await catalogue.aclose()
        await communes.aclose()
