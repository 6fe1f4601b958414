"""How to get to an offer, above all without a car, and how far it is."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Annotated

import strawberry

from gateway.graph.connection import check_first
from gateway.graph.scalars import GeoJSON
from gateway.graph.text import Texts, localized

StopsFirst = Annotated[int, strawberry.argument(description="How many stops, at most 10 are given.")]


@strawberry.enum(description="How well an offer can be reached without a car; the best that holds.")
class CarFreeLevel(Enum):
    """Levels, the best first. Absence of data is never "no"."""

    DIRECT = strawberry.enum_value("DIRECT", description="A stop of public transport within 500 m.")
    WALK = strawberry.enum_value("WALK", description="A stop within about 2 km on foot.")
    SHUTTLE = strawberry.enum_value("SHUTTLE", description="A stop of a shuttle within 300 m.")
    BIKE = strawberry.enum_value("BIKE", description="A railway station within about 10 km by bicycle.")
    SEASONAL = strawberry.enum_value(
        "SEASONAL", description="One of the above during part of the year only: see `seasons`."
    )
    NONE_DECLARED = strawberry.enum_value(
        "NONE_DECLARED", description="The provider says that it cannot be reached without a car."
    )
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="Nothing is known. It is not a no.")


@strawberry.enum(description="Whether something is said of an offer or was measured on the map.")
class AccessBasis(Enum):
    """Where a level comes from."""

    DECLARED = strawberry.enum_value("DECLARED", description="Said by the provider or the office in Apidae.")
    COMPUTED = strawberry.enum_value(
        "COMPUTED",
        description="Measured to the nearest stops in a straight line; a stop may have few services.",
    )


@strawberry.enum(description="A way to travel.")
class TravelMode(Enum):
    """Modes for which travel time is estimated."""

    CAR = strawberry.enum_value("CAR", description="By car.")
    TRAIN_WALK = strawberry.enum_value("TRAIN_WALK", description="By train, then on foot.")
    TRAIN_BIKE = strawberry.enum_value("TRAIN_BIKE", description="By train, then by bicycle.")
    BIKE = strawberry.enum_value("BIKE", description="By bicycle.")
    WALK = strawberry.enum_value("WALK", description="On foot.")


@strawberry.enum(description="What calls at a stop.")
class StopMode(Enum):
    """Kinds of public transport."""

    TRAIN = strawberry.enum_value("TRAIN", description="Trains.")
    METRO = strawberry.enum_value("METRO", description="An underground or elevated railway.")
    TRAM = strawberry.enum_value("TRAM", description="Trams.")
    COACH = strawberry.enum_value("COACH", description="Coaches between towns.")
    BUS = strawberry.enum_value("BUS", description="Buses.")
    SHUTTLE = strawberry.enum_value("SHUTTLE", description="A shuttle, often for visitors.")
    CABLE = strawberry.enum_value("CABLE", description="A cable car or funicular.")
    BOAT = strawberry.enum_value("BOAT", description="Boats.")


@strawberry.type(description="How far a place is from another.")
class Distance:
    """A distance."""

    meters: int = strawberry.field(description="Metres in a straight line.")
    minutes: int | None = strawberry.field(
        default=None, description="Minutes of travel by `mode`, by fixed factors: no timetable, no road map."
    )
    mode: TravelMode | None = strawberry.field(default=None, description="What `minutes` are by.")
    is_estimate: bool = strawberry.field(
        default=False,
        description="True when `minutes` are given, or when where it starts is only known as a commune. "
        "Show it as about.",
    )


@strawberry.type(description="Part of each year; both days are part of it.")
class Season:
    """A season, written `06-15`."""

    from_: str = strawberry.field(name="from", description="First day as month and day, e.g. `06-15`.")
    to: str = strawberry.field(description="Last day, e.g. `09-15`; before `from` when a year ends between.")


@strawberry.type(description="A stop of public transport.")
class Stop:
    """A stop, seen from a place."""

    name: str = strawberry.field(description="Its name.")
    distance_meters: int = strawberry.field(description="Metres to it in a straight line.")
    modes: list[StopMode] = strawberry.field(description="What calls there; empty when not known.")
    lines: list[str] = strawberry.field(description="Names of lines that call there, as far as known.")
    uic: str | None = strawberry.field(description="UIC number of a station; `near` and `distance` take it.")
    point: GeoJSON = strawberry.field(description="A GeoJSON Point: longitude, latitude.")
    season: Season | None = strawberry.field(
        description="The part of the year in which it is served; null: all year, as far as known."
    )


@strawberry.type(description="Something that the provider or the office says about getting there.")
class AccessCriterion:
    """A criterion of Apidae's `Environnement`."""

    labels: strawberry.Private[Texts]
    key: str = strawberry.field(description="Its number in Apidae.")
    label = localized(lambda one: one.labels, description="In words.", required=True)


@strawberry.type(
    description="Getting to an offer without a car; what is declared stays apart from what is computed."
)
class Access:
    """Access of one offer."""

    car_free: CarFreeLevel = strawberry.field(description="The best level that is known.")
    basis: AccessBasis | None = strawberry.field(
        description="Whether `carFree` is declared or computed; null for `UNKNOWN`."
    )
    declared: list[AccessCriterion] = strawberry.field(description="What Apidae says about stops nearby.")
    declared_at: date | None = strawberry.field(
        description="When the offer was last changed in Apidae, which is the date of `declared`."
    )
    seasons: list[Season] = strawberry.field(description="For `SEASONAL`: when it can be reached.")
    as_of: date | None = strawberry.field(
        description="The date of the list of stops that was looked at; null without one."
    )
    stops: strawberry.Private[tuple[Stop, ...]]

    @strawberry.field(description="Stops within 10 km in a straight line, the nearest first.")
    def nearest_stops(self, first: StopsFirst = 3) -> list[Stop]:
        check_first(first)
        return list(self.stops[:first])
