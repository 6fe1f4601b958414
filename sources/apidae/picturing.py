"""Pictures of offers for the gateway's proxy: where they are, as long as their offer may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from gateway.source import Context, Pictures
from sources.apidae.runtime import Runtime
from sources.apidae.settings import ApidaeSettings
from sources.apidae.types.offer import Offer

HOSTS = ("*.apidae-tourisme.com",)
WIDE, SMALLER = 1280, 640


def hosts(settings: ApidaeSettings) -> Sequence[str]:
    """Apidae's own hosts, or the one that stands in for them."""
    return (settings.pictures_from,) if settings.pictures_from else HOSTS


async def resolve(ref: str, ctx: Context[Runtime], fresh: bool) -> str | None:
    """Where a picture is; None when its offer is not public or lost it. A dead one has another size."""
    number = ref.partition("/")[0]
    offer: Offer | None = await ctx.load(Offer.entity, number) if number.isdecimal() else None
    found = next((one for one in offer.all_pictures if one.ref == ref), None) if offer else None
    if found is None:
        return None
    url = str(found.rendition(SMALLER if fresh else WIDE))
    base = ctx.runtime.pictures_from
    return f"{base}{urlsplit(url).path}" if base else url


PICTURES: Pictures[Runtime] = Pictures(hosts=hosts, resolve=resolve)
