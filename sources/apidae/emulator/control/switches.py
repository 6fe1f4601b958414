"""Switches for what is not known of the real service: how it writes labels, what it does above 200."""

from dataclasses import dataclass
from typing import Any

from sources.apidae.emulator.elements import table
from sources.apidae.emulator.levels import CRITERION, DISTINCTION, MOVED

Object = dict[str, Any]

LABEL_FORMS = ("as_is", "criteria", "distinctions", "both")
_NEW = {**{CRITERION[level]: DISTINCTION[level] for level in CRITERION}, **MOVED}
_OLD = {new: old for old, new in _NEW.items()}


@dataclass(slots=True)
class Switches:
    """`labels` is the form in which every object shows its labels; `cap` is false to refuse pages above
    200.
    """

    labels: str = "as_is"
    cap: bool = True

    def shape(self) -> dict[str, Any]:
        """The switches as they are set."""
        return {"labels": self.labels, "above_200": "cap" if self.cap else "error"}


def show_labels(item: Object, form: str) -> Object:
    """The object with its labels in a form: old criteria, new `distinctions`, or both; it is changed in
    place.
    """
    if form == "as_is":
        return item
    presentation = item.get("presentation", {})
    criteria = presentation.pop("typologiesPromoSitra", [])
    distinctions = item.pop("distinctions", [])
    kept = [one for one in criteria if one["id"] not in _NEW]
    marks = list(dict.fromkeys([one["id"] for one in criteria if one["id"] in _NEW] + _old_ids(distinctions)))
    if form != "distinctions":
        kept.extend(table()[mark] for mark in marks if mark in table())
    if kept:
        presentation["typologiesPromoSitra"] = kept
    if form != "criteria" and marks:
        item["distinctions"] = [_distinction(rank, mark) for rank, mark in enumerate(marks)]
    return item


def _old_ids(distinctions: list[Object]) -> list[int]:
    return [_OLD[one["nom"]["id"]] for one in distinctions if one.get("nom", {}).get("id") in _OLD]


def _distinction(rank: int, mark: int) -> Object:
    labels = {key: text for key, text in table().get(mark, {}).items() if key.startswith("libelle")}
    return {"id": 70 + rank, "nom": {"elementReferenceType": "DistinctionNom", "id": _NEW[mark], **labels}}
