"""Names of the days that Apidae names instead of dating them."""

from __future__ import annotations

from collections.abc import Mapping

FEAST_NAMES: Mapping[str, Mapping[str, str]] = {
    "PREMIER_JANVIER": {"fr": "Jour de l'an", "en": "New Year's Day", "de": "Neujahr"},
    "BERCHTOLDSTAG": {"fr": "Saint-Berchtold", "en": "Berchtold's Day", "de": "Berchtoldstag"},
    "SAINT_JOSEPH": {"fr": "Saint-Joseph", "en": "Saint Joseph's Day", "de": "Josefstag"},
    "ARRIVEE_EVANGILE": {"fr": "Arrivée de l'Évangile", "en": "Gospel Day", "de": "Tag des Evangeliums"},
    "FETE_CITOYENNETE": {
        "fr": "Fête de la citoyenneté",
        "en": "Citizenship Day",
        "de": "Tag der Staatsbürgerschaft",
    },
    "VENDREDI_SAINT": {"fr": "Vendredi saint", "en": "Good Friday", "de": "Karfreitag"},
    "LUNDI_PAQUES": {"fr": "Lundi de Pâques", "en": "Easter Monday", "de": "Ostermontag"},
    "ASCENSION": {"fr": "Ascension", "en": "Ascension Day", "de": "Christi Himmelfahrt"},
    "LUNDI_PENTECOTE": {"fr": "Lundi de Pentecôte", "en": "Whit Monday", "de": "Pfingstmontag"},
    "PREMIER_MAI": {"fr": "Fête du Travail", "en": "Labour Day", "de": "Tag der Arbeit"},
    "HUIT_MAI": {"fr": "Victoire de 1945", "en": "Victory in Europe Day", "de": "Tag des Sieges 1945"},
    "FETE_AUTONOMIE": {"fr": "Fête de l'autonomie", "en": "Autonomy Day", "de": "Tag der Autonomie"},
    "QUATORZE_JUILLET": {
        "fr": "Fête nationale",
        "en": "Bastille Day",
        "de": "Französischer Nationalfeiertag",
    },
    "FETE_DIEU": {"fr": "Fête-Dieu", "en": "Corpus Christi", "de": "Fronleichnam"},
    "FETE_NATIONALE_SUISSE": {
        "fr": "Fête nationale suisse",
        "en": "Swiss National Day",
        "de": "Schweizer Bundesfeier",
    },
    "QUINZE_AOUT": {"fr": "Assomption", "en": "Assumption Day", "de": "Mariä Himmelfahrt"},
    "LUNDI_DU_JEUNE_FEDERAL": {
        "fr": "Lundi du Jeûne fédéral",
        "en": "Monday of the Federal Fast",
        "de": "Bettagsmontag",
    },
    "PREMIER_NOVEMBRE": {"fr": "Toussaint", "en": "All Saints' Day", "de": "Allerheiligen"},
    "ONZE_NOVEMBRE": {"fr": "Armistice de 1918", "en": "Armistice Day", "de": "Waffenstillstand 1918"},
    "IMMACULEE_CONCEPTION": {
        "fr": "Immaculée Conception",
        "en": "Immaculate Conception",
        "de": "Mariä Empfängnis",
    },
    "VINGT_CINQ_DECEMBRE": {"fr": "Noël", "en": "Christmas Day", "de": "Weihnachten"},
    "MARDI_GRAS": {"fr": "Mardi gras", "en": "Shrove Tuesday", "de": "Faschingsdienstag"},
    "MERCREDI_DES_CENDRES": {"fr": "Mercredi des Cendres", "en": "Ash Wednesday", "de": "Aschermittwoch"},
    "JEUDI_MI_CAREME": {"fr": "Mi-Carême", "en": "Mid-Lent Thursday", "de": "Mittfasten"},
    "FETE_VICTOR_SCHOELCHER": {
        "fr": "Fête Victor-Schœlcher",
        "en": "Victor Schœlcher Day",
        "de": "Victor-Schœlcher-Tag",
    },
    "JOUR_DES_DEFUNTS": {"fr": "Jour des défunts", "en": "All Souls' Day", "de": "Allerseelen"},
    "ABOLITION_DE_LESCLAVAGE_GUADELOUPE": {
        "fr": "Abolition de l'esclavage (Guadeloupe)",
        "en": "Abolition of slavery (Guadeloupe)",
        "de": "Abschaffung der Sklaverei (Guadeloupe)",
    },
    "ABOLITION_DE_LESCLAVAGE_MARTINIQUE": {
        "fr": "Abolition de l'esclavage (Martinique)",
        "en": "Abolition of slavery (Martinique)",
        "de": "Abschaffung der Sklaverei (Martinique)",
    },
}
