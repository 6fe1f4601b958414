"""Root fields about places: communes, territories, stations, and proposals while somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

from gateway.errors import BadInput, LimitExceeded
from gateway.graph.connection import After, Connection, First, check_first
from gateway.source import Context, root_field
from sources.apidae.access.answers import STOPS_WITHIN, stop_of
from sources.apidae.access.inputs import PlaceInput
from sources.apidae.access.origins import checked_commune, checked_postcode
from sources.apidae.live_places import only_mirror
from sources.apidae.mirror.directory import name_of
from sources.apidae.places.ordered import named_like
from sources.apidae.runtime import Runtime
from sources.apidae.suggesting import Suggester
from sources.apidae.tables.places import in_region
from sources.apidae.types.access import Stop, StopMode
from sources.apidae.types.place import Commune, Territory, TerritoryKind
from sources.apidae.types.suggestion import Suggestion, SuggestionKind

MOST_CODES = 100
LONGEST_PREFIX = 100
STATIONS_WITHIN = 5 * STOPS_WITHIN

Prefix = Annotated[
    str | None,
    strawberry.argument(description="The beginning of a word of the name; case and accents do not matter."),
]
Insee = Annotated[
    list[str] | None, strawberry.argument(description="INSEE codes, present or former ones, at most 100.")
]
Postcode = Annotated[str | None, strawberry.argument(description="A postcode, e.g. `38000`.")]
Kinds = Annotated[
    list[TerritoryKind] | None, strawberry.argument(description="Only territories of these kinds.")
]
SuggestedKinds = Annotated[
    list[SuggestionKind] | None, strawberry.argument(description="Only proposals of these kinds.")
]
Typed = Annotated[str, strawberry.argument(description="What was typed so far, 1 to 100 characters.")]
Near = Annotated[PlaceInput, strawberry.argument(description="Near which place.")]
Modes = Annotated[
    list[StopMode] | None, strawberry.argument(description="Where one of these calls; none: `TRAIN`.")
]


@root_field(
    description="Communes of the region: by the beginning of a name, the largest first, by codes, or by "
    "postcode. Exactly one of these is wanted.",
    cost=2,
)
async def communes(
    ctx: Context[Runtime],
    prefix: Prefix = None,
    insee: Insee = None,
    postcode: Postcode = None,
    first: First = 20,
) -> list[Commune] | None:
    """From the table of places; codes are found without one as well."""
    check_first(first)
    if sum(given is not None for given in (prefix, insee, postcode)) != 1:
        raise BadInput(
            "INVALID_ARGUMENT", "Exactly one of prefix, insee and postcode is wanted.", argument="prefix"
        )
    places = ctx.runtime.ground.places
    if insee is not None:
        codes: Sequence[str] = _codes(insee, ctx)
    elif not places:
        raise _no_table("prefix" if prefix is not None else "postcode")
    elif prefix is not None:
        codes = [one.insee for one in places.starting_with(checked_prefix(prefix) or "", first)]
    else:
        named = checked_postcode(postcode or "", places, "postcode")
        codes = [one.insee for one in named if in_region(one.insee)]
    found: list[list[Commune]] = await ctx.load_lists(Commune.entity, [codes[:first]])
    return found[0]


@root_field(description="Territories that have public offers, by name.", cost=2)
async def territories(
    ctx: Context[Runtime],
    prefix: Prefix = None,
    kinds: Kinds = None,
    first: First = 20,
    after: After = None,
) -> Connection[Territory] | None:
    """From the directory; needs a mirror."""
    check_first(first)
    fits = named_like(checked_prefix(prefix))

    def wanted(one: Territory) -> bool:
        return (not kinds or one.kind in kinds) and fits(name_of(one))

    return (await ctx.runtime.directory()).territories.connection("territories", first, after, wanted)


@root_field(
    description="Stations near a place, the nearest first, up to 50 km away in a straight line; from the "
    "list of stops that this deployment has.",
    cost=2,
    max_age=0,
)
async def stations(
    ctx: Context[Runtime], near: Near, first: First = 5, modes: Modes = None
) -> list[Stop] | None:
    """From the list of stops in memory."""
    check_first(first)
    origin = await ctx.runtime.origins.find(near, "near")
    wanted = set(modes or (StopMode.TRAIN,))
    found = ctx.runtime.ground.stops.nearest(
        origin.point, first, STATIONS_WITHIN, wanted=lambda stop: not wanted.isdisjoint(stop.modes)
    )
    return [stop_of(stop, metres) for metres, stop in found]


@root_field(
    description="Proposals for a text that is being typed: words of names that begin so. Case and accents do "
    "not matter. Kinds take turns; nothing comes from an offer that is not public.",
    cost=3,
)
async def suggest(
    ctx: Context[Runtime], prefix: Typed, first: First = 10, kinds: SuggestedKinds = None
) -> list[Suggestion] | None:
    """From memory, and one command for names of offers; needs a mirror."""
    check_first(first)
    checked_prefix(prefix)
    mirror = ctx.runtime.mirror
    if mirror is None:
        raise only_mirror(None)
    suggester = Suggester(ctx.runtime.ground.places, await mirror.directories.read(), mirror)
    return await suggester.find(prefix, first, kinds or tuple(SuggestionKind))


def checked_prefix(prefix: str | None) -> str | None:
    """The prefix, unless it is too long."""
    if prefix is not None and len(prefix) > LONGEST_PREFIX:
        raise BadInput(
            "INVALID_ARGUMENT", f"At most {LONGEST_PREFIX} characters are wanted.", argument="prefix"
        )
    return prefix


def _codes(insee: Sequence[str], ctx: Context[Runtime]) -> list[str]:
    """Present codes in the order asked, each once."""
    if len(insee) > MOST_CODES:
        raise LimitExceeded("LIMIT_ITEMS", limit=MOST_CODES, actual=len(insee))
    places = ctx.runtime.ground.places
    return list(dict.fromkeys(checked_commune(code, places, "insee") for code in insee))


def _no_table(argument: str) -> BadInput:
    return BadInput(
        "INVALID_ARGUMENT",
        "This deployment has no table of places.",
        hint="Communes can be found by their INSEE codes.",
        argument=argument,
    )
