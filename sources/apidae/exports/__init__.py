"""Exports of Apidae: notified by a hook, fetched and checked, joined, applied as a whole."""
