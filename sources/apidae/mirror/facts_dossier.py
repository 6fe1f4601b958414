"""What dossiers are found by: whose an object is, and the codes of the reasons against it."""

from __future__ import annotations

from typing import Any

from sources.apidae.mapping.reading import Raw, identity, part
from sources.apidae.policy import Verdict

Document = dict[str, Any]


def dossier_facts(item: Raw, verdict: Verdict) -> Document:
    """The office that keeps the record and the organisation that runs the offer; nobody's if it is none."""
    if not verdict.is_offer:
        return {}
    owners = {
        "ownOffice": identity(part(item, "gestion", "membreProprietaire")),
        "ownProvider": identity(part(item, "informations", "structureGestion")),
    }
    return {name: number for name, number in owners.items() if number}


def told(verdict: Verdict) -> Document:
    """The outcome of a verdict as it is kept; `public`, which searches ask for, comes from here only."""
    return {
        "public": verdict.is_public,
        "reasons": [one.told() for one in verdict.reasons],
        "codes": list(dict.fromkeys(one.reason.name for one in verdict.reasons)),
        "notices": [one.name for one in verdict.notices],
        "policyVersion": verdict.policy_version,
    }
