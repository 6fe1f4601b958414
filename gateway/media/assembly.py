"""Puts the proxy of pictures together from the settings and the sources that have pictures."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

from gateway.clock import Clock
from gateway.media.addresses import Hosts
from gateway.media.fetching import Fetcher
from gateway.media.pixels import Workers
from gateway.media.proxy import MediaProxy, Owner
from gateway.media.shelf import Shelf
from gateway.media.signing import PictureUrls, media_key
from gateway.settings import GatewaySettings
from gateway.source import Source, SourceSettings

Declared = Sequence[tuple[Source[Any], SourceSettings]]


def picture_urls(settings: GatewaySettings) -> PictureUrls:
    """The addresses of pictures of this deployment."""
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    return PictureUrls(media_key(settings.media_key.get_secret_value(), Path(settings.data_dir)), base)


@contextlib.asynccontextmanager
async def open_media(
    settings: GatewaySettings,
    declared: Declared,
    context_of: Callable[[str], Callable[[], Any]],
    clock: Clock,
) -> AsyncIterator[MediaProxy]:
    """The proxy while the gateway runs."""
    owners: dict[str, Owner] = {}
    hosts: dict[str, Hosts] = {}
    for source, own in declared:
        if source.pictures is not None and own.enabled:
            owners[source.name] = Owner(source.pictures, context_of(source.name))
            hosts[source.name] = Hosts(source.pictures.hosts(own))
    proxy = MediaProxy(
        owners,
        Fetcher(hosts),
        Workers(),
        Shelf(Path(settings.data_dir) / "media", settings.media_bytes),
        clock,
    )
    try:
        yield proxy
    finally:
        await proxy.aclose()
