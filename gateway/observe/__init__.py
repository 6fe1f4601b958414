"""Seeing what the gateway does: logs, and the record of one operation."""
