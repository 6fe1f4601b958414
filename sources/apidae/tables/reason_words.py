"""What offices and providers read of reasons and notices, in French and English."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.graph.text import Texts
from sources.apidae.policies.model import Policy
from sources.apidae.policies.reasons import Ineligibility, Notice, Reason
from sources.apidae.tables.wording import AXIS_NAMES

REASONS: Mapping[Reason, Texts] = {
    Reason.NOT_PUBLISHED_IN_APIDAE: {
        "fr": "La fiche n'est pas publiée dans Apidae, ou elle a quitté la sélection du projet.",
        "en": "The record is not published in Apidae, or it left the project's selection.",
    },
    Reason.OUTSIDE_REGION: {
        "fr": "La commune de la fiche n'est pas en Auvergne-Rhône-Alpes.",
        "en": "The commune of the record is not in Auvergne-Rhône-Alpes.",
    },
    Reason.WITHDRAWN_BY_OFFICE: {
        "fr": "L'office de tourisme a retiré l'offre.",
        "en": "The tourist office took the offer out.",
    },
    Reason.DIAGNOSIS_MISSING: {
        "fr": "Aucun autodiagnostic : la fiche ne porte aucun des neuf critères et aucun questionnaire n'a "
        "été rempli ici.",
        "en": "No self-diagnosis: the record has none of the nine criteria and no questionnaire was answered "
        "here.",
    },
    Reason.AXIS_MISSING: {
        "fr": "Aucun niveau d'engagement sur l'axe « {axis} ».",
        "en": "No level of commitment on the axis “{axis}”.",
    },
    Reason.NO_ENCOUNTER: {
        "fr": "La fiche indique qu'il n'y a de rencontre ni avec des habitants ni entre visiteurs.",
        "en": "The record says that nobody is met, neither local people nor other visitors.",
    },
    Reason.PHASE_NOT_OPEN: {
        "fr": "L'offre appartient à une phase qui n'est pas encore ouverte.",
        "en": "The offer belongs to a phase that is not open yet.",
    },
    Reason.NOT_PRESELECTED: {
        "fr": "L'offre n'est pas présélectionnée par l'office de tourisme.",
        "en": "The tourist office has not preselected the offer.",
    },
    Reason.DIAGNOSIS_INCOMPLETE: {
        "fr": "Il manque des réponses à l'autodiagnostic.",
        "en": "The self-diagnosis lacks answers.",
    },
    Reason.DIAGNOSIS_EXPIRED: {
        "fr": "L'autodiagnostic a dépassé sa durée de validité.",
        "en": "The self-diagnosis is older than it may be.",
    },
    Reason.CHARTER_NOT_SIGNED: {
        "fr": "La charte n'est pas signée pour ces réponses.",
        "en": "The charter is not signed for these answers.",
    },
    Reason.PREREQUISITES_NOT_MET: {
        "fr": "Les prérequis ne sont pas remplis : {rules}.",
        "en": "The prerequisites are not met: {rules}.",
    },
}

NOTICES: Mapping[Notice, Texts] = {
    Notice.LEVEL_CONFLICT: {
        "fr": "La fiche porte deux niveaux sur un même axe ; le plus bas compte.",
        "en": "The record has two levels on one axis; the lower one counts.",
    },
    Notice.LEVEL_MISMATCH: {
        "fr": "Les niveaux d'Apidae ne sont pas ceux des réponses données ici ; ceux d'Apidae sont publiés.",
        "en": "The levels in Apidae are not those of the answers given here; those in Apidae are public.",
    },
    Notice.ENCOUNTER_NOT_STATED: {
        "fr": "La fiche ne dit pas qui l'on rencontre.",
        "en": "The record does not say whom one meets.",
    },
    Notice.DATES_INCONSISTENT: {
        "fr": "Les dates listées dans la fiche ne correspondent pas à ses périodes ; les périodes comptent.",
        "en": "The dates listed in the record do not match its periods; the periods count.",
    },
    Notice.FAMILY_UNMAPPED: {
        "fr": "Aucune des cinq familles ne correspond à la fiche.",
        "en": "None of the five families fits the record.",
    },
}


def words_of_reason(one: Ineligibility, policy: Policy | None) -> Texts:
    """The text of a reason by language; rules are called as the version that was used calls them."""
    of = policy.prerequisites if policy else None
    names = {rule.key: rule.name.texts for rule in (*of.of, *of.excluded)} if of else {}
    found = {}
    for tag, text in REASONS[one.reason].items():
        rules = " ; ".join(names.get(key, {}).get(tag, key) for key in one.rules)
        axis = AXIS_NAMES[one.axis][tag] if one.axis else ""
        found[tag] = text.format(axis=axis, rules=rules)
    return found
