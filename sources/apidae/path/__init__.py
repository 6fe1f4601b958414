"""The steps of an offer on the path: who may take them, in which order, and the journal of them all."""
