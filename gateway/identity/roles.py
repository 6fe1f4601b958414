"""The names of the roles, and what each may do in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

RoleName: TypeAlias = Literal[
    "SCOUT",
    "COMMUNITY_MANAGER",
    "PROVIDER",
    "OFFICE",
    "DEPARTMENT_AGENCY",
    "REGION_ADMIN",
    "PARTNER",
    "DEVELOPER",
]

ROLES: Mapping[RoleName, str] = MappingProxyType(
    {
        "SCOUT": "A scout: writes and manages their own content. Without scope.",
        "COMMUNITY_MANAGER": "Leads one community of scouts. Scope: the community's key.",
        "PROVIDER": "Answers for their own offers. Scope: the Apidae number of a provider or an offer.",
        "OFFICE": "A tourist office: reviews the offers it manages. Scope: its Apidae member number.",
        "DEPARTMENT_AGENCY": "Reads the dossiers of its department. Scope: the department's code.",
        "REGION_ADMIN": "The Region: phases, policies, moderation everywhere. Without scope.",
        "PARTNER": "Runs widgets on its own pages. Scope: the partner's name, as its keys carry it.",
        "DEVELOPER": "Builds on the graph. Without scope.",
    }
)
"""Every role; a scope is a text that names the one thing the role is for."""

ROLE_NAMES: frozenset[str] = frozenset(ROLES)
