"""The versions of what scouts agree to; the texts themselves are the owner's, published with the site."""

from __future__ import annotations

CHARTER_VERSION = "2026-01"
"""The charter of values that is to be signed now; older signatures stay good."""

CONSENT_VERSION = "2026-01"
"""The texts of the consents that are given now; older consents stay good."""

LOOK_BACK_DAYS = 365
"""How long a perk counts as a benefit after it was claimed."""
