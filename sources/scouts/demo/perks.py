"""Perks of the demo: behind each content that discloses something stands a perk that its author claimed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sources.scouts import model
from sources.scouts.documents import ContentDocument, ScoutDocument
from sources.scouts.records import ClaimDocument, PerkDocument, PerkKindName, ReportDocument

MOST = 24
"""So many perks are told of; more would only repeat themselves."""


class _Words(NamedTuple):
    kind: PerkKindName
    title: Mapping[str, str]
    description: Mapping[str, str]


_WORDS: Final = (
    _Words(
        "PREFERENTIAL_RATE",
        {"fr": "Moitié prix pour les éclaireurs", "en": "Half price for scouts"},
        {"fr": "Sur présentation de votre nom d’éclaireur, pour deux personnes.", "en": "For two people."},
    ),
    _Words(
        "EVENT_INVITATION",
        {"fr": "Une matinée avec l’équipe", "en": "A morning with the team", "de": "Ein Vormittag im Team"},
        {"fr": "On ouvre les coulisses à huit heures, le café est prêt."},
    ),
    _Words(
        "OTHER",
        {"fr": "Le panier du retour", "en": "A basket to take home"},
        {"fr": "Quelques produits d’ici à emporter après la visite."},
    ),
)


def perks_of(
    contents: Sequence[ContentDocument], scouts: Sequence[ScoutDocument], now: datetime
) -> dict[str, Sequence[Any]]:
    """Perks and claims by collection, and two reports: one that waits, one that was answered."""
    homes = {scout["_id"]: scout["homes"] for scout in scouts if scout["state"] == "APPROVED"}
    telling = [one for one in contents if one["commercialDisclosure"] != "NONE" and one["scout"] in homes]
    perks: list[PerkDocument] = []
    claims: list[ClaimDocument] = []
    for number, content in enumerate(telling[:MOST], start=1):
        claimed = content["createdAt"] - timedelta(days=20)
        perk = _perk(number, content, homes[content["scout"]], claimed - timedelta(days=10), now)
        perks.append(perk)
        claims.append(_claim(number, perk, content["scout"], claimed))
    return {model.PERKS: perks, model.CLAIMS: claims, model.REPORTS: _reports(contents, now)}


def _perk(
    number: int, content: ContentDocument, communities: list[str], opens: datetime, now: datetime
) -> PerkDocument:
    words = _WORDS[number % len(_WORDS)]
    # every third one is over, the others can be claimed in the demo
    closes = opens + timedelta(days=60) if number % 3 == 0 else now + timedelta(days=90)
    return {
        "_id": f"demo-perk-{number:02d}",
        "version": 1,
        "kind": words.kind,
        "communities": communities,
        "title": dict(words.title),
        "description": dict(words.description),
        "offer": content["offers"][0],
        "provider": content["providers"][0] if content["providers"] else None,
        "quota": 2 + number % 9,
        "opensAt": opens,
        "closesAt": closes,
        "createdBy": "demo-manager",
        "createdAt": opens,
    }


def _claim(number: int, perk: PerkDocument, scout: str, at: datetime) -> ClaimDocument:
    return {
        "_id": f"demo-claim-{number:02d}",
        "perk": perk["_id"],
        "place": 1,
        "scout": scout,
        "offer": perk["offer"],
        "provider": perk["provider"],
        "claimedAt": at,
    }


def _reports(contents: Sequence[ContentDocument], now: datetime) -> list[ReportDocument]:
    shown = [one for one in contents if one["state"] == "PUBLISHED"][:2]
    answers = (None, "UPHOLD: Charte des éclaireurs, article 3")
    return [
        {
            "_id": f"demo-report-{number}",
            "object": f"ScoutContent:{content['_id']}",
            "community": content["community"],
            "ground": "WRONG",
            "text": "Le parking dont parle ce texte n’existe plus depuis l’hiver dernier.",
            "contact": None,
            "state": "ANSWERED" if answer else "OPEN",
            "at": now - timedelta(days=9),
            "answer": answer,
            "answeredAt": now - timedelta(days=7) if answer else None,
        }
        for number, (content, answer) in enumerate(zip(shown, answers, strict=False), start=1)
    ]
