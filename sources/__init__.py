"""Content sources of Partir Ici: one folder is one source."""
