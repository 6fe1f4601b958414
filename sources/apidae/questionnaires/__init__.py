"""Questionnaires, charters and campaigns: what the path asks of offers and when, as versioned data."""
