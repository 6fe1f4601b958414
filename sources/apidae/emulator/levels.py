"""The nine ids of the self-diagnosis of benevolent tourism, and the invented ones of their future form.

The old ids are Apidae's. How these nine will be numbered in the new `distinctions` array is not public:
the new
ids here are inventions of this emulator, like the number of each distinction.
"""

from typing import Final

AXES: Final = ("LOCAL_ECONOMY", "SOCIAL", "ENVIRONMENT")

CRITERION: Final = {
    ("LOCAL_ECONOMY", 1): 6436,
    ("LOCAL_ECONOMY", 2): 6449,
    ("LOCAL_ECONOMY", 3): 6450,
    ("SOCIAL", 1): 6451,
    ("SOCIAL", 2): 6452,
    ("SOCIAL", 3): 6453,
    ("ENVIRONMENT", 1): 6454,
    ("ENVIRONMENT", 2): 6455,
    ("ENVIRONMENT", 3): 6456,
}

DISTINCTION: Final = {
    ("LOCAL_ECONOMY", 1): 9101,
    ("LOCAL_ECONOMY", 2): 9102,
    ("LOCAL_ECONOMY", 3): 9103,
    ("SOCIAL", 1): 9104,
    ("SOCIAL", 2): 9105,
    ("SOCIAL", 3): 9106,
    ("ENVIRONMENT", 1): 9107,
    ("ENVIRONMENT", 2): 9108,
    ("ENVIRONMENT", 3): 9109,
}

MOVED: Final = {4971: 8607, 5022: 8644, 6566: 8671, 6049: 8673, 1582: 8674, 5538: 8675, 6825: 8690}
"""Marks whose new id is known from public test data: old criterion to new distinction."""
