"""Partners and statistics as a source of the graph's own: the same contract as for those of content."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from gateway.partners import mutations, queries, record
from gateway.partners.command import COMMAND
from gateway.partners.runtime import NAME, Runtime, open_runtime
from gateway.partners.settings import PartnersSettings
from gateway.source import Context, Opening, Source
from gateway.statistics import fields, links
from gateway.statistics import record as counts
from gateway.statistics.types import StatisticsRow


def open_source(opening: Opening) -> AbstractAsyncContextManager[Runtime]:
    """Keys and counts; contacts nothing yet."""
    return open_runtime(opening)


async def health(ctx: Context[Runtime]) -> None:
    """Whether the database of keys and counts answers."""
    await ctx.runtime.room.ping()


source: Source[Runtime] = Source(
    name=NAME,
    title="Partenaires et statistiques",
    description="Les clés des partenaires, et ce qui est compté sans donnée personnelle.",
    owner="Partir Ici",
    settings=PartnersSettings,
    open=open_source,
    health=health,
    brings_content=False,
    collections=(record.COLLECTION, counts.COLLECTION),
    fields=(fields.statistics,),
    links=(queries.partner_keys, fields.viewer_statistics, links.offer_statistics, links.row_offer),
    mutations=(
        mutations.create_partner_key,
        mutations.change_partner_key,
        mutations.rotate_api_key,
        mutations.revoke_partner_key,
        mutations.create_widget,
    ),
    types=(StatisticsRow,),
    commands=(COMMAND,),
)
