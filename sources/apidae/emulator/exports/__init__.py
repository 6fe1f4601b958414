"""Exports of the catalogue: zips of JSON, the notification that announces one, its confirmation."""
