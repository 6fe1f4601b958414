"""What a key may be given: names, origins, scopes, rates, moments; a refusal names the field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gateway.clock import in_utc
from gateway.mutations import refuse
from gateway.partners.partner import LOOPBACK, ORIGIN
from gateway.partners.record import SLUG
from gateway.partners.scope import MOST_VALUES, Scope, wrong_part

LONGEST_NAME = 100
MOST_ORIGINS = 50
HIGHEST_RATE = 10_000_000


def checked_partner(partner: str) -> str:
    """The name that roles and statistics use."""
    if not SLUG.fullmatch(partner):
        _refuse(
            "partner",
            "Un nom de partenaire : 1 à 40 lettres minuscules, chiffres ou tirets.",
            "A partner's name is 1 to 40 small letters, digits or hyphens.",
        )
    return partner


def checked_name(name: str) -> str:
    """The name for people."""
    text = " ".join(name.split())
    if not 0 < len(text) <= LONGEST_NAME or not text.isprintable():
        _refuse("name", "Un nom de 1 à 100 caractères est attendu.", "A name has 1 to 100 characters.")
    return text


def checked_origins(origins: Sequence[str], *, test: bool) -> tuple[str, ...]:
    """Exact origins; those of this machine are for test keys, which work from all of them anyway."""
    kept = tuple(dict.fromkeys(origins))
    if len(kept) > MOST_ORIGINS or not all(ORIGIN.fullmatch(one) for one in kept):
        _refuse(
            "origins",
            "Une origine s’écrit https://www.exemple.fr, en minuscules et sans chemin ; 50 au plus.",
            "An origin is like https://www.example.org, in lower case, without a path; at most 50.",
        )
    if not test and any(LOOPBACK.fullmatch(one) for one in kept):
        _refuse(
            "origins",
            "Seule une clé de test fonctionne sur cette machine.",
            "Only a test key works from this machine.",
        )
    return kept


def checked_scope(scope: Scope) -> Scope:
    """The scope; the part with a wrong value is named."""
    if wrong := wrong_part(scope):
        _refuse(
            f"scope.{wrong}",
            f"Une valeur n’a pas la bonne forme, ou il y en a plus de {MOST_VALUES}.",
            f"A value has not the right form, or there are more than {MOST_VALUES}.",
        )
    return scope


def checked_rate(rate: int) -> int:
    """Cost units a minute."""
    if not 0 <= rate <= HIGHEST_RATE:
        _refuse("rate", "Un nombre de 0 à 10 000 000.", "A number from 0 to 10,000,000.")
    return rate


def checked_end(end: datetime | None, now: datetime) -> datetime | None:
    """When the key ends: a moment ahead; without a zone it is UTC."""
    if end is None:
        return None
    moment = in_utc(end)
    if moment <= now:
        _refuse("expiresAt", "La date est passée.", "The date is past.")
    return moment


def _refuse(field: str, fr: str, en: str) -> None:
    refuse("INVALID_ARGUMENT", f"input.{field}", texts={"fr": fr, "en": en})
