"""Odd cases that the catalogue holds on purpose, with their shares."""

from datetime import date, timedelta
from typing import Any

from .draw import chance

Object = dict[str, Any]

STRUCTURE_SHARE = 0.08
SHARES: dict[str, tuple[int, float]] = {
    # name: (salt of the draw, share of the offers)
    "no_geojson": (19, 0.03),
    "no_picture": (21, 0.20),
    "no_opening": (22, 0.05),
    "unpublished": (23, 0.03),
    "outside_region": (26, 0.02),
    "outside_project": (29, 0.01),
    "no_short_text": (30, 0.02),
    "empty_blocks": (31, 0.11),
    "expired_picture": (33, 0.02),
    "file_name_legend": (34, 0.03),
    "repeated_picture": (35, 0.02),
    "dates_inconsistent": (37, 0.35),  # of the few offers that list their dates
    "social_links": (39, 0.52),
}
_OPENING_EDGES = {
    "all_but": "closed_days",
    "nth_weekday": "nth_weekday",
    "exceptional": "exceptional_days",
    "winter_daily": "over_new_year",
    "past_midnight": "past_midnight",
    "late_bar": "past_midnight",
    "night_market": "past_midnight",
    "late_event": "past_midnight",
    "several_dates": "several_dates",
}


def odd(name: str, rank: int) -> bool:
    """True when the object of this rank is to show the odd case."""
    salt, share = SHARES[name]
    return chance(rank, salt, share)


def opening_edges(style: str, block: Object, today: date) -> list[str]:
    """Odd cases of an opening, from the way it was made."""
    found = [_OPENING_EDGES[style]] if style in _OPENING_EDGES else []
    periods = block.get("periodesOuvertures", [])
    if any(one["tousLesAns"] and int(one["dateFin"][:4]) < today.year for one in periods):
        found.append("stale_year")
    if any("horaires" in one for one in periods):
        found.append("time_frames")
    if not periods:
        found.append("no_period")
    return found


def picture_edges(pictures: list[Object], rank: int, today: date) -> list[str]:
    """Spoil the pictures of an offer the way real ones are spoilt; the answer is what was done."""
    found = [name for name in ("expired_picture", "file_name_legend", "repeated_picture") if odd(name, rank)]
    if not pictures:
        return []
    if "expired_picture" in found:
        pictures[0]["dateLimiteDePublication"] = (today - timedelta(days=30 + rank % 200)).isoformat()
    if "file_name_legend" in found:
        pictures[0]["legende"] = {"libelleFr": pictures[0]["traductionFichiers"][0]["fileName"]}
    if "repeated_picture" in found:
        pictures.append({**pictures[0], "identifiant": pictures[0]["identifiant"] + 9})
    return found


def empty_blocks(offer: Object) -> None:
    """Leave empty objects where Apidae leaves some, although it says that it drops empty values."""
    offer.setdefault("liens", {})
    offer.setdefault("reservation", {})
    offer["informations"].setdefault("informationsLegales", {})
    for one in offer.get("illustrations", ())[:1]:
        one.setdefault("copyright", {})
