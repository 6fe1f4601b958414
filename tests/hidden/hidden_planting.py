"""Plants hidden offers, one or more for each reason, into a product that is full of mentions of them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from hidden_searching import MARK

from gateway.graph.ids import encode_id
from sources.apidae.policies.reasons import Reason
from sources.apidae.workflow.model import Workflow

NO_ENCOUNTER, LANDMARK = 770_001, 770_002
SETTINGS = {"APIDAE_NO_ENCOUNTER_CRITERION": str(NO_ENCOUNTER), "APIDAE_LANDMARK_CRITERION": str(LANDMARK)}
PHASES = """
[[phase]]
key = "all-but-groups"
name = { fr = "Tous", en = "All" }
written_by = "PARTIR_ICI"
opens_at = 2021-10-01T00:00:00
kinds = ["DAY_OFFER"]
audiences = ["URBAN_ADULTS", "FAMILY", "COUPLE", "FRIENDS", "SOLO", "SENIOR"]
durations = ["HALF_DAY", "DAY", "SHORT_STAY", "STAY"]

[[phase]]
key = "groups"
name = { fr = "Groupes", en = "Groups" }
written_by = "PARTIR_ICI"
kinds = ["DAY_OFFER"]
audiences = ["GROUP"]
durations = ["HALF_DAY", "DAY", "SHORT_STAY", "STAY"]
"""
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LATELY = datetime(2026, 6, 1, tzinfo=UTC)
HASH, OTHER_HASH = "a" * 64, "b" * 64
KEY = "proteger-la-nature-01"
LEVELS = {6436, 6449, 6450, 6451, 6452, 6453, 6454, 6455, 6456, *range(9101, 9110)}


IN_APIDAE = ("nom", "texte", "gerant", "rue", "photo", "theme")
ON_THE_PATH = ("reponse", "preuve", "remarque", "relecture", "note", "signataire", "compte")
"""What answers, evidence, the office's words, who signed and whose account it was are marked with."""


def apart(one: Planted) -> dict[str, Any]:
    """What is kept of a path beside its outcome, every text of it marked."""
    answer, evidence, remark, review, _, signatory, account = one.words[len(IN_APIDAE) :]
    last = {
        "_id": f"{one.number}:00000001", "offer": one.number, "revision": 1, "step": "REVIEW",
        "subject": account, "role": "OFFICE", "at": LATELY, "made": account, "indicators": [KEY],
    }  # fmt: skip
    private = {
        "answers": {KEY: {"value": "NO", "comment": answer, "evidence": [evidence]}},
        "signatory": {"subject": account, "name": signatory, "at": LATELY},
        "correction": {"at": LATELY, "comment": remark, "indicators": [KEY]},
        "reviewComment": review,
        "last": last,
    }
    return {"private": private}


def path_of(one: Planted) -> Workflow:
    """The path that is kept of a hidden offer: that of its reason, or one that nothing is against."""
    without = Workflow(number=one.number)
    path = without if one.reason is Reason.DIAGNOSIS_MISSING else PATHS.get(one.reason, _path)(one.number)
    note, account = one.words[-3], one.words[-1]
    withdrawn = path.withdrawn and path.withdrawn.model_copy(update={"by": account, "note": note})
    return path.model_copy(update={"withdrawn": withdrawn})


def _path(number: int, **changes: Any) -> Workflow:
    """A path that is in order, but for the changes."""
    parts: dict[str, Any] = {
        "preselected_at": LATELY,
        "diagnosis": {
            "questionnaire": "v1", "answered_at": LATELY, "applicable": 45, "answered": 45, "answers_hash": HASH,
        },
        "charter": {"version": "1", "answers_hash": HASH, "signed_at": LATELY, "role": "PROVIDER"},
    }  # fmt: skip
    for name, change in changes.items():
        parts[name] = {**parts[name], **change} if isinstance(change, dict) and parts.get(name) else change
    return Workflow(number=number, **parts)


PATHS: dict[Reason, Callable[[int], Workflow]] = {
    Reason.WITHDRAWN_BY_OFFICE: lambda n: Workflow(number=n, withdrawn={"at": LATELY, "by": "x"}),
    Reason.NOT_PRESELECTED: lambda n: _path(n, preselected_at=None),
    Reason.DIAGNOSIS_INCOMPLETE: lambda n: _path(n, diagnosis={"answered": 44}),
    Reason.DIAGNOSIS_EXPIRED: lambda n: _path(n, diagnosis={"answered_at": LONG_AGO}),
    Reason.CHARTER_NOT_SIGNED: lambda n: _path(n, charter={"answers_hash": OTHER_HASH}),
}


def spoilt(item: dict[str, Any], reason: Reason) -> dict[str, Any]:
    """The object, hidden for this reason; those that the path gives are not in Apidae."""
    made = copy.deepcopy(item)
    if reason is Reason.NOT_PUBLISHED_IN_APIDAE:
        made["state"] = "HIDDEN"
    elif reason is Reason.OUTSIDE_REGION:
        made["localisation"]["adresse"]["commune"] = {"id": 99, "code": "75056", "nom": "Paris"}
    elif reason in {Reason.DIAGNOSIS_MISSING, Reason.AXIS_MISSING}:
        gone = LEVELS if reason is Reason.DIAGNOSIS_MISSING else {6454, 6455, 6456, 9107, 9108, 9109}
        marks = made["presentation"].get("typologiesPromoSitra", [])
        made["presentation"]["typologiesPromoSitra"] = [one for one in marks if one["id"] not in gone]
        made["distinctions"] = [
            one for one in made.get("distinctions", []) if one.get("nom", {}).get("id") not in gone
        ]
    elif reason is Reason.NO_ENCOUNTER:
        made["criteresInternes"] = [{"id": NO_ENCOUNTER, "libelle": "x"}]
    elif reason is Reason.PREREQUISITES_NOT_MET:
        made["criteresInternes"] = [{"id": LANDMARK, "libelle": "x"}]
    elif reason is Reason.PHASE_NOT_OPEN:
        group = {"elementReferenceType": "TypeClientele", "id": 580, "libelleFr": "Réservé aux groupes"}
        made.setdefault("prestations", {})["typesClientele"] = [group]
    return made


@dataclass
class Planted:
    """A hidden offer with the words that stand nowhere but in it; `was_public` is not a secret's whole past."""

    number: int
    reason: Reason
    item: dict[str, Any]
    was_public: bool
    words: tuple[str, ...] = field(default_factory=tuple)

    @property
    def id(self) -> str:
        """Its global id, had it one."""
        return encode_id("Offer", str(self.number))

    @property
    def slug(self) -> str:
        """Its slug, had it one."""
        return f"{self.words[0].lower()}-{self.number}"


def planted(number: int, item: dict[str, Any], reason: Reason, *, was_public: bool) -> Planted:
    """The hidden offer made of a public one: its own names everywhere, and the reason."""
    made = spoilt(item, reason)
    words = tuple(f"{MARK}{part}{number}vx" for part in (*IN_APIDAE, *ON_THE_PATH))
    name, text, provider, street, picture, theme = words[: len(IN_APIDAE)]
    made["id"] = number
    made["nom"] = {"libelleFr": name, "libelleEn": name}
    made["presentation"]["descriptifCourt"] = {"libelleFr": f"Un {text} rare."}
    made["presentation"]["descriptifDetaille"] = {"libelleFr": f"Un {theme} rare."}
    made.setdefault("informations", {})["structureGestion"] = {
        "type": "STRUCTURE",
        "id": number + 1,
        "nom": {"libelleFr": provider},
    }
    made["localisation"]["adresse"]["adresse1"] = street
    for one in made.get("illustrations", []):
        one["copyright"] = {"libelleFr": picture}
        one["legende"] = {"libelleFr": picture}
    return Planted(number, reason, made, was_public, words)


def put(emulator: str, one: Planted, *, new: bool) -> None:
    """Put the object into the emulator of Apidae."""
    path = "objects" if new else f"objects/{one.number}"
    answer = httpx.post(f"{emulator}/__emu/{path}", json=one.item, trust_env=False)
    assert answer.status_code == 200, answer.text


def item_of(emulator: str, number: int) -> dict[str, Any]:
    """The object as the emulator has it."""
    found: dict[str, Any] = httpx.get(f"{emulator}/__emu/objects/{number}", trust_env=False).json()
    return found
