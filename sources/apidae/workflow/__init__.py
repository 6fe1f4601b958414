"""The path of an offer on the platform, kept for those offers for which it is used."""
