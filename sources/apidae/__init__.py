"""Apidae Tourisme: the source of every offer of the graph."""
