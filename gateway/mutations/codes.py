"""The codes of `userErrors`: one table of what each means and what people read about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gateway.graph.enums import enum_of
from gateway.graph.text import Texts


@dataclass(frozen=True, slots=True)
class UserCode:
    """`meaning` is for developers, in English; `fr` and `en` are sentences for people."""

    meaning: str
    fr: str
    en: str

    @property
    def texts(self) -> Texts:
        """The sentence in each language."""
        return {"fr": self.fr, "en": self.en}


USER_CODES: Mapping[str, UserCode] = MappingProxyType(
    {
        "UNAUTHENTICATED": UserCode(
            "The mutation needs a token.", "Connectez-vous d’abord.", "Please sign in first."
        ),
        "FORBIDDEN": UserCode(
            "The caller may see the object but not do this to it.",
            "Vous n’avez pas le droit de faire cela.",
            "You may not do this.",
        ),
        "NOT_FOUND": UserCode(
            "Unknown, removed or not visible to the caller: the three are not told apart.",
            "Ceci n’existe pas ou n’existe plus.",
            "This does not exist, or no longer.",
        ),
        "CONFLICT": UserCode(
            "Changed meanwhile, or a step out of order: read again, then decide.",
            "Ceci a changé entre-temps : relisez avant de recommencer.",
            "This has changed meanwhile: read it again first.",
        ),
        "IDEMPOTENCY_CONFLICT": UserCode(
            "The idempotency key was used with another input.",
            "Cette demande a déjà été envoyée avec un autre contenu.",
            "This request was already sent with other content.",
        ),
        "INVALID_ARGUMENT": UserCode(
            "A value that the mutation does not accept.",
            "Cette valeur n’est pas acceptée.",
            "This value is not accepted.",
        ),
        "INVALID_ID": UserCode(
            "An id that was not made by this graph, or is of another type.",
            "Cet identifiant n’est pas valable.",
            "This id is not valid.",
        ),
        "INVALID_CURSOR": UserCode(
            "A malformed or expired mark.", "Ce repère n’est plus valable.", "This mark is no longer valid."
        ),
        "INVALID_LOCALE": UserCode(
            "An unknown language tag.", "Cette langue n’est pas reconnue.", "This language is not known."
        ),
        "RATE_LIMITED": UserCode(
            "Too many in a short time; try again later.",
            "C’est trop en peu de temps : réessayez plus tard.",
            "Too many in a short time: try again later.",
        ),
        "COST_LIMIT": UserCode(
            "The input asks for too much at once.",
            "C’est trop à la fois.",
            "This is too much at once.",
        ),
        "SOURCE_UNAVAILABLE": UserCode(
            "A service that the step needs does not answer; nothing was done.",
            "Un service ne répond pas : rien n’a été fait, réessayez plus tard.",
            "A service does not answer: nothing was done, try again later.",
        ),
        "CONSENT_MISSING": UserCode(
            "The person has not consented to this purpose, or no longer does.",
            "Il manque un consentement.",
            "A consent is missing.",
        ),
        "DISCLOSURE_REQUIRED": UserCode(
            "The author got something for it: a commercial disclosure must be given.",
            "Vous avez reçu un avantage en lien avec ce contenu : indiquez-le.",
            "You received a benefit connected with this content: say so.",
        ),
        "QUOTA_EXHAUSTED": UserCode("None is left.", "Il n’en reste plus.", "None is left."),
        "CAMPAIGN_CLOSED": UserCode(
            "Outside the window of the campaign.",
            "La campagne n’est pas ouverte.",
            "The campaign is not open.",
        ),
        "NOT_PUBLISHED_IN_APIDAE": UserCode(
            "The offer is not published in Apidae, or left the selection.",
            "L’offre n’est pas publiée dans Apidae.",
            "The offer is not published in Apidae.",
        ),
        "OUTSIDE_REGION": UserCode(
            "The offer's commune is not in the region.",
            "L’offre n’est pas en Auvergne-Rhône-Alpes.",
            "The offer is not in Auvergne-Rhône-Alpes.",
        ),
        "WITHDRAWN_BY_OFFICE": UserCode(
            "The tourist office took the offer out.",
            "L’office de tourisme a retiré l’offre.",
            "The tourist office has withdrawn the offer.",
        ),
        "NOT_PRESELECTED": UserCode(
            "The step needs a preselection by the office.",
            "L’offre n’est pas présélectionnée.",
            "The offer is not preselected.",
        ),
        "DIAGNOSIS_MISSING": UserCode(
            "There is no self-diagnosis.",
            "L’autodiagnostic manque.",
            "The self-diagnosis is missing.",
        ),
        "DIAGNOSIS_INCOMPLETE": UserCode(
            "An applicable indicator of the self-diagnosis is unanswered.",
            "L’autodiagnostic est incomplet.",
            "The self-diagnosis is incomplete.",
        ),
        "DIAGNOSIS_EXPIRED": UserCode(
            "The self-diagnosis is older than the policy allows.",
            "L’autodiagnostic est trop ancien.",
            "The self-diagnosis is too old.",
        ),
        "CHARTER_NOT_SIGNED": UserCode(
            "The step needs a valid signature of the charter.",
            "La charte n’est pas signée.",
            "The charter is not signed.",
        ),
        "AXIS_MISSING": UserCode(
            "One of the three axes has no level.",
            "Un des trois axes n’a pas de niveau.",
            "One of the three axes has no level.",
        ),
        "NO_ENCOUNTER": UserCode(
            "The offer favours no encounter.",
            "L’offre ne favorise aucune rencontre.",
            "The offer favours no encounter.",
        ),
        "PHASE_NOT_OPEN": UserCode(
            "The phase that the offer belongs to is not open yet.",
            "La phase n’est pas encore ouverte.",
            "The phase is not open yet.",
        ),
        "PREREQUISITES_NOT_MET": UserCode(
            "Fewer prerequisites than the policy asks for.",
            "Les prérequis ne sont pas remplis.",
            "The prerequisites are not met.",
        ),
    }
)
"""Stable: a code may be added, never renamed. A source that needs another one adds its row here."""

UserErrorCode: Any = enum_of(
    "UserErrorCode",
    {code: about.meaning for code, about in USER_CODES.items()},
    description="Why a mutation was refused. Decide on it, never on the message; more may come.",
)
