"""Which offers are public, as data: one file for each version of the rules, and the phases of the opening."""
