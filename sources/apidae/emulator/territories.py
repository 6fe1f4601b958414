"""Invented numbers of the territories that objects lie in: the region, its departments, some parks and
massifs.

The outlines of parks and massifs are circles: good enough to test a filter, not to draw a map.
"""

from typing import NamedTuple

from .geometry import Point, distance_m
from .places import REGION, Commune

REGION_ID = 900_084
DEPARTMENT_IDS = {
    "01": 900_101,
    "03": 900_103,
    "07": 900_107,
    "15": 900_115,
    "26": 900_126,
    "38": 900_138,
    "42": 900_142,
    "43": 900_143,
    "63": 900_163,
    "69": 900_169,
    "73": 900_173,
    "74": 900_174,
}
DEPARTMENT_NAMES = {
    "01": "Ain",
    "03": "Allier",
    "07": "Ardèche",
    "15": "Cantal",
    "26": "Drôme",
    "38": "Isère",
    "42": "Loire",
    "43": "Haute-Loire",
    "63": "Puy-de-Dôme",
    "69": "Rhône",
    "73": "Savoie",
    "74": "Haute-Savoie",
}


class Circle(NamedTuple):
    """A park or massif, simplified to a centre and a radius in metres."""

    id: int
    name: str
    centre: Point
    radius_m: int


CIRCLES = (
    Circle(900_201, "Parc naturel régional du Vercors", (5.42, 44.92), 27_000),
    Circle(900_202, "Parc naturel régional de Chartreuse", (5.82, 45.38), 17_000),
    Circle(900_203, "Parc naturel régional du Massif des Bauges", (6.15, 45.66), 18_000),
    Circle(900_204, "Parc naturel régional du Pilat", (4.58, 45.38), 17_000),
    Circle(900_205, "Parc naturel régional des Monts d'Ardèche", (4.30, 44.72), 30_000),
    Circle(900_206, "Parc naturel régional des Volcans d'Auvergne", (2.87, 45.35), 40_000),
    Circle(900_207, "Parc naturel régional Livradois-Forez", (3.70, 45.50), 33_000),
    Circle(900_208, "Parc national de la Vanoise", (6.80, 45.35), 22_000),
    Circle(900_209, "Parc naturel régional des Baronnies provençales", (5.28, 44.33), 24_000),
    Circle(900_301, "Beaujolais", (4.60, 46.08), 22_000),
    Circle(900_302, "Dombes", (5.03, 46.00), 15_000),
    Circle(900_303, "Pays du Mont-Blanc", (6.78, 45.92), 17_000),
)

NAMES = {
    REGION_ID: "Auvergne-Rhône-Alpes",
    **{number: DEPARTMENT_NAMES[code] for code, number in DEPARTMENT_IDS.items()},
    **{circle.id: circle.name for circle in CIRCLES},
}


def territories_of(commune: Commune, point: Point | None = None) -> list[int]:
    """Numbers of the territories a commune lies in, the widest first; none outside the region.

    `point`, in longitude and latitude, stands for the commune's own when the offer has a more exact one.
    """
    if commune.region != REGION:
        return []
    where = point or commune.point
    within = [
        circle.id for circle in CIRCLES if where and distance_m(where, circle.centre) <= circle.radius_m
    ]
    return [REGION_ID, DEPARTMENT_IDS[commune.department], *within]
