"""Seeing what the gateway does: logs."""
