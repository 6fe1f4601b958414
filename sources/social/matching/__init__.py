"""Matching of posts with offers, communes, territories and scouts."""

from sources.social.matching.index import CardIndex, index_cards
from sources.social.matching.match import MOST, match_offers, match_post, match_scouts
from sources.social.matching.signals import COMMUNE, OFFER, SCOUT, TERRITORY, Match, Reason

__all__ = [
    "COMMUNE",
    "MOST",
    "OFFER",
    "SCOUT",
    "TERRITORY",
    "CardIndex",
    "Match",
    "Reason",
    "index_cards",
    "match_offers",
    "match_post",
    "match_scouts",
]
