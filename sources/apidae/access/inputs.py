"""How callers say where they start from and how far they go."""

from __future__ import annotations

from typing import Annotated

import strawberry

from sources.apidae.types.access import TravelMode


@strawberry.input(description="A point in degrees (WGS 84).")
class PointInput:
    """A point."""

    lon: float = strawberry.field(description="Longitude: about 2 to 7 in the region.")
    lat: float = strawberry.field(description="Latitude: about 44 to 47 in the region.")


@strawberry.input(description="A place to start from: exactly one of its fields. Nothing of it is kept.")
class PlaceInput:
    """A place."""

    insee: str | None = strawberry.field(
        default=None,
        description="INSEE code of a commune, a former one too; where it is is known or estimated.",
    )
    postcode: str | None = strawberry.field(
        default=None, description="A French postcode, e.g. `38000`: the middle of the communes it serves."
    )
    station_uic: str | None = strawberry.field(
        default=None, description="UIC number of a station of this deployment's list (see `stations`)."
    )
    point: PointInput | None = strawberry.field(default=None, description="A point; it may be anywhere.")


@strawberry.input(
    description="All within a distance of a place in a straight line, or within minutes by estimate."
)
class NearInput:
    """A circle, or what can be reached."""

    from_: PlaceInput = strawberry.field(name="from", description="Where to start.")
    km: float | None = strawberry.field(
        default=None,
        description="Kilometres, more than 0, at most 200; 20 when neither this nor `minutes` is given.",
    )
    minutes: int | None = strawberry.field(
        default=None,
        description="Minutes of travel by `mode`, 1 to 240, estimated by fixed factors; not with `km`.",
    )
    mode: TravelMode | None = strawberry.field(
        default=None,
        description="How to travel; CAR when `minutes` come alone. By train only offers near a station fit.",
    )


From = Annotated[PlaceInput, strawberry.argument(name="from", description="Where to start.")]
Mode = Annotated[
    TravelMode | None,
    strawberry.argument(description="Also estimate the minutes of travel by this mode."),
]
