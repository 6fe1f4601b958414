"""A source of the benchmark: posts about offers, and the accounts that made them."""
