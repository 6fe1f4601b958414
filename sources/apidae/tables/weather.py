"""Which weather an offer suits, mapped from Apidae's criteria as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sources.apidae.tables.rules import PROMOTION, Criterion, of
from sources.apidae.types.discovery import WeatherFit

BAD_WEATHER = of(PROMOTION, 1670)
INDOOR = of(PROMOTION, 1669)
GREAT_HEAT = of(PROMOTION, 4639)

WEATHER: Mapping[WeatherFit, Sequence[Sequence[Criterion]]] = {
    WeatherFit.ANY: ((*BAD_WEATHER, *INDOOR), GREAT_HEAT),
    WeatherFit.BAD_WEATHER: (BAD_WEATHER,),
    WeatherFit.GREAT_HEAT: (GREAT_HEAT,),
    WeatherFit.INDOOR: (INDOOR,),
}
"""One criterion of each group has to be there."""


def weather_of(ids: frozenset[int]) -> tuple[WeatherFit, ...]:
    """The weather that an object suits, as far as it is recorded."""
    return tuple(
        fit for fit, groups in WEATHER.items() if all(any(one.id in ids for one in group) for group in groups)
    )
