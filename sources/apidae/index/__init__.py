"""Public offers in memory, column by column: what a search looks at, for every offer at once."""
