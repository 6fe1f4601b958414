"""Counts in the graph."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from gateway.graph.connection import Connection
from gateway.graph.enums import enum_of
from gateway.statistics.reading import Sums

StatisticsDimension: Any = enum_of(
    "StatisticsDimension",
    {
        "OFFER": "A row for each offer.",
        "PARTNER": "A row for each partner; our own frontends are a row without one.",
        "KEY": "A row for each key of a partner.",
        "DAY": "A row for each day of Europe/Paris, oldest first.",
    },
    description="What counts are told apart by.",
)

From = Annotated[
    date | None,
    strawberry.argument(name="from", description="First day (Europe/Paris); 30 days before `to` by itself."),
]
To = Annotated[
    date | None, strawberry.argument(description="Last day (Europe/Paris), included; today by itself.")
]


@strawberry.type(
    description="How often offers were looked at. Each is a number of times, of how many people is not known."
)
class StatisticsSums:
    """Exact sums."""

    views: int = strawberry.field(description="Times that pages of offers were opened on our own frontends.")
    widget_impressions: int = strawberry.field(
        description="Times that cards of offers came into sight in widgets of partners who let it be counted."
    )
    outbound_clicks: int = strawberry.field(
        description="Times that somebody left for the website or the booking page of an offer."
    )


@strawberry.type(
    description="How often all offers together were looked at, as everybody may know: rounded down to tens."
)
class PublicStatistics:
    """Rounded sums; small ones are withheld."""

    first_day: date = strawberry.field(description="The first day that is counted (Europe/Paris).")
    last_day: date = strawberry.field(description="The last day that is counted; never today.")
    views: int | None = strawberry.field(
        description="Times that pages of offers were opened; null below ten."
    )
    widget_impressions: int | None = strawberry.field(
        description="Times that cards of offers came into sight in widgets; null below ten."
    )
    outbound_clicks: int | None = strawberry.field(
        description="Times that somebody left for the site of an offer; null below ten."
    )


@strawberry.type(description="Counts of one offer, partner, key or day, as `by` asked for.")
class StatisticsRow:
    """One group; `key` is that of its offer, "" for none. `offer` is a link."""

    key: strawberry.Private[str]
    day: date | None = strawberry.field(description="The day (Europe/Paris); null unless asked by `DAY`.")
    offer_id: strawberry.ID | None = strawberry.field(
        description="The id of the offer, also of one that is not public now; null unless asked by `OFFER`."
    )
    partner: str | None = strawberry.field(
        description="The partner's name in roles; null unless asked by `PARTNER`, or for our own frontends."
    )
    key_id: strawberry.ID | None = strawberry.field(
        name="key", description="The id of the key; null unless asked by `KEY`, or for our own frontends."
    )
    counts: StatisticsSums = strawberry.field(description="The counts.")


@strawberry.type(description="A page of counts, and the sums of all pages.")
class StatisticsConnection(Connection[StatisticsRow]):
    """A page of rows."""

    first_day: date = strawberry.field(description="The first day that is counted.")
    last_day: date = strawberry.field(description="The last day that is counted.")
    sums: StatisticsSums = strawberry.field(description="The counts of all pages together.")


def sums_type(sums: Sums) -> StatisticsSums:
    """Sums as a type of the graph."""
    return StatisticsSums(views=sums.views, widget_impressions=sums.impressions, outbound_clicks=sums.clicks)
