"""How well posts are matched: a labelled set and what the matcher makes of it."""
