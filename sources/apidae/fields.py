"""Which parts of an object are asked for: no path crosses a list, as nobody knows what Apidae does then."""

from __future__ import annotations

PROVIDER = ("informations.structureGestion.id", "informations.structureGestion.nom")

JUDGED = (
    "id",
    "type",
    "state",
    "presentation.typologiesPromoSitra",
    "presentation.descriptifsThematises",
    "distinctions",
    "localisation.adresse",
    "criteresInternes",
    "visites.prestationsVisitesIndividuelles",
    "visites.dureeMoyenneVisiteIndividuelle",
    "prestations.typesClientele",
    "ouverture.dureeSeance",
    "ouverture.nombreJours",
    "informationsActivite.dureeSeance",
    "informationsActivite.nombreJours",
    "informationsActivite.activiteType",
    "informationsActivite.categories",
    "informationsActivite.activitesSportives",
    "informationsActivite.activitesCulturelles",
    "informationsCommerceEtService.typesDetailles",
    "informationsDegustation.labelsChartesQualite",
    "informationsDegustation.typesProduit",
    "informationsDegustation.statutsExploitant",
    "informationsEquipement.activites",
    "informationsFeteEtManifestation.typesManifestation",
    "informationsFeteEtManifestation.categories",
    "informationsFeteEtManifestation.themes",
    "informationsPatrimoineCulturel.patrimoineCulturelType",
    "informationsPatrimoineNaturel.categories",
    "informationsRestauration.restaurationType",
)
"""What the policy and the rules look at."""

OFFER = (
    *JUDGED,
    "nom",
    "gestion.dateModification",
    "gestion.membreProprietaire.id",
    "gestion.membreProprietaire.nom",
    "informations.moyensCommunication",
    *PROVIDER,
    "informationsEquipement.itineraire",
    "presentation.descriptifCourt",
    "presentation.descriptifDetaille",
    "localisation.environnements",
    "localisation.geolocalisation",
    "localisation.territoiresAffectes",
    "prestations.animauxAcceptes",
    "prestations.animauxAcceptesSupplement",
    "prestations.ageMin",
    "prestations.ageMax",
    "prestations.uniteAgeMin",
    "prestations.uniteAgeMax",
    "prestations.languesParlees",
    "prestations.tourismesAdaptes",
    "prestations.labelsTourismeHandicap",
    "prestations.descriptifHandicapMoteur",
    "prestations.descriptifHandicapVisuel",
    "prestations.descriptifHandicapAuditif",
    "prestations.descriptifHandicapMental",
    "ouverture.periodeEnClair",
    "ouverture.periodesOuvertures",
    "ouverture.ouvertTouteLAnnee",
    "ouverture.fermeTemporairement",
    "ouverture.fermeturesExceptionnelles",
    "ouverture.indicationsPeriode",
    "ouverture.ouverturesComplementaires",
    "liens.liensObjetsTouristiquesTypes",
    "descriptionTarif",
    "reservation.organismes",
    "illustrations",
    "multimedias",
)
"""All that the graph shows of an offer."""

CARD = (
    *JUDGED,
    "nom",
    "informations.moyensCommunication",
    "localisation.geolocalisation",
    "multimedias",
    "gestion.membreProprietaire.id",
    "gestion.membreProprietaire.nom",
    *PROVIDER,
)
"""What other sources recognise an offer by."""

POINT = ("id", "localisation.geolocalisation")
