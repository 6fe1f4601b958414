"""Partners: their keys, what each key may show and how much, for all processes and kept in MongoDB."""

from gateway.partners.partner import DEMO_KEY, KEY, ORIGIN, Partner
from gateway.partners.scope import ContentKind, Scope

__all__ = ["DEMO_KEY", "KEY", "ORIGIN", "ContentKind", "Partner", "Scope"]
