"""Words of the demo texts by theme; the theme of an offer is guessed from its name."""
