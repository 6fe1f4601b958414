"""Pairing of communes, which have no point, with places, which have no code, by name and neighbourhood."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from .geometry import Point, distance_m, middle
from .points import Places
from .text import key

STRAY_M = 30_000
ABROAD_M = 75_000
NEAR_M = 25_000


class Candidate(NamedTuple):
    """A commune to be paired: its code, the names it may have, and the code of its EPCI."""

    code: str
    names: tuple[str, ...]
    group: str


def pair_points(communes: list[Candidate], places: Places) -> dict[str, Point]:
    """The point of each commune that one place, and only one, can be.

    First the names that are unique on both sides. Then, for namesakes, other spellings and former names,
    the place
    that lies near the communes of the same EPCI that are already paired, if exactly one does. Whatever
    stays in
    doubt has no point.
    """
    points = _unique_names(communes, places)
    _drop_strays(communes, points)
    taken = set(points.values())
    by_name = _by_any_name(places)
    centres = _centres(communes, points)
    for commune in communes:
        if commune.code not in points and commune.group in centres:
            near = _near(by_name, commune, centres[commune.group]) - taken
            if len(near) == 1:
                points[commune.code] = near.pop()
                taken.add(points[commune.code])
    return points


def _unique_names(communes: list[Candidate], places: Places) -> dict[str, Point]:
    codes, spots = defaultdict(list), defaultdict(list)
    for commune in communes:
        codes[key(commune.names[0])].append(commune.code)
    for names, point in places:
        spots[key(names[0])].append(point)
    return {
        found[0]: spots[name][0]
        for name, found in codes.items()
        if len(found) == 1 and len(spots.get(name, ())) == 1
    }


def _centres(communes: Iterable[Candidate], points: dict[str, Point]) -> dict[str, Point]:
    members = defaultdict(list)
    for commune in communes:
        if commune.code in points:
            members[commune.group].append(points[commune.code])
    return {group: middle(found) for group, found in members.items() if group and len(found) >= 3}


def _drop_strays(communes: list[Candidate], points: dict[str, Point]) -> None:
    """Take back the pairs that lie far from their EPCI, or, where it has too few members, from their
    department.
    """
    departments = _centres([commune._replace(group=commune.code[:2]) for commune in communes], points)
    groups = _centres(communes, points)
    for commune in communes:
        point = points.get(commune.code)
        centre, limit = groups.get(commune.group), STRAY_M
        if not centre:
            centre, limit = departments.get(commune.code[:2]), ABROAD_M
        if point and centre and distance_m(point, centre) > limit:
            del points[commune.code]


def _by_any_name(places: Places) -> dict[str, set[Point]]:
    found: dict[str, set[Point]] = defaultdict(set)
    for names, point in places:
        for name in names:
            found[key(name)].add(point)
    return found


def _near(by_name: dict[str, set[Point]], commune: Candidate, centre: Point) -> set[Point]:
    spots = set().union(*(by_name.get(key(name), set()) for name in commune.names))
    return {spot for spot in spots if distance_m(spot, centre) < NEAR_M}
