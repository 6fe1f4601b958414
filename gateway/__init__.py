"""The gateway: one GraphQL graph over pluggable content sources."""

__version__ = "0.1.0"
