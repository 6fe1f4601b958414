"""A month in the life of the accounts, minute by minute, with everything that goes wrong at Meta."""
