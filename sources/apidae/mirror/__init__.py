"""The mirror: the project's objects kept in MongoDB, searched there, and brought up to date from Apidae."""
