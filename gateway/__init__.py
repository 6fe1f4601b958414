"""The gateway: one GraphQL graph over pluggable content sources."""
