"""The kinds of people and bodies that the platform is made by and for."""

from __future__ import annotations

from typing import Any

from gateway.graph.enums import enum_of

ACTORS = {
    "RESIDENT": "Inhabitants of the region, who go out near home.",
    "SCOUT": "Scouts (éclaireurs), and who would like to be one.",
    "PROVIDER": "Those who run offers.",
    "TOURIST_OFFICE": "Tourist offices.",
    "DEPARTMENT_AGENCY": "Agencies of the departments.",
    "REGION": "The Region.",
    "PARTNER": "Partners who show the content on their own pages.",
}

ActorKind: Any = enum_of(
    "ActorKind", ACTORS, description="A kind of actor: whom a text is for, or who a body is."
)
