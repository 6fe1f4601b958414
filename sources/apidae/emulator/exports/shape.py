"""Objects as exports write them: references are only named, what they say stands in files of their own."""

from dataclasses import dataclass, field
from typing import Any

Object = dict[str, Any]

COMMUNES = {"commune", "perimetreGeographique"}
CARDS = {"id", "type"}


@dataclass(slots=True)
class References:
    """What the objects of an export refer to, by id."""

    elements: dict[int, Object] = field(default_factory=dict)
    communes: dict[int, Object] = field(default_factory=dict)
    criteria: dict[int, Object] = field(default_factory=dict)
    territories: dict[int, Object] = field(default_factory=dict)
    linked: dict[int, Object] = field(default_factory=dict)

    def reduced(self, item: Object) -> Object:
        """The object with its references by id alone; what they say is noted here."""
        return {name: self._reduced(value, name) for name, value in item.items()}

    def _reduced(self, value: Any, name: str) -> Any:
        if not isinstance(value, dict):
            return [self._reduced(one, name) for one in value] if isinstance(value, list) else value
        if "elementReferenceType" in value:
            return self._element(value)
        if name in COMMUNES and value.keys() >= {"id", "code"}:
            self.communes[value["id"]] = self._inside(value)
            return {"id": value["id"]}
        if name == "criteresInternes" and "id" in value:
            self.criteria[value["id"]] = value
            return {"id": value["id"]}
        if value.keys() >= {"id", "type", "nom"} and isinstance(value["type"], str):
            return self._link(value)
        return self._inside(value)

    def _inside(self, value: Object) -> Object:
        return {key: self._reduced(one, key) for key, one in value.items()}

    def _element(self, value: Object) -> Object:
        above = {
            key: self._element(value[key])
            for key in ("familleCritere", "parent")
            if isinstance(value.get(key), dict)
        }
        if "id" in value:
            told = {**value, **above, "actif": True}
            # an element that stands above others is written there without what is above itself
            self.elements[value["id"]] = {**self.elements.get(value["id"], {}), **told}
        return {key: value[key] for key in ("elementReferenceType", "id") if key in value}

    def _link(self, value: Object) -> Object:
        if value["type"] == "TERRITOIRE":
            plain = {key: value[key] for key in ("id", "type", "nom")}
            self.territories[value["id"]] = {**plain, "perimetreGeographique": []}
        else:
            self.linked[value["id"]] = value
        return {key: value[key] for key in ("type", "id")}
