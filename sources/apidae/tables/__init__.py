"""Ids of Apidae and what they mean here, as data: the place to look when Apidae changes an id."""
